/**
 * Who may do what on both ports: users, sessions, limits of connections, and the audit.
 * The identity of the instance, problems and the console may enter; the routes that it
 * guards are in {@code api} and {@code management.endpoint}.
 */
@ApplicationModule(allowedDependencies = { "console", "event", "http", "instance", "problem" })
@NullMarked
package io.windhover.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
