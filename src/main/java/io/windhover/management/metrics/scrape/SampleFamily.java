package io.windhover.management.metrics.scrape;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * All lines of one name in the exposition, which must stand together.
 */
final class SampleFamily {

	private final byte[] text;

	private final byte[] openMetrics;

	private final Map<Meter.Id, List<SampleLine>> lines = new LinkedHashMap<>();

	private SampleLine @Nullable [] all;

	/**
	 * A family without lines.
	 * @param name without the ending of a counter
	 * @param type counter, gauge or summary
	 */
	SampleFamily(String name, String type, String help) {
		String escaped = help.replace("\\", "\\\\").replace("\n", "\\n");
		String ofText = type.equals("counter") ? name + "_total" : name;
		this.text = "# HELP %s %s\n# TYPE %s %s\n".formatted(ofText, escaped, ofText, type)
			.getBytes(StandardCharsets.UTF_8);
		this.openMetrics = "# TYPE %s %s\n# HELP %s %s\n".formatted(name, type, name, escaped.replace("\"", "\\\""))
			.getBytes(StandardCharsets.UTF_8);
	}

	synchronized void add(Meter.Id meter, List<SampleLine> added) {
		this.lines.put(meter, added);
		this.all = null;
	}

	/**
	 * Takes out the lines of a meter.
	 * @return whether there are others
	 */
	synchronized boolean remove(Meter.Id meter) {
		this.lines.remove(meter);
		this.all = null;
		return !this.lines.isEmpty();
	}

	synchronized SampleLine[] lines() {
		SampleLine[] known = this.all;
		if (known == null) {
			known = this.lines.values().stream().flatMap(List::stream).toArray(SampleLine[]::new);
			this.all = known;
		}
		return known;
	}

	byte[] header(boolean openMetrics) {
		return openMetrics ? this.openMetrics : this.text;
	}

}
