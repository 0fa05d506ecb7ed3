package io.windhover.execution.trace;

import org.jspecify.annotations.Nullable;

/**
 * Whether executions that begin here are traced.
 *
 * @param on false where no trace begins and none is continued
 * @param probability that a trace that begins here is sampled, from 0 to 1
 */
public record Tracing(boolean on, double probability) {

	/** Nothing is traced. */
	public static final Tracing OFF = new Tracing(false, 0);

	/**
	 * The trace of an execution that begins: that of its caller, which has decided
	 * whether it is sampled, or a new one.
	 * @param caller what it has sent
	 * @return null where nothing is traced
	 */
	public @Nullable Trace begin(String executionId, TraceHeaders caller) {
		if (!this.on) {
			return null;
		}
		Trace continued = Trace.parse(caller);
		return (continued != null) ? continued : Trace.begin(executionId, this.probability);
	}

}
