package io.windhover.management.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.windhover.execution.trace.Trace;

/**
 * Gives spans the caller that their trace names, and what tracing systems of the caller
 * say of it.
 */
final class TraceStateReader {

	private TraceStateReader() {
	}

	/**
	 * The span of the caller; an invalid one where the trace begins here.
	 */
	static SpanContext caller(Trace trace) {
		return (trace.parent() != null)
				? SpanContext.createFromRemoteParent(trace.id(), trace.parent(),
						trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(), of(trace))
				: SpanContext.getInvalid();
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
