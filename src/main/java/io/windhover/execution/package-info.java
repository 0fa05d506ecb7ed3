/**
 * What runs, namely executions and task runs, and the messages that the roles exchange
 * about them. Only {@code flow} may enter: it knows neither topics, which are in
 * {@code topic}, nor how documents are kept, which is in {@code repository}.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: expectation", "flow :: task", "flow :: template" })
@NullMarked
package io.windhover.execution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
