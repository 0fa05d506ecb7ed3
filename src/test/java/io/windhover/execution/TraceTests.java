package io.windhover.execution;

import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TraceTests {

	private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT = "00f067aa0ba902b7";

	@Test
	void readsTraceparent() {
		assertThat(Trace.parse("00-" + ID + "-" + PARENT + "-01")).isEqualTo(new Trace(ID, PARENT, true));
		assertThat(Trace.parse("00-" + ID + "-" + PARENT + "-00")).isEqualTo(new Trace(ID, PARENT, false));
		assertThat(Trace.parse(" 00-" + ID + "-" + PARENT + "-03 ")).isEqualTo(new Trace(ID, PARENT, true));
		// of a later version, as far as it is known
		assertThat(Trace.parse("cc-" + ID + "-" + PARENT + "-01-more")).isEqualTo(new Trace(ID, PARENT, true));
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "no trace", "ff-" + ID + "-" + PARENT + "-01", "00-" + ID + "-" + PARENT + "-01-more",
			"00-" + ID + "-" + PARENT, "00-00000000000000000000000000000000-" + PARENT + "-01",
			"00-" + ID + "-0000000000000000-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01" })
	void ignoresWhatIsNotValid(@Nullable String traceparent) {
		assertThat(Trace.parse(traceparent)).isNull();
	}

	@Test
	void ignoresWhatIsTooLong() {
		assertThat(Trace.parse("cc-" + ID + "-" + PARENT + "-01-" + "x".repeat(1000))).isNull();
	}

	@Test
	void namesEachSpanTheSameWhoeverDoes() {
		assertThat(Trace.spanId("e1.a")).isEqualTo(Trace.spanId("e1.a")).matches("[0-9a-f]{16}");
		assertThat(Trace.spanId("e1.a", 1)).isNotEqualTo(Trace.spanId("e1.a")).isNotEqualTo(Trace.spanId("e1.a", 2));
		Trace trace = new Trace(ID, PARENT, true);
		String span = Trace.spanId("e1.a");
		assertThat(Trace.parse(trace.traceparent(span))).isEqualTo(trace.under(span));
		assertThat(new Trace(ID, null, false).traceparent(span)).isEqualTo("00-" + ID + "-" + span + "-00");
	}

	@Test
	void tracesNothingWhereItIsOff() {
		assertThat(Tracing.OFF.begin("e1", "00-" + ID + "-" + PARENT + "-01")).isNull();
	}

	@Test
	void leavesTheDecisionToTheCaller() {
		assertThat(new Tracing(true, 0).begin("e1", "00-" + ID + "-" + PARENT + "-01"))
			.isEqualTo(new Trace(ID, PARENT, true));
		assertThat(new Tracing(true, 1).begin("e1", "00-" + ID + "-" + PARENT + "-00"))
			.isEqualTo(new Trace(ID, PARENT, false));
	}

	@Test
	void beginsWhereThereIsNoCaller() {
		Trace trace = Objects.requireNonNull(new Tracing(true, 1).begin("e1", "no trace"));
		assertThat(trace).isEqualTo(new Tracing(true, 1).begin("e1", null));
		assertThat(trace.id()).matches("[0-9a-f]{32}");
		assertThat(trace.parent()).isNull();
		assertThat(trace.sampled()).isTrue();
		assertThat(new Tracing(true, 0).begin("e1", null)).isEqualTo(new Trace(trace.id(), null, false));
	}

	@Test
	void samplesTheShareThatItShould() {
		Tracing tracing = new Tracing(true, 0.1);
		long sampled = IntStream.range(0, 20_000)
			.mapToObj((number) -> tracing.begin("e" + number, null))
			.filter((trace) -> trace != null && trace.sampled())
			.count();
		assertThat(sampled).isBetween(1_800L, 2_200L);
	}

}
