package io.windhover.management.tracing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans, and knows what became of them. What a receiver does not take for a long
 * time is given up, so that one that it will never take does not hold up the rest.
 */
class SpanExport implements SpanExportView {

	private static final Logger logger = LoggerFactory.getLogger(SpanExport.class);

	static final Duration GIVE_UP = Duration.ofMinutes(10);

	private static final long SECONDS = 60;

	private final SpanExporter exporter;

	private final Clock clock;

	private final AtomicLong exported = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	private @Nullable Instant failingSince;

	SpanExport(SpanExporter exporter, Clock clock) {
		this.exporter = exporter;
		this.clock = clock;
	}

	@Override
	public long exported() {
		return this.exported.get();
	}

	@Override
	public long lost() {
		return this.lost.get();
	}

	/**
	 * Sends spans once.
	 * @return whether they are done with: taken, or given up
	 */
	boolean send(List<SpanData> spans) {
		CompletableResultCode result = this.exporter.export(spans).join(SECONDS, TimeUnit.SECONDS);
		if (result.isSuccess()) {
			this.exported.addAndGet(spans.size());
			if (this.failingSince != null) {
				logger.info("The receiver of spans takes them again");
				this.failingSince = null;
			}
			return true;
		}
		Instant now = this.clock.instant();
		if (this.failingSince == null) {
			this.failingSince = now;
			logger.warn("The receiver of spans does not take them; they wait in Kafka: {}", reason(result));
		}
		if (this.failingSince.plus(GIVE_UP).isAfter(now)) {
			return false;
		}
		this.failingSince = now;
		this.lost.addAndGet(spans.size());
		logger.error("{} spans are lost: their receiver has not taken them for {}: {}", spans.size(), GIVE_UP,
				reason(result));
		return true;
	}

	/** A record with spans could not be read. */
	void unreadable(String record, RuntimeException cause) {
		this.lost.incrementAndGet();
		logger.warn("The spans of record {} are lost, because it cannot be read: {}", record, cause.getMessage());
	}

	private static String reason(CompletableResultCode result) {
		Throwable failure = result.getFailureThrowable();
		return (failure != null) ? String.valueOf(failure.getMessage()) : "no answer in time";
	}

}
