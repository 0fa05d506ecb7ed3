package io.windhover.management.tracing;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A span that is made when it is over.
 */
record EndedSpan(Resource resource, SpanContext context, SpanContext parent, String name, SpanKind kind, Instant from,
		Instant to, StatusData status, Attributes attributes) implements SpanData {

	private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("io.windhover");

	@Override
	public Resource getResource() {
		return this.resource;
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.parent;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public SpanKind getKind() {
		return this.kind;
	}

	@Override
	public long getStartEpochNanos() {
		return nanos(this.from);
	}

	@Override
	public long getEndEpochNanos() {
		return nanos(this.to);
	}

	@Override
	public StatusData getStatus() {
		return this.status;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.attributes.size();
	}

	@Override
	public List<EventData> getEvents() {
		return List.of();
	}

	@Override
	public int getTotalRecordedEvents() {
		return 0;
	}

	@Override
	public List<LinkData> getLinks() {
		return List.of();
	}

	@Override
	public int getTotalRecordedLinks() {
		return 0;
	}

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return SCOPE;
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation") // abstract still
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(SCOPE.getName(), SCOPE.getVersion());
	}

	private static long nanos(Instant instant) {
		return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
	}

}
