package io.windhover.management.exposition;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;

/**
 * The families whose lines are prepared, by name.
 */
public final class Exposition {

	private final Map<String, SampleFamily> families = new ConcurrentSkipListMap<>();

	private final PrometheusRegistry registry;

	private final MaximumWindows windows;

	Exposition(PrometheusRegistry registry, Clock clock, long step) {
		this.registry = registry;
		this.windows = new MaximumWindows(clock, step, this.families.values());
	}

	MaximumWindows windows() {
		return this.windows;
	}

	/**
	 * Whether a family is written here.
	 */
	public boolean has(String family) {
		return this.families.containsKey(family);
	}

	/**
	 * Answers with families of these behind others.
	 * @param wanted chooses among these by name
	 * @param others renders them; a family that comes meanwhile is in the next answer
	 * @param openMetrics whether it is OpenMetrics, or else text
	 */
	public Resource answer(Predicate<String> wanted, Supplier<byte[]> others, boolean openMetrics, boolean gzip) {
		this.windows.turn();
		List<SampleFamily> chosen = this.families.values().stream().filter((each) -> wanted.test(each.name())).toList();
		// of unknown length, so that no range of it can be asked for
		return new InputStreamResource(new ScrapeResponse(others.get(), chosen, openMetrics, gzip));
	}

	/**
	 * The family of a name.
	 * @param made makes it where there is none
	 */
	SampleFamily family(String name, Supplier<SampleFamily> made) {
		return this.families.computeIfAbsent(name, (absent) -> {
			SampleFamily added = made.get();
			this.registry.register(added);
			return added;
		});
	}

	/**
	 * Takes out the lines of a meter.
	 */
	void remove(Meter meter, String name) {
		for (String family : List.of(name, name + "_max")) {
			this.families.computeIfPresent(family, (key, known) -> {
				if (known.remove(meter.getId())) {
					return known;
				}
				this.registry.unregister(known);
				return null;
			});
		}
	}

}
