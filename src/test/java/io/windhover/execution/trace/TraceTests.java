package io.windhover.execution.trace;

import java.util.Objects;
import java.util.stream.Collectors;
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
		assertThat(parse("00-" + ID + "-" + PARENT + "-01")).isEqualTo(new Trace(ID, PARENT, true));
		assertThat(parse("00-" + ID + "-" + PARENT + "-00")).isEqualTo(new Trace(ID, PARENT, false));
		assertThat(parse(" 00-" + ID + "-" + PARENT + "-03 ")).isEqualTo(new Trace(ID, PARENT, true));
		// of a later version, as far as it is known
		assertThat(parse("cc-" + ID + "-" + PARENT + "-01-more")).isEqualTo(new Trace(ID, PARENT, true));
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "no trace", "ff-" + ID + "-" + PARENT + "-01", "00-" + ID + "-" + PARENT + "-01-more",
			"00-" + ID + "-" + PARENT, "00-00000000000000000000000000000000-" + PARENT + "-01",
			"00-" + ID + "-0000000000000000-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01" })
	void ignoresWhatIsNotValid(@Nullable String traceparent) {
		assertThat(parse(traceparent)).isNull();
	}

	@Test
	void ignoresWhatIsTooLong() {
		assertThat(parse("cc-" + ID + "-" + PARENT + "-01-" + "x".repeat(1000))).isNull();
	}

	@Test
	void namesEachSpanTheSameWhoeverDoes() {
		assertThat(Trace.spanId("e1.a")).isEqualTo(Trace.spanId("e1.a")).matches("[0-9a-f]{16}");
		assertThat(Trace.spanId("e1.a", 1)).isNotEqualTo(Trace.spanId("e1.a")).isNotEqualTo(Trace.spanId("e1.a", 2));
		Trace trace = new Trace(ID, PARENT, true, "a=1,b=2");
		String span = Trace.spanId("e1.a");
		assertThat(Trace.parse(trace.headers(span))).isEqualTo(trace.under(span));
		assertThat(new Trace(ID, null, false).headers(span)).isEqualTo(headers("00-" + ID + "-" + span + "-00"));
	}

	@Test
	void tracesNothingWhereItIsOff() {
		assertThat(Tracing.OFF.begin("e1", headers("00-" + ID + "-" + PARENT + "-01"))).isNull();
	}

	@Test
	void leavesTheDecisionToTheCaller() {
		assertThat(new Tracing(true, 0).begin("e1", headers("00-" + ID + "-" + PARENT + "-01")))
			.isEqualTo(new Trace(ID, PARENT, true));
		assertThat(new Tracing(true, 1).begin("e1", headers("00-" + ID + "-" + PARENT + "-00")))
			.isEqualTo(new Trace(ID, PARENT, false));
	}

	@Test
	void beginsWhereThereIsNoCaller() {
		Trace trace = Objects.requireNonNull(new Tracing(true, 1).begin("e1", headers("no trace")));
		assertThat(trace).isEqualTo(new Tracing(true, 1).begin("e1", TraceHeaders.NONE));
		assertThat(trace.id()).matches("[0-9a-f]{32}");
		assertThat(trace.parent()).isNull();
		assertThat(trace.sampled()).isTrue();
		assertThat(new Tracing(true, 0).begin("e1", TraceHeaders.NONE)).isEqualTo(new Trace(trace.id(), null, false));
	}

	@Test
	void samplesTheShareThatItShould() {
		Tracing tracing = new Tracing(true, 0.1);
		long sampled = IntStream.range(0, 20_000)
			.mapToObj((number) -> tracing.begin("e" + number, TraceHeaders.NONE))
			.filter((trace) -> trace != null && trace.sampled())
			.count();
		assertThat(sampled).isBetween(1_800L, 2_200L);
	}

	@Test
	void carriesWhatTracingSystemsSayInItsOrder() {
		assertThat(tracestate("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"))
			.isEqualTo("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
		assertThat(tracestate(" a=1 ,\t,, tenant@system=x y!~ ,b*/_-=\"$(id)\" "))
			.isEqualTo("a=1,tenant@system=x y!~,b*/_-=\"$(id)\"");
		assertThat(tracestate(null)).isNull();
		assertThat(tracestate(" , ")).isNull();
		assertThat(Trace.parse(new TraceHeaders("no trace", "a=1"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "=1", "a=", "A=1", "a=1=2", "a=\u00e9", "a=1\n,b=2", "a=1;b\u0000=2", "a=1,a=2",
			"a =1", "*a=1" })
	void leavesOutAStateThatIsNotValid(String tracestate) {
		assertThat(tracestate("ok=1," + tracestate)).isNull();
	}

	@Test
	void carriesAsMuchAsItHasTo() {
		String member = "k%d=" + "v".repeat(60);
		String many = IntStream.range(0, 31).mapToObj(member::formatted).collect(Collectors.joining(","));
		assertThat(tracestate(many))
			.isEqualTo(IntStream.range(0, 8).mapToObj(member::formatted).collect(Collectors.joining(",")))
			.hasSizeLessThan(513);
		String large = "large=" + "v".repeat(200);
		assertThat(tracestate(large)).isEqualTo(large);
		assertThat(tracestate(large + "," + many)).isEqualTo(tracestate(many));
		assertThat(tracestate(many + ",k31=1,k32=1")).as("33 members").isNull();
		assertThat(tracestate("a=" + "v".repeat(257))).isNull();
		assertThat(tracestate("a".repeat(257) + "=v")).isNull();
		assertThat(tracestate("a=" + " ".repeat(20_000))).isNull();
	}

	private static @Nullable String tracestate(@Nullable String given) {
		Trace trace = Trace.parse(new TraceHeaders("00-" + ID + "-" + PARENT + "-01", given));
		return Objects.requireNonNull(trace).tracestate();
	}

	private static @Nullable Trace parse(@Nullable String traceparent) {
		return Trace.parse(new TraceHeaders(traceparent, null));
	}

	private static TraceHeaders headers(String traceparent) {
		return new TraceHeaders(traceparent, null);
	}

}
