package io.windhover.management.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windhover.management.exposition.PreparedMeterRegistry;
import io.windhover.management.metrics.scrape.PrometheusEndpointWebExtension;
import io.windhover.management.metrics.scrape.ScopedRegistry;
import io.windhover.management.metrics.scrape.ScrapeScopes;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * Prints what the exposition of 100,000 series of flows costs, as Windhover writes it, as
 * Micrometer does, and as bytes that are only written: in {@code -Drounds} that take all
 * of them in turns, the median of the processor time and the range of the half between.
 */
public final class ScrapeHarness {

	private static final int FLOWS = 12_500;

	/** Of each flow: two counters and two timers. */
	private static final int SERIES = 8 * FLOWS;

	private static final int ROUNDS = Integer.getInteger("rounds", 60);

	private static final PrometheusOutputFormat TEXT = PrometheusOutputFormat.CONTENT_TYPE_004;

	private final ScopedRegistry scoped = new ScopedRegistry();

	private final PreparedMeterRegistry registry = new PreparedMeterRegistry(PrometheusConfig.DEFAULT,
			this.scoped.registry(), Clock.SYSTEM, null);

	private final PrometheusMeterRegistry reference = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final PrometheusScrapeEndpoint micrometers = new PrometheusScrapeEndpoint(
			this.reference.getPrometheusRegistry(), null);

	private final PrometheusEndpointWebExtension prepared = new PrometheusEndpointWebExtension(this.micrometers,
			this.scoped,
			new ScrapeScopes(new MetricsProperties("", FLOWS, false), this.registry.config().namingConvention()), null,
			this.registry.exposition(), Set.of(TEXT));

	private final List<Counter> counters = new ArrayList<>();

	private final List<Timer> timers = new ArrayList<>();

	private final Sink sink = new Sink();

	private final List<Way> ways = new ArrayList<>();

	/**
	 * Runs all of them.
	 */
	public static void main(String[] args) {
		ScrapeHarness harness = new ScrapeHarness();
		harness.fill(harness.registry, true);
		harness.fill(harness.reference, false);
		harness.record(1);
		harness.run();
	}

	private void fill(MeterRegistry registry, boolean recorded) {
		SeriesFactory factory = new SeriesFactory(registry, new MetricsProperties("", FLOWS, false));
		for (int i = 0; i < FLOWS; i++) {
			FlowLabels flow = new FlowLabels("orders", "nightly-report-" + i);
			List<Counter> two = List.of(factory.counter(Meters.EXECUTOR_EXECUTION_STARTED, flow),
					factory.counter(Meters.EXECUTOR_EXECUTION_END, flow, "SUCCESS"));
			List<Timer> timed = List.of(factory.timer(Meters.EXECUTOR_EXECUTION_DURATION, flow, "SUCCESS"),
					factory.timer(Meters.WORKER_QUEUED_DURATION, flow, "log"));
			if (recorded) {
				this.counters.addAll(two);
				this.timers.addAll(timed);
			}
		}
	}

	private void run() {
		byte[] text = rendered(false);
		byte[] gzip = rendered(true);
		AnnotationConfigServletWebServerApplicationContext server = serve(text, gzip);
		overHttp(Objects.requireNonNull(server.getWebServer()).getPort());
		way("the same bytes, written to a stream and copied out", 0, () -> {
			ByteArrayOutputStream stream = new ByteArrayOutputStream(text.length);
			stream.write(text, 0, text.length);
			this.sink.written += stream.toByteArray().length;
		});
		Way bytes = way("the same bytes, only written", 0, () -> this.sink.write(text, 0, text.length));
		way("prepared, nothing has changed", 0, () -> ours(false)).against(bytes);
		way("prepared, one flow of 50 has changed", 50, () -> ours(false)).against(bytes);
		Way all = way("prepared, all have changed", 1, () -> ours(false)).against(bytes);
		Way micrometer = way("Micrometer", 0,
				() -> this.sink.write(Objects.requireNonNull(this.micrometers.scrape(TEXT, null).getBody())));
		all.against(micrometer);
		Way compressed = way("the same bytes compressed, only written", 0, () -> this.sink.write(gzip, 0, gzip.length));
		way("gzip, nothing has changed", 0, () -> ours(true)).against(compressed);
		way("gzip, one flow of 50 has changed", 50, () -> ours(true)).against(bytes);
		Way allCompressed = way("gzip, all have changed", 1, () -> ours(true)).against(bytes);
		way("the same bytes, compressed by zlib", 0, () -> {
			try (OutputStream out = new DeflaterOutputStream(this.sink,
					new Deflater(Deflater.DEFAULT_COMPRESSION, true), 8192)) {
				out.write(text);
			}
		}).against(allCompressed);
		for (int round = -ROUNDS / 2; round < ROUNDS; round++) {
			for (Way way : this.ways) {
				way.run(round);
			}
		}
		this.ways.forEach(Way::print);
		server.close();
	}

	/** By the clock on the wall, with a client on the same machine. */
	private void overHttp(int port) {
		Way fixed = way("HTTP, the same bytes", 0, () -> get(port, "/fixed", "identity")).byClock();
		way("HTTP, nothing has changed", 0, () -> get(port, "/prometheus", "identity")).byClock().against(fixed);
		way("HTTP, one flow of 50 has changed", 50, () -> get(port, "/prometheus", "identity")).byClock()
			.against(fixed);
		way("HTTP, all have changed", 1, () -> get(port, "/prometheus", "identity")).byClock().against(fixed);
		Way compressed = way("HTTP, the same compressed bytes", 0, () -> get(port, "/fixed", "gzip")).byClock();
		way("HTTP gzip, one flow of 50 has changed", 50, () -> get(port, "/prometheus", "gzip")).byClock()
			.against(compressed)
			.against(fixed);
	}

	private void get(int port, String path, String encoding) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: %s\r\n\r\n"
					.formatted(path, encoding)
					.getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().transferTo(this.sink);
		}
	}

	private AnnotationConfigServletWebServerApplicationContext serve(byte[] text, byte[] gzip) {
		AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();
		context.register(Server.class);
		context.registerBean(Routes.class, () -> new Routes(text, gzip));
		context.refresh();
		return context;
	}

	private Way way(String what, int changed, Rendering rendering) {
		Way way = new Way(what, changed, rendering);
		this.ways.add(way);
		return way;
	}

	private byte[] rendered(boolean gzip) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			answer(gzip).getInputStream().transferTo(bytes);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return bytes.toByteArray();
	}

	/** What the way before this one recorded is written. */
	private void settle() {
		try {
			ours(false);
			ours(true);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private void ours(boolean gzip) throws IOException {
		answer(gzip).getInputStream().transferTo(this.sink);
	}

	private Resource answer(boolean gzip) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader("Accept-Encoding", gzip ? "gzip" : "identity");
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request, new MockHttpServletResponse()));
		return Objects.requireNonNull(this.prepared.scrape(TEXT, null, Set.of("flows")).getBody());
	}

	private void record(int each) {
		for (int i = 0; i < this.counters.size(); i += 2 * each) {
			for (int j = i; j < i + 2; j++) {
				this.counters.get(j).increment();
				this.timers.get(j).record(Duration.ofNanos(1_234_567 + i));
			}
		}
	}

	/** Without an annotation that the component scans of tests look for. */
	@EnableWebMvc
	static class Server {

		@Bean
		TomcatServletWebServerFactory server() {
			return new TomcatServletWebServerFactory(0);
		}

		@Bean
		DispatcherServlet dispatcherServlet() {
			return new DispatcherServlet();
		}

	}

	/**
	 * The endpoint as Spring MVC serves it, and fixed bytes; no scan finds inner classes.
	 */
	@RestController
	class Routes {

		private final byte[] text;

		private final byte[] gzip;

		Routes(byte[] text, byte[] gzip) {
			this.text = text;
			this.gzip = gzip;
		}

		@GetMapping("/prometheus")
		ResponseEntity<Resource> scrape() {
			return ResponseEntity.ok()
				.contentType(MediaType.TEXT_PLAIN)
				.body(ScrapeHarness.this.prepared.scrape(TEXT, null, Set.of("flows")).getBody());
		}

		@GetMapping("/fixed")
		ResponseEntity<byte[]> fixed(@RequestHeader("Accept-Encoding") String encoding) {
			return ResponseEntity.ok()
				.contentType(MediaType.TEXT_PLAIN)
				.body(encoding.equals("gzip") ? this.gzip : this.text);
		}

	}

	/** Where bytes are copied to, as to the buffers of a connection. */
	private static final class Sink extends OutputStream {

		private final byte[] buffer = new byte[64 * 1024];

		private long written;

		@Override
		public void write(int single) {
			this.buffer[0] = (byte) single;
			this.written++;
		}

		@Override
		public void write(byte[] bytes, int from, int length) {
			for (int at = 0; at < length; at += this.buffer.length) {
				System.arraycopy(bytes, from + at, this.buffer, 0, Math.min(this.buffer.length, length - at));
			}
			this.written += length;
		}

	}

	private interface Rendering {

		void run() throws IOException;

	}

	private final class Way {

		private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

		private final String what;

		private final int changed;

		private final Rendering rendering;

		private final double[] times = new double[ROUNDS];

		private final List<Way> others = new ArrayList<>();

		private LongSupplier clock = this.threads::getCurrentThreadCpuTime;

		private long allocated;

		private long length;

		Way(String what, int changed, Rendering rendering) {
			this.what = what;
			this.changed = changed;
			this.rendering = rendering;
		}

		Way byClock() {
			this.clock = System::nanoTime;
			return this;
		}

		Way against(Way other) {
			this.others.add(other);
			return this;
		}

		void run(int round) {
			settle();
			if (this.changed > 0) {
				record(this.changed);
			}
			long written = ScrapeHarness.this.sink.written;
			long bytes = this.threads.getCurrentThreadAllocatedBytes();
			long start = this.clock.getAsLong();
			try {
				this.rendering.run();
			}
			catch (IOException failure) {
				throw new UncheckedIOException(failure);
			}
			if (round >= 0) {
				this.times[round] = (this.clock.getAsLong() - start) / 1e6;
				this.allocated = this.threads.getCurrentThreadAllocatedBytes() - bytes;
				this.length = ScrapeHarness.this.sink.written - written;
			}
		}

		double part(double part) {
			double[] sorted = this.times.clone();
			Arrays.sort(sorted);
			return sorted[(int) (part * (ROUNDS - 1))];
		}

		void print() {
			StringBuilder line = new StringBuilder(String.format(Locale.ROOT,
					"%-50s %8.2f ms (%.2f to %.2f)  %5.2f MB, %7.2f bytes allocated for a series", this.what, part(0.5),
					part(0.25), part(0.75), this.length / 1e6, this.allocated / (double) SERIES));
			this.others.forEach((other) -> {
				double[] ratios = new double[ROUNDS];
				for (int i = 0; i < ROUNDS; i++) {
					ratios[i] = this.times[i] / other.times[i];
				}
				Arrays.sort(ratios);
				line.append(String.format(Locale.ROOT, ", x %.2f (%.2f to %.2f) of '%s'", ratios[ROUNDS / 2],
						ratios[ROUNDS / 4], ratios[3 * ROUNDS / 4], other.what));
			});
			System.out.println(line);
		}

	}

}
