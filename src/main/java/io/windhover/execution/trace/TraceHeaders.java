package io.windhover.execution.trace;

import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What goes along with a call so that the called one continues the trace, by the names of
 * W3C Trace Context.
 *
 * @param traceparent null where there is none
 * @param tracestate null where there is none
 */
public record TraceHeaders(@Nullable String traceparent, @Nullable String tracestate) {

	/** Without a trace. */
	public static final TraceHeaders NONE = new TraceHeaders(null, null);

	/**
	 * The name that says which span calls.
	 */
	public static final String TRACEPARENT = "traceparent";

	/**
	 * The name of what tracing systems say of it.
	 */
	public static final String TRACESTATE = "tracestate";

	/**
	 * Adds them to what is sent, where it has none. To a traceparent of another no state
	 * is added, as that belongs to the other.
	 */
	public void addTo(Predicate<String> present, BiConsumer<String, String> add) {
		if (this.traceparent == null || present.test(TRACEPARENT)) {
			return;
		}
		add.accept(TRACEPARENT, this.traceparent);
		if (this.tracestate != null && !present.test(TRACESTATE)) {
			add.accept(TRACESTATE, this.tracestate);
		}
	}

}
