package io.windhover.management.tracing;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.windhover.management.FixedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SpanExportTests {

	private static final int TAKEN = 200;

	/** No answer at all. */
	private static final int AWAY = 0;

	/** None comes. */
	private static final int SLOW = -1;

	private final FixedClock clock = new FixedClock();

	private final AnsweringExporter exporter = new AnsweringExporter();

	private final SpanExport export = new SpanExport(this.exporter, this.clock);

	@ParameterizedTest
	@ValueSource(ints = { AWAY, 401, 403, 404, 408, 429, 500, 502, 503, 504 })
	void spansWaitForAReceiverThatTakesNone(int status) {
		List<SpanData> spans = spans(3);
		this.exporter.answers = (sent) -> status;
		for (int i = 0; i < 5; i++) {
			assertThat(this.export.send(spans, () -> true)).isFalse();
			this.clock.advance(SpanExport.GIVE_UP);
		}
		this.exporter.answers = (sent) -> TAKEN;
		assertThat(this.export.send(spans, () -> true)).isTrue();
		assertCounted(3, 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 413, 422 })
	void whatTheReceiverWillNeverTakeIsGivenUpAtOnce(int status) {
		this.exporter.answers = (sent) -> status;
		assertThat(this.export.send(spans(2), () -> true)).isTrue();
		this.exporter.answers = (sent) -> TAKEN;
		assertThat(this.export.send(spans(1), () -> true)).isTrue();
		assertCounted(1, 2);
	}

	@Test
	void whatIsTooLargeIsHalved() {
		List<SpanData> spans = spans(5);
		this.exporter.answers = (sent) -> (sent.size() > 2 || sent.contains(spans.get(4))) ? 413 : TAKEN;
		assertThat(this.export.send(spans, () -> true)).isTrue();
		assertCounted(4, 1);
	}

	@Test
	void whatIsNotTakenForLongIsGivenUpWhereOneOfItIsTaken() {
		List<SpanData> spans = spans(3);
		this.exporter.answers = (sent) -> sent.contains(spans.get(0)) ? 500 : TAKEN;
		assertThat(this.export.send(spans, () -> true)).isFalse();
		this.clock.advance(SpanExport.GIVE_UP);
		assertThat(this.export.send(spans, () -> true)).as("the first alone is not taken either").isFalse();
		assertThat(this.export.send(spans, () -> true)).isTrue();
		assertCounted(1, 2);
	}

	@Test
	void receiverThatHasJustComeBackGetsAll() {
		List<SpanData> spans = spans(3);
		this.exporter.answers = (sent) -> 503;
		assertThat(this.export.send(spans, () -> true)).isFalse();
		this.clock.advance(SpanExport.GIVE_UP);
		int[] calls = { 0 };
		this.exporter.answers = (sent) -> (calls[0]++ == 0) ? 503 : TAKEN;
		assertThat(this.export.send(spans, () -> true)).isTrue();
		assertCounted(3, 0);
	}

	@Test
	void oneSpanAloneWaits() {
		this.exporter.answers = (sent) -> 500;
		assertThat(this.export.send(spans(1), () -> true)).isFalse();
		this.clock.advance(SpanExport.GIVE_UP);
		assertThat(this.export.send(spans(1), () -> true)).isFalse();
		assertCounted(0, 0);
	}

	@Test
	@Timeout(20)
	void stopDoesNotWaitForTheAnswer() {
		AtomicBoolean running = new AtomicBoolean(true);
		this.exporter.answers = (sent) -> {
			running.set(false);
			return SLOW;
		};
		assertThat(this.export.send(spans(2), running::get)).isFalse();
		running.set(true);
		this.exporter.answers = (sent) -> 503;
		assertThat(this.export.send(spans(2), running::get)).isFalse();
		this.clock.advance(SpanExport.GIVE_UP);
		this.exporter.answers = (sent) -> {
			running.set(this.exporter.calls < 5);
			return switch (this.exporter.calls) {
				case 3 -> 503;
				case 4 -> TAKEN;
				default -> SLOW;
			};
		};
		assertThat(this.export.send(spans(2), running::get)).as("not given up either").isFalse();
		assertCounted(1, 0);
	}

	private void assertCounted(long exported, long lost) {
		assertThat(this.export.exported()).isEqualTo(exported);
		assertThat(this.export.lost()).isEqualTo(lost);
	}

	private static List<SpanData> spans(int count) {
		return Stream.generate(() -> mock(SpanData.class)).limit(count).toList();
	}

	private static final class AnsweringExporter implements SpanExporter {

		private ToIntFunction<Collection<SpanData>> answers = (sent) -> TAKEN;

		private int calls;

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.calls++;
			int status = this.answers.applyAsInt(spans);
			if (status == TAKEN) {
				return CompletableResultCode.ofSuccess();
			}
			if (status == SLOW) {
				return new CompletableResultCode();
			}
			if (status == AWAY) {
				return CompletableResultCode.ofExceptionalFailure(
						FailedExportException.httpFailedExceptionally(new IOException("connection refused")));
			}
			HttpResponse response = mock(HttpResponse.class);
			given(response.getStatusCode()).willReturn(status);
			return CompletableResultCode.ofExceptionalFailure(FailedExportException.httpFailedWithResponse(response));
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
