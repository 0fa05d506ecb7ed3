package io.windhover.management.tracing;

import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells the meters which span they are recorded in.
 */
class ExemplarSpan implements SpanContext {

	@Override
	public @Nullable String getCurrentTraceId() {
		var context = Span.current().getSpanContext();
		return context.isValid() ? context.getTraceId() : null;
	}

	@Override
	public @Nullable String getCurrentSpanId() {
		var context = Span.current().getSpanContext();
		return context.isValid() ? context.getSpanId() : null;
	}

	@Override
	public boolean isCurrentSpanSampled() {
		return Span.current().getSpanContext().isSampled();
	}

	@Override
	public void markCurrentSpanAsExemplar() {
		// it is exported anyhow
	}

}
