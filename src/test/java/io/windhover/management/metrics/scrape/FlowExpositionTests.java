package io.windhover.management.metrics.scrape;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windhover.management.metrics.MetricsProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The prepared exposition has the same samples as Micrometer's.
 */
class FlowExpositionTests {

	private static final int REGISTRIES = 2000;

	private static final String CHARACTERS = "abcXYZ019 _-.:/\\\"\n\t{},=#äß€\uD83D\uDE80";

	private static final List<PrometheusOutputFormat> FORMATS = List.of(PrometheusOutputFormat.CONTENT_TYPE_004,
			PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100);

	private final MockClock clock = new MockClock();

	private final ScopedRegistry scoped = new ScopedRegistry();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			this.scoped.registry(), this.clock);

	private final PrometheusScrapeEndpoint micrometers = new PrometheusScrapeEndpoint(this.scoped.registry(), null);

	private final FlowExposition exposition = new FlowExposition(scopes(), true);

	private final PrometheusEndpointWebExtension ours = new PrometheusEndpointWebExtension(this.micrometers,
			this.scoped, scopes(), null, this.exposition, Set.copyOf(FORMATS));

	private ScrapeScopes scopes() {
		return new ScrapeScopes(new MetricsProperties("", 10, false), this.registry.config().namingConvention());
	}

	@Test
	void samplesOfGeneratedRegistriesAreThoseOfMicrometer() {
		this.exposition.bindTo(this.registry);
		for (int seed = 0; seed < REGISTRIES; seed++) {
			Random random = new Random(seed);
			for (int i = random.nextInt(12); i >= 0; i--) {
				meter(random);
			}
			assertSame(seed);
			// again, when some have changed, some have gone and nothing has changed
			List<Meter> all = this.registry.getMeters();
			all.stream().filter((meter) -> random.nextInt(4) == 0).forEach(this.registry::remove);
			all.forEach((meter) -> record(meter, random));
			assertSame(seed);
			assertSame(seed);
			this.registry.clear();
			assertSame(seed);
			assertThat(this.exposition.families()).isEmpty();
		}
	}

	/** Exemplars and all else that only Micrometer knows. */
	@Test
	void formatThatIsNotPreparedIsLeftToMicrometer() {
		this.exposition.bindTo(this.registry);
		PrometheusEndpointWebExtension textOnly = new PrometheusEndpointWebExtension(this.micrometers, this.scoped,
				scopes(), null, this.exposition, Set.of(PrometheusOutputFormat.CONTENT_TYPE_004));
		Counter.builder("task.x.counted").tags("flow_id", "one").register(this.registry).increment();
		PrometheusOutputFormat openMetrics = PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100;
		assertThat(this.exposition.has("task_x_counted")).isTrue();
		assertThat(text(textOnly.scrape(openMetrics, null, null).getBody()))
			.isEqualTo(text(this.micrometers.scrape(openMetrics, null).getBody()));
		assertThat(text(textOnly.scrape(openMetrics, null, Set.of("flows")).getBody()))
			.contains("task_x_counted_total{flow_id=\"one\"} 1.0");
	}

	@Test
	void numbersAreReadBackAsTheyWere() {
		Random random = new Random(1);
		byte[] bytes = new byte[SampleNumber.ROOM];
		for (int i = 0; i < 200_000; i++) {
			Double any = number(random) + 0.0;
			assertThat(number(written(SampleNumber.ANY, any, bytes))).isEqualTo(any);
			double whole = random.nextLong() >>> (1 + random.nextInt(62));
			assertThat(number(written(SampleNumber.WHOLE, whole, bytes))).isEqualTo(whole);
			assertThat(number(written(SampleNumber.NANOSECONDS, whole, bytes))).isEqualTo(whole / 1e9);
		}
		for (double value : new double[] { Double.MIN_VALUE, -Double.MAX_VALUE, 1L << 53, (1L << 53) - 1,
				1e15 + 0.3 }) {
			assertThat(number(written(SampleNumber.ANY, value, bytes))).isEqualTo(value);
		}
		assertThat(written(SampleNumber.NANOSECONDS, 1_234_500_000, bytes)).isEqualTo("1.2345");
		assertThat(written(SampleNumber.WHOLE, 70, bytes)).isEqualTo("70");
		assertThat(written(SampleNumber.ANY, 70, bytes)).isEqualTo("70.0");
	}

	private static String written(SampleNumber number, double value, byte[] bytes) {
		return new String(bytes, 0, number.write(value, bytes, 0), StandardCharsets.US_ASCII);
	}

	private void assertSame(int seed) {
		for (PrometheusOutputFormat format : FORMATS) {
			String expected = text(this.micrometers.scrape(format, null).getBody());
			String actual = text(this.ours.scrape(format, null, null).getBody());
			assertThat(read(actual)).as("seed %d: %s\n%s", seed, expected, actual).isEqualTo(read(expected));
			assertThat(actual.endsWith("# EOF\n")).isEqualTo(format != PrometheusOutputFormat.CONTENT_TYPE_004);
		}
	}

	private static String text(byte @Nullable [] body) {
		return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
	}

	/** Samples and comments, each with the family that it stands in. */
	private static Map<String, Object> read(String text) {
		Map<String, Object> read = new TreeMap<>();
		String family = "";
		for (String line : text.lines().toList()) {
			if (line.equals("# EOF")) {
				continue;
			}
			if (line.startsWith("# TYPE ") || line.startsWith("# HELP ")) {
				family = line.split(" ", -1)[2];
			}
			int value = line.lastIndexOf(' ');
			boolean sample = !line.startsWith("#") && value > 0;
			Object earlier = read.put(family + " " + (sample ? line.substring(0, value) : line),
					sample ? number(line.substring(value + 1)) : "");
			assertThat(earlier).as(line).isNull();
		}
		return read;
	}

	private static double number(String text) {
		return switch (text) {
			case "+Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text) + 0.0; // no negative zero
		};
	}

	private void meter(Random random) {
		int kind = random.nextInt(7);
		String name = "task.t" + random.nextInt(3) + "."
				+ List.of("counted", "max", "total", "timed", "level", "buckets", "called").get(kind);
		Tags tags = Tags.of("namespace_id", word(random), "flow_id", word(random), "Kind", word(random));
		String description = List.of("with \\ and \"quotes\"\nand lines", "plain", "ümläut").get(name.charAt(6) - '0');
		Meter meter = switch (kind) {
			case 0, 1, 2 -> Counter.builder(name).description(description).tags(tags).register(this.registry);
			case 3 -> Timer.builder(name).tags(tags).register(this.registry);
			case 4 -> {
				double value = number(random);
				yield Gauge.builder(name, () -> value).description(description).tags(tags).register(this.registry);
			}
			case 5 ->
				Timer.builder(name).serviceLevelObjectives(Duration.ofSeconds(1)).tags(tags).register(this.registry);
			default -> FunctionCounter.builder(name, this, (test) -> 7).tags(tags).register(this.registry);
		};
		record(meter, random);
		if (random.nextInt(5) == 0) {
			Timer.builder("worker.ended.duration")
				.tags("namespace_id", word(random), "flow_id", "f", "task_type", "log", "state", "SUCCESS")
				.register(this.registry)
				.record(Duration.ofNanos(random.nextInt() & 0xffff));
			Counter.builder("canary.failed.count").tags("reason", word(random)).register(this.registry).increment();
			Gauge.builder("jvm.things", () -> 1).register(this.registry);
		}
	}

	private static void record(Meter meter, Random random) {
		if (meter instanceof Counter counter) {
			counter.increment(Math.abs(number(random)));
		}
		else if (meter instanceof Timer timer) {
			timer.record(Duration.ofNanos(random.nextLong() >>> (1 + random.nextInt(62))));
		}
	}

	private static double number(Random random) {
		return switch (random.nextInt(9)) {
			case 0 -> Double.NaN;
			case 1 -> Double.NEGATIVE_INFINITY;
			case 2 -> random.nextInt(1000);
			case 3 -> random.nextInt() / 1000.0;
			case 4 -> random.nextDouble();
			case 5 -> -random.nextDouble() * 1e-300;
			case 6 -> random.nextLong();
			case 7 -> 1.7e9 + random.nextInt(1_000_000) / 1000.0;
			default -> 0;
		};
	}

	private static String word(Random random) {
		StringBuilder word = new StringBuilder();
		for (int i = random.nextInt(6); i >= 0; i--) {
			int at = random.nextInt(CHARACTERS.codePointCount(0, CHARACTERS.length()));
			word.appendCodePoint(CHARACTERS.codePointAt(CHARACTERS.offsetByCodePoints(0, at)));
		}
		return word.toString();
	}

}
