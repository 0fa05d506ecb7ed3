package io.windhover.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.TopicPositions;
import io.windhover.flow.FlowKey;
import io.windhover.flow.definition.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A type of polling trigger: every bean of this type is one.
 *
 * @param <C> its configuration, handed over as written: the type itself renders the
 * templates in it
 */
public interface PollingTriggerType<C> extends TriggerDefinition<C> {

	/**
	 * Looks whether the condition holds, on a thread that may block but is one of few.
	 * @throws Exception when it cannot say: nothing fires then, and the next interval
	 * tries again
	 */
	Outcome evaluate(C configuration, Poll poll) throws Exception;

	/**
	 * The same of the properties as a flow has them.
	 */
	default Outcome evaluate(Map<String, Object> properties, Poll poll, Binder binder) throws Exception {
		return evaluate(binder.bind(this, properties), poll);
	}

	/**
	 * Makes the configuration of a type from the properties of a trigger.
	 */
	interface Binder {

		/**
		 * Binds the properties and validates them.
		 */
		<C> C bind(TriggerDefinition<C> type, Map<String, Object> properties);

	}

	/**
	 * One evaluation.
	 *
	 * @param date its planned date
	 * @param interval until the next one, which is left out while this one runs
	 * @param positions up to where the trigger has read a topic; null where it has read
	 * none
	 */
	record Poll(FlowKey flow, String triggerId, Instant date, Duration interval, @Nullable TopicPositions positions) {
	}

	/**
	 * What an evaluation found.
	 *
	 * @param variables what templates of the execution see as {@code trigger}
	 * @param read of a topic, of which each record counts once, however often it is read;
	 * null where the trigger reads none
	 */
	record Outcome(boolean fire, Map<String, Object> variables, @Nullable ReadRecords read) {

		public Outcome(boolean fire, Map<String, Object> variables) {
			this(fire, variables, null);
		}

	}

}
