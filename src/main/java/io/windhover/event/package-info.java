/**
 * Events that leave: what happened, as CloudEvents on the topic {@code events}, and their
 * delivery to subscribers. Topics and messages may enter, roles may not; incidents, from
 * which some events derive, are found in {@code management.incident}.
 * <p>
 * To add a type of events, name it in {@link EventType}, write the JSON Schema of its
 * data beside the others, and derive it in {@link EventDerivation} from the records of a
 * topic, or publish it with {@link EventPublisher} where there is no such record.
 */
@ApplicationModule(allowedDependencies = { "execution", "execution :: flow", "execution :: instance",
		"execution :: json", "flow", "flow :: expectation", "flow :: input", "http", "instance", "secret", "topic",
		"topic :: access", "topic :: record" })
@NullMarked
package io.windhover.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
