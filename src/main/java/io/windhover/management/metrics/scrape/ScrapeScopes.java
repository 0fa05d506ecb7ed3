package io.windhover.management.metrics.scrape;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;

/**
 * The scopes of meters by their names in the exposition: so a scrape of one scope asks no
 * meter of the others for its values.
 */
public class ScrapeScopes {

	private final Map<String, ScrapeScope> own = new HashMap<>();

	private final String ofTypes;

	/**
	 * Sorts the meters of the catalogue.
	 * @param naming of the registry that is scraped
	 */
	public ScrapeScopes(MetricsProperties properties, NamingConvention naming) {
		for (Meters meter : Meters.values()) {
			this.own.put(base(naming.name(properties.named(meter.getName()), meter.getType())),
					meter.tags().contains(Meters.Tag.FLOW) ? ScrapeScope.FLOWS : ScrapeScope.ENGINE);
		}
		String ofOneType = naming.name(properties.named("task.x"), Meter.Type.GAUGE);
		this.ofTypes = ofOneType.substring(0, ofOneType.length() - 1);
	}

	/**
	 * Whether a name, with or without the ending of a counter or of a maximum, is that of
	 * a meter in one of these scopes.
	 */
	Predicate<String> in(Set<ScrapeScope> scopes) {
		return (name) -> scopes.contains(of(name));
	}

	private ScrapeScope of(String name) {
		// those of the task types all have a flow
		if (name.startsWith(this.ofTypes)) {
			return ScrapeScope.FLOWS;
		}
		ScrapeScope scope = this.own.get(base(name));
		if (scope == null && name.endsWith("_max")) {
			scope = this.own.get(name.substring(0, name.length() - "_max".length()));
		}
		return (scope != null) ? scope : ScrapeScope.JVM;
	}

	private static String base(String name) {
		return name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
	}

}
