/**
 * Registers this instance at a Spring Boot Admin server. Only the identity of the
 * instance may enter; what such a server then reads is in the other submodules.
 */
@ApplicationModule(allowedDependencies = "instance")
@NullMarked
package io.windhover.management.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
