package io.windhover.management.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one name, in blocks, below the comments of that name. What does not ask
 * for lines collects the values as it does those of any other meter.
 */
final class SampleFamily implements Collector {

	private final String name;

	private final SampleKind kind;

	private final String help;

	private final NamingConvention naming;

	private final byte[] text;

	private final byte[] openMetrics;

	private final Map<Meter.Id, Place> places = new LinkedHashMap<>();

	private volatile SampleBlock[] blocks = {};

	/**
	 * A family without lines.
	 * @param name without the ending of a counter
	 */
	SampleFamily(String name, SampleKind kind, String help, NamingConvention naming) {
		this.name = name;
		this.kind = kind;
		this.help = help;
		this.naming = naming;
		String escaped = help.replace("\\", "\\\\").replace("\n", "\\n");
		String ofText = kind.type().equals("counter") ? name + "_total" : name;
		this.text = "# HELP %s %s\n# TYPE %s %s\n".formatted(ofText, escaped, ofText, kind.type())
			.getBytes(StandardCharsets.UTF_8);
		this.openMetrics = "# TYPE %s %s\n# HELP %s %s\n"
			.formatted(name, kind.type(), name, escaped.replace("\"", "\\\""))
			.getBytes(StandardCharsets.UTF_8);
	}

	String name() {
		return this.name;
	}

	SampleKind kind() {
		return this.kind;
	}

	/**
	 * The block for the next lines.
	 */
	synchronized <B extends SampleBlock> B room(int lines, Class<B> type, Supplier<B> made) {
		SampleBlock[] known = this.blocks;
		if (known.length > 0 && known[known.length - 1].hasRoomFor(lines)) {
			return type.cast(known[known.length - 1]);
		}
		B added = made.get();
		SampleBlock[] more = Arrays.copyOf(known, known.length + 1);
		more[known.length] = added;
		this.blocks = more;
		return added;
	}

	/**
	 * Remembers where the lines of a meter are.
	 */
	synchronized void add(Meter meter, SampleBlock block, int line, int lines) {
		this.places.put(meter.getId(), new Place(meter, block, line, lines));
	}

	/**
	 * Takes out the lines of a meter.
	 * @return whether there are others
	 */
	synchronized boolean remove(Meter.Id meter) {
		Place place = this.places.remove(meter);
		if (place != null) {
			for (int i = 0; i < place.lines(); i++) {
				place.block().remove(place.line() + i);
			}
			if (place.block().isEmpty()) {
				this.blocks = Arrays.stream(this.blocks)
					.filter((block) -> block != place.block())
					.toArray(SampleBlock[]::new);
			}
		}
		return !this.places.isEmpty();
	}

	SampleBlock[] blocks() {
		return this.blocks;
	}

	byte[] header(boolean openMetrics) {
		return openMetrics ? this.openMetrics : this.text;
	}

	@Override
	public @Nullable MetricSnapshot collect(Predicate<String> names) {
		return names.test(this.name) ? collect() : null;
	}

	@Override
	public MetricSnapshot collect() {
		List<Meter> meters;
		synchronized (this) {
			meters = this.places.values().stream().map(Place::meter).toList();
		}
		return this.kind.snapshot(new MetricMetadata(this.name, this.help), meters,
				(meter) -> SeriesName.of(meter.getId(), this.naming).labels());
	}

	private record Place(Meter meter, SampleBlock block, int line, int lines) {
	}

}
