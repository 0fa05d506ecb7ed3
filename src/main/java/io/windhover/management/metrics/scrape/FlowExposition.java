package io.windhover.management.metrics.scrape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;

/**
 * The exposition of the meters of flows, of which there are the most. Micrometer makes
 * objects of each series for each scrape and writes its name and labels anew; here both
 * are prepared when the meter is registered. A meter of another kind than counters,
 * gauges and timers without buckets is left to Micrometer.
 */
public class FlowExposition {

	private static final byte[] END = { '#', ' ', 'E', 'O', 'F', '\n' };

	private final Map<String, SampleFamily> families = new ConcurrentSkipListMap<>();

	private final Object rendering = new Object();

	private final ScrapeScopes scopes;

	private final boolean descriptions;

	public FlowExposition(ScrapeScopes scopes, boolean descriptions) {
		this.scopes = scopes;
		this.descriptions = descriptions;
	}

	public void bindTo(MeterRegistry registry) {
		registry.config()
			.onMeterAdded((meter) -> add(meter, name(registry, meter)))
			.onMeterRemoved((meter) -> remove(meter, name(registry, meter)));
		registry.getMeters().forEach((meter) -> add(meter, name(registry, meter)));
	}

	private static Name name(MeterRegistry registry, Meter meter) {
		Meter.Id id = meter.getId();
		String labels = id.getConventionTags(registry.config().namingConvention())
			.stream()
			.sorted(Comparator.comparing(Tag::getKey))
			.map((tag) -> tag.getKey() + "=\"" + escaped(tag.getValue()) + "\"")
			.collect(Collectors.joining(","));
		return new Name(id.getConventionName(registry.config().namingConvention()).replaceFirst("_total$", ""),
				labels.isEmpty() ? "" : "{" + labels + "}");
	}

	private static String escaped(String value) {
		return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
	}

	private void add(Meter meter, Name name) {
		if (!this.scopes.isOfFlows(name.family())) {
			return;
		}
		Meter.Id id = meter.getId();
		if (meter instanceof Counter counter) {
			family(name.family(), "counter", id).add(id,
					List.of(name.line("_total", counter::count, SampleNumber.ANY)));
		}
		else if (meter instanceof Timer timer && isPlain(timer.takeSnapshot())) {
			family(name.family(), "summary", id).add(id, List.of(name.line("_count", timer::count, SampleNumber.WHOLE),
					name.line("_sum", () -> timer.totalTime(TimeUnit.NANOSECONDS), SampleNumber.NANOSECONDS)));
			family(name.family() + "_max", "gauge", id).add(id,
					List.of(name.line("_max", () -> timer.max(TimeUnit.NANOSECONDS), SampleNumber.NANOSECONDS)));
		}
		else if (meter instanceof Gauge gauge && id.getType() == Meter.Type.GAUGE) {
			family(name.family(), "gauge", id).add(id, List.of(name.line("", gauge::value, SampleNumber.ANY)));
		}
	}

	private static boolean isPlain(HistogramSnapshot snapshot) {
		return snapshot.histogramCounts().length == 0 && snapshot.percentileValues().length == 0;
	}

	private SampleFamily family(String name, String type, Meter.Id id) {
		String help = this.descriptions ? Objects.requireNonNullElse(id.getDescription(), " ") : " ";
		return this.families.computeIfAbsent(name, (absent) -> new SampleFamily(name, type, help));
	}

	private void remove(Meter meter, Name name) {
		for (String family : List.of(name.family(), name.family() + "_max")) {
			this.families.computeIfPresent(family, (key, known) -> known.remove(meter.getId()) ? known : null);
		}
	}

	/**
	 * Whether a family is written here.
	 */
	boolean has(String family) {
		return this.families.containsKey(family);
	}

	List<SampleFamily> families() {
		return List.copyOf(this.families.values());
	}

	/**
	 * Writes families behind the others. Gauges are read without a lock that whoever
	 * registers meters may wait for.
	 */
	byte[] render(byte[] others, List<SampleFamily> chosen, boolean openMetrics) {
		int kept = openMetrics ? others.length - END.length : others.length;
		synchronized (this.rendering) {
			List<SampleLine[]> lines = new ArrayList<>(chosen.size());
			int size = others.length;
			for (SampleFamily family : chosen) {
				SampleLine[] own = family.lines();
				lines.add(own);
				size += (own.length > 0) ? family.header(openMetrics).length : 0;
				for (SampleLine line : own) {
					size += line.refresh();
				}
			}
			byte[] rendered = new byte[size];
			System.arraycopy(others, 0, rendered, 0, kept);
			int at = kept;
			for (int i = 0; i < lines.size(); i++) {
				at = copy(chosen.get(i).header(openMetrics), lines.get(i), rendered, at);
			}
			System.arraycopy(others, kept, rendered, at, others.length - kept);
			return rendered;
		}
	}

	private static int copy(byte[] header, SampleLine[] lines, byte[] to, int from) {
		if (lines.length == 0) {
			return from;
		}
		System.arraycopy(header, 0, to, from, header.length);
		int at = from + header.length;
		for (SampleLine line : lines) {
			at = line.copy(to, at);
		}
		return at;
	}

	private record Name(String family, String labels) {

		SampleLine line(String ending, DoubleSupplier value, SampleNumber number) {
			return new SampleLine(this.family + ending + this.labels, value, number);
		}

	}

}
