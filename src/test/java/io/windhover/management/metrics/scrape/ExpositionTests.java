package io.windhover.management.metrics.scrape;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.windhover.management.exposition.PreparedMeterRegistry;
import io.windhover.management.metrics.MetricsProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.core.io.Resource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The prepared exposition has the same samples as Micrometer's.
 */
class ExpositionTests {

	private static final int REGISTRIES = 2000;

	private static final String CHARACTERS = "abcXYZ019 _-.:/\\\"\n\t{},=#äß€\uD83D\uDE80";

	private static final List<PrometheusOutputFormat> FORMATS = List.of(PrometheusOutputFormat.CONTENT_TYPE_004,
			PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100);

	private static final Duration STEP = PrometheusConfig.DEFAULT.step();

	private final MockClock clock = new MockClock();

	private final ScopedRegistry scoped = new ScopedRegistry();

	private final PreparedMeterRegistry registry = registry(null);

	private final PrometheusMeterRegistry reference = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), this.clock);

	/** What asks our meters for their values, as protobuf and a choice of names do. */
	private final PrometheusScrapeEndpoint collected = new PrometheusScrapeEndpoint(this.scoped.registry(),
			PrometheusConfig.DEFAULT.prometheusProperties());

	private final PrometheusScrapeEndpoint micrometers = new PrometheusScrapeEndpoint(
			this.reference.getPrometheusRegistry(), PrometheusConfig.DEFAULT.prometheusProperties());

	private final PrometheusEndpointWebExtension ours = extension(this.registry, Set.copyOf(FORMATS));

	private PreparedMeterRegistry registry(@Nullable SpanContext span) {
		return new PreparedMeterRegistry(PrometheusConfig.DEFAULT, this.scoped.registry(), this.clock, span);
	}

	private PrometheusEndpointWebExtension extension(PreparedMeterRegistry prepared,
			Set<PrometheusOutputFormat> formats) {
		return new PrometheusEndpointWebExtension(this.collected, this.scoped,
				scopes(prepared.config().namingConvention()), PrometheusConfig.DEFAULT.prometheusProperties(),
				prepared.exposition(), formats);
	}

	private static ScrapeScopes scopes(NamingConvention naming) {
		return new ScrapeScopes(new MetricsProperties("", 10, false), naming);
	}

	@AfterEach
	void noRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void samplesOfGeneratedRegistriesAreThoseOfMicrometer() {
		for (int seed = 0; seed < REGISTRIES; seed++) {
			Random random = new Random(seed);
			for (int i = random.nextInt(12); i >= 0; i--) {
				meter(random);
			}
			assertSame(seed);
			// again, as blocks are used again: some have changed, gone and come, or
			// nothing has
			for (int i = random.nextInt(4); i >= 0; i--) {
				List<Meter> all = this.registry.getMeters();
				all.stream().filter((meter) -> random.nextInt(4) == 0).forEach((meter) -> {
					this.registry.remove(meter);
					this.reference.remove(meter.getId());
					if (meter instanceof Counter gone) {
						gone.increment(); // counts nowhere
					}
				});
				all.forEach((meter) -> record(meter.getId(), random));
				if (random.nextInt(3) == 0) {
					meter(random);
				}
				this.clock.add(STEP.multipliedBy(random.nextInt(5) / 2));
				assertSame(seed);
				assertSame(seed);
			}
			this.registry.clear();
			this.reference.clear();
			assertSame(seed);
		}
	}

	/** More than a block, of which lines go and others come, until none is left. */
	@Test
	void blocksAreUsedAgainWhileFlowsComeAndGo() {
		Random random = new Random(7);
		Set<Integer> present = new TreeSet<>();
		for (int round = 0; round < 60; round++) {
			for (int i = 0; i < 40; i++) {
				int flow = random.nextInt(300);
				if (random.nextInt(4) > 0 || !present.remove(flow)) {
					present.add(flow);
					both((to) -> {
						Counter.builder("task.x.counted").tags("flow_id", "f" + flow).register(to).increment(flow);
						Timer.builder("task.x.timed")
							.tags("flow_id", "f" + flow)
							.register(to)
							.record(flow, MILLISECONDS);
						Gauge.builder("task.x.level", () -> flow).tags("flow_id", "f" + flow).register(to);
					});
				}
				else {
					both((to) -> List.of("task.x.counted", "task.x.timed", "task.x.level")
						.forEach((name) -> to.remove(to.get(name).tags("flow_id", "f" + flow).meter())));
				}
			}
			assertSame(round);
		}
		this.registry.clear();
		assertThat(this.registry.exposition().has("task_x_counted")).isFalse();
	}

	private void both(Consumer<MeterRegistry> action) {
		action.accept(this.registry);
		action.accept(this.reference);
	}

	@Test
	void metersOfOneNameMayHaveOtherLabels() {
		both((to) -> {
			Counter.builder("seen").tags("flow_id", "one").register(to).increment();
			Counter.builder("seen").tags("node", "one").register(to).increment(2);
			Timer.builder("took").register(to).record(Duration.ofSeconds(2));
			Timer.builder("took").tags("node", "one").register(to).record(Duration.ofSeconds(1));
			Gauge.builder("level", () -> 1).register(to);
			Gauge.builder("level", () -> 2).tags("node", "one").register(to);
		});
		assertSame(0);
	}

	@Test
	void meterOfAnotherKindCountsAndIsInNoScrape() {
		List<String> refused = new ArrayList<>();
		this.registry.config().onMeterRegistrationFailed((id, reason) -> refused.add(reason));
		Gauge.builder("seen", () -> 1).register(this.registry);
		Counter counter = Counter.builder("seen").tags("node", "one").register(this.registry);
		counter.increment();
		assertThat(refused).containsExactly("seen is there already as a GAUGE, and is to be a COUNTER");
		assertThat(counter.count()).isOne();
		assertThat(text(this.ours.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null, null))).contains("seen 1.0")
			.doesNotContain("node");
		this.registry.remove(counter);
		assertThat(text(this.ours.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null, null))).contains("seen 1.0");
	}

	@Test
	void whatIsRemovedIsNotAskedAgain() {
		AtomicInteger asked = new AtomicInteger();
		Gauge.builder("level", asked, AtomicInteger::incrementAndGet).tags("node", "one").register(this.registry);
		Gauge.builder("level", () -> 5).tags("node", "two").register(this.registry);
		this.ours.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null, null);
		this.registry.remove(this.registry.get("level").tag("node", "one").gauge());
		int before = asked.get();
		assertThat(text(this.ours.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null, null)))
			.contains("level{node=\"two\"} 5.0")
			.doesNotContain("one");
		assertThat(asked).hasValue(before);
	}

	/** What only Micrometer knows. */
	@Test
	void formatThatIsNotPreparedIsLeftToMicrometer() {
		PrometheusEndpointWebExtension textOnly = extension(this.registry,
				Set.of(PrometheusOutputFormat.CONTENT_TYPE_004));
		Counter.builder("task.x.counted").tags("flow_id", "one").register(this.registry).increment();
		PrometheusOutputFormat openMetrics = PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100;
		assertThat(this.registry.exposition().has("task_x_counted")).isTrue();
		assertThat(text(textOnly.scrape(openMetrics, null, null)))
			.isEqualTo(text(this.collected.scrape(openMetrics, null).getBody()));
		assertThat(text(textOnly.scrape(openMetrics, null, Set.of("flows"))))
			.contains("task_x_counted_total{flow_id=\"one\"} 1.0");
		assertThat(text(this.ours.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, Set.of("task_x_counted"), null)))
			.contains("task_x_counted_total{flow_id=\"one\"} 1.0");
	}

	@Test
	void exemplarsAreThoseThatMicrometerWrites() {
		this.registry.close();
		PreparedMeterRegistry traced = registry(new FixedSpan());
		PrometheusEndpointWebExtension extension = extension(traced, Set.copyOf(FORMATS));
		List<Counter> counters = IntStream.range(0, 200)
			.mapToObj((flow) -> Counter.builder("task.x.counted").tags("flow_id", "f" + flow).register(traced))
			.toList();
		Timer timer = Timer.builder("task.x.timed").tags("flow_id", "f").register(traced);
		counters.get(3).increment();
		counters.get(150).increment(2.5);
		timer.record(Duration.ofMillis(1234));
		PrometheusOutputFormat openMetrics = PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100;
		String expected = text(this.collected.scrape(openMetrics, null).getBody());
		String actual = text(extension.scrape(openMetrics, null, null));
		assertThat(expected.lines().filter((line) -> line.contains(" # {"))).hasSize(3);
		assertThat(actual.lines().map(ExpositionTests::withNumber).toList())
			.containsExactlyInAnyOrderElementsOf(expected.lines().map(ExpositionTests::withNumber).toList());
		assertThat(text(extension.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null, null))).doesNotContain(" # {");
		accept("gzip");
		assertThat(unzipped(extension.scrape(openMetrics, null, null))).isEqualTo(actual);
	}

	/** However many zeros are written at the end. */
	private static String withNumber(String line) {
		int number = line.lastIndexOf(' ') + 1;
		return line.startsWith("#") ? line : line.substring(0, number) + number(line.substring(number));
	}

	@Test
	void answerIsCompressedForWhoeverTakesIt() {
		Counter.builder("task.x.counted").tags("flow_id", "one").register(this.registry).increment();
		for (String accepted : List.of("gzip", "deflate, GZIP;q=0.5", "br,gzip;q=1.0")) {
			MockHttpServletResponse response = accept(accepted);
			assertThat(unzipped(this.ours.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null, null)))
				.contains("task_x_counted_total{flow_id=\"one\"} 1.0");
			assertThat(response.getHeader("Content-Encoding")).isEqualTo("gzip");
			assertThat(response.getHeader("Vary")).isEqualTo("Accept-Encoding");
		}
		for (String accepted : List.of("", "identity", "gzip;q=0", "gzip;q=0.0, br")) {
			MockHttpServletResponse response = accept(accepted);
			assertThat(text(this.ours.scrape(PrometheusOutputFormat.CONTENT_TYPE_004, null, null)))
				.contains("task_x_counted_total{flow_id=\"one\"} 1.0");
			assertThat(response.getHeader("Content-Encoding")).isNull();
			assertThat(response.getHeader("Vary")).isEqualTo("Accept-Encoding");
		}
	}

	private static MockHttpServletResponse accept(String encodings) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader("Accept-Encoding", encodings);
		MockHttpServletResponse response = new MockHttpServletResponse();
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request, response));
		return response;
	}

	private void assertSame(int seed) {
		for (PrometheusOutputFormat format : FORMATS) {
			String expected = text(this.micrometers.scrape(format, null).getBody());
			String collected = text(this.collected.scrape(format, null).getBody());
			accept("identity");
			String actual = text(this.ours.scrape(format, null, null));
			accept("gzip");
			assertThat(unzipped(this.ours.scrape(format, null, null))).isEqualTo(actual);
			assertNear(read(actual), read(expected), () -> "seed %d: %s\n%s".formatted(seed, expected, actual));
			assertNear(read(actual), read(collected), () -> "seed %d, collected".formatted(seed));
			assertThat(actual.endsWith("# EOF\n")).isEqualTo(format != PrometheusOutputFormat.CONTENT_TYPE_004);
		}
	}

	/** Sums of fractions depend on the order, and the last digit on what was divided. */
	private static void assertNear(Map<String, Double> actual, Map<String, Double> expected, Supplier<String> what) {
		assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
		actual.forEach((sample, value) -> {
			double other = expected.getOrDefault(sample, 0.0);
			if (Double.compare(value, other) != 0 && !(Math.abs(value - other) <= 1e-12 * Math.abs(value))) {
				assertThat(value).as(sample + " of " + what.get()).isEqualTo(other);
			}
		});
	}

	private static String text(WebEndpointResponse<Resource> answer) {
		return new String(bytes(answer), StandardCharsets.UTF_8);
	}

	private static String unzipped(WebEndpointResponse<Resource> answer) {
		try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes(answer)))) {
			return new String(unzipped.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static byte[] bytes(WebEndpointResponse<Resource> answer) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (InputStream body = Objects.requireNonNull(answer.getBody()).getInputStream()) {
			body.transferTo(bytes);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return bytes.toByteArray();
	}

	private static String text(byte @Nullable [] body) {
		return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
	}

	/** Samples and comments, each with the family that it stands in. */
	private static Map<String, Double> read(String text) {
		Map<String, Double> read = new TreeMap<>();
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
			Double earlier = read.put(family + " " + (sample ? line.substring(0, value) : line),
					sample ? number(line.substring(value + 1)) : 0.0);
			if (earlier != null) {
				throw new AssertionError(line + " is there twice");
			}
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
		double value = number(random);
		both((to) -> {
			switch (kind) {
				case 0, 1, 2 -> Counter.builder(name).description(description).tags(tags).register(to);
				case 3 -> Timer.builder(name).tags(tags).register(to);
				case 4 -> Gauge.builder(name, () -> value).description(description).tags(tags).register(to);
				case 5 -> Timer.builder(name).serviceLevelObjectives(Duration.ofSeconds(1)).tags(tags).register(to);
				default -> FunctionCounter.builder(name, this, (test) -> 7).tags(tags).register(to);
			}
		});
		this.registry.find(name).tags(tags).meters().forEach((meter) -> record(meter.getId(), random));
		if (random.nextInt(5) == 0) {
			Tags ended = Tags.of("namespace_id", word(random), "flow_id", "f", "task_type", "log", "state", "SUCCESS");
			Duration time = Duration.ofNanos(random.nextInt() & 0xffff);
			String reason = word(random);
			both((to) -> {
				Timer.builder("worker.ended.duration").tags(ended).register(to).record(time);
				Counter.builder("canary.failed.count").tags("reason", reason).register(to).increment();
				Gauge.builder("jvm.things", () -> 1).register(to);
			});
		}
	}

	private void record(Meter.Id id, Random random) {
		double amount = Math.abs(number(random));
		Duration time = Duration.ofNanos(random.nextLong() >>> (1 + random.nextInt(62)));
		both((to) -> to.find(id.getName()).tags(id.getTagsAsIterable()).meters().forEach((meter) -> {
			if (meter instanceof Counter counter) {
				counter.increment(amount);
			}
			else if (meter instanceof Timer timer) {
				timer.record(time);
			}
		}));
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

	/** A span that never ends. */
	private static final class FixedSpan implements SpanContext {

		@Override
		public String getCurrentTraceId() {
			return "4bf92f3577b34da6a3ce929d0e0e4736";
		}

		@Override
		public String getCurrentSpanId() {
			return "00f067aa0ba902b7";
		}

		@Override
		public boolean isCurrentSpanSampled() {
			return true;
		}

		@Override
		public void markCurrentSpanAsExemplar() {
		}

	}

}
