package io.windhover.management.tracing;

import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.execution.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Puts a span into the context of a thread. The span itself is made at the end of what it
 * is about, from its record.
 */
class ContextSpan implements CurrentSpan {

	@Override
	public void during(@Nullable Trace trace, Supplier<String> spanId, Runnable work) {
		if (trace == null) {
			work.run();
			return;
		}
		SpanContext context = SpanContext.create(trace.id(), spanId.get(),
				trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(), TraceStateReader.of(trace));
		Context.root().with(Span.wrap(context)).wrap(work).run();
	}

}
