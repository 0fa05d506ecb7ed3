/**
 * What is wrong now and not yet over, in the whole cluster. The views of the roles and
 * the samples may enter through an {@link IncidentSource}; what is wrong with this
 * process alone is in {@code management.health}, and the route in
 * {@code management.endpoint}.
 * <p>
 * To add a kind of incident, name it in {@link IncidentKind} with the runbook that tells
 * what to do, and find it with a bean that is an {@link IncidentSource}: each instance
 * asks its own sources every few seconds, opens what they find, and closes what they no
 * longer find. Nothing else needs to know the kind: it comes into {@code /incidents},
 * health and the meters by itself.
 */
@ApplicationModule(allowedDependencies = { "api", "cluster", "event", "execution", "execution :: flow",
		"execution :: instance", "flow", "flow :: expectation", "flow :: task", "indexer", "instance", "management",
		"management.storage", "management.streams", "plugin", "scheduler", "topic", "topic :: flow", "topic :: record",
		"worker" })
@NullMarked
package io.windhover.management.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
