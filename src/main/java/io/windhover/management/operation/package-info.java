/**
 * Performs the operations of port 8081, one at a time and audited. Only the sampler,
 * which an operation may have to wait for, may enter; the routes are in
 * {@code management.endpoint}, and who may call them in {@code security}.
 */
@ApplicationModule(allowedDependencies = { "http", "management", "problem" })
@NullMarked
package io.windhover.management.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
