package io.windhover.management.tracing;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.windhover.execution.trace.Trace;

/**
 * Gives spans what tracing systems of the caller say of their trace.
 */
final class TraceStateReader {

	private TraceStateReader() {
	}

	/**
	 * The state of a trace, without what OpenTelemetry does not take.
	 */
	static TraceState of(Trace trace) {
		String tracestate = trace.tracestate();
		if (tracestate == null) {
			return TraceState.getDefault();
		}
		String[] members = tracestate.split(",", -1);
		TraceStateBuilder builder = TraceState.builder();
		// each is put before the others
		for (int i = members.length - 1; i >= 0; i--) {
			int equals = members[i].indexOf('=');
			builder.put(members[i].substring(0, equals), members[i].substring(equals + 1));
		}
		return builder.build();
	}

}
