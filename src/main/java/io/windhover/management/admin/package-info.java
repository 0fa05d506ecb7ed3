/**
 * The registration at a Spring Boot Admin server.
 */
@NullMarked
package io.windhover.management.admin;

import org.jspecify.annotations.NullMarked;
