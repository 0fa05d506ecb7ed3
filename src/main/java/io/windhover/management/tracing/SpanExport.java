package io.windhover.management.tracing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans, and knows what became of them. They wait for a receiver that is away. What
 * it refuses while it takes others is given up, so that it does not hold up the rest.
 */
class SpanExport implements SpanExportView {

	private static final Logger logger = LoggerFactory.getLogger(SpanExport.class);

	static final Duration GIVE_UP = Duration.ofMinutes(10);

	private static final int TOO_LARGE = 413;

	/** With them a receiver answers that it will never take what it got. */
	private static final Set<Integer> REFUSED = Set.of(400, TOO_LARGE, 422);

	private static final long ANSWER_NANOS = Duration.ofSeconds(60).toNanos();

	/** How long a stop waits at most. */
	private static final long SLICE_MILLIS = 200;

	private final SpanExporter exporter;

	private final Clock clock;

	private final AtomicLong exported = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	private @Nullable Instant failingSince;

	private int probes;

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
	 * Sends spans.
	 * @param running where it is false, no answer is waited for
	 * @return whether they are done with: taken, or given up
	 */
	boolean send(List<SpanData> spans, BooleanSupplier running) {
		CompletableResultCode result = export(spans, running);
		if (result.isSuccess()) {
			taken(spans.size());
			return true;
		}
		if (isLeft(result, running)) {
			return false;
		}
		int status = status(result);
		if (status == TOO_LARGE && spans.size() > 1) {
			int half = spans.size() / 2;
			return send(spans.subList(0, half), running) && send(spans.subList(half, spans.size()), running);
		}
		if (REFUSED.contains(status)) {
			giveUp(spans.size(), result);
			return true;
		}
		return isFailingForLong(result) && isTakingAnother(spans, running) && sendAgain(spans, running);
	}

	private CompletableResultCode export(List<SpanData> spans, BooleanSupplier running) {
		CompletableResultCode result = this.exporter.export(spans);
		long began = System.nanoTime();
		do {
			result.join(SLICE_MILLIS, TimeUnit.MILLISECONDS);
		}
		while (!result.isDone() && running.getAsBoolean() && System.nanoTime() - began < ANSWER_NANOS);
		return result;
	}

	/** Nobody knows what becomes of it: it is sent again after the start. */
	private static boolean isLeft(CompletableResultCode result, BooleanSupplier running) {
		return !result.isDone() && !running.getAsBoolean();
	}

	private boolean isFailingForLong(CompletableResultCode result) {
		Instant now = this.clock.instant();
		if (this.failingSince == null) {
			this.failingSince = now;
			logger.warn("The receiver of spans does not take them; they wait in Kafka: {}", reason(result));
		}
		return !this.failingSince.plus(GIVE_UP).isAfter(now);
	}

	/**
	 * Whether it is the spans that it does not take, and not that it takes none: another
	 * one of them each time, because it may be one that it never takes.
	 */
	private boolean isTakingAnother(List<SpanData> spans, BooleanSupplier running) {
		if (spans.size() == 1) {
			return false;
		}
		SpanData one = spans.get(this.probes++ % spans.size());
		return export(List.of(one), running).isSuccess();
	}

	/** All of them: the receiver may have come back just before it took one. */
	private boolean sendAgain(List<SpanData> spans, BooleanSupplier running) {
		taken(1);
		CompletableResultCode result = export(spans, running);
		if (isLeft(result, running)) {
			return false;
		}
		if (result.isSuccess()) {
			taken(spans.size() - 1);
		}
		else {
			giveUp(spans.size() - 1, result);
		}
		return true;
	}

	private void taken(int count) {
		this.exported.addAndGet(count);
		if (this.failingSince != null) {
			logger.info("The receiver of spans takes them again");
			this.failingSince = null;
		}
	}

	private void giveUp(int count, CompletableResultCode result) {
		this.lost.addAndGet(count);
		logger.error("{} spans are lost, because their receiver refuses them: {}", count, reason(result));
	}

	/** A record with spans could not be read. */
	void unreadable(String record, RuntimeException cause) {
		this.lost.incrementAndGet();
		logger.warn("The spans of record {} are lost, because it cannot be read: {}", record, cause.getMessage());
	}

	/**
	 * That of the answer; 0 where there was none.
	 */
	private static int status(CompletableResultCode result) {
		return (result.getFailureThrowable() instanceof FailedExportException.HttpExportException failure
				&& failure.getResponse() != null) ? failure.getResponse().getStatusCode() : 0;
	}

	private static String reason(CompletableResultCode result) {
		int status = status(result);
		if (status != 0) {
			return "status " + status;
		}
		Throwable failure = result.getFailureThrowable();
		return (failure != null) ? String.valueOf(failure.getMessage()) : "no answer in time";
	}

}
