package io.windhover.management.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * What Prometheus calls a meter.
 *
 * @param family the name without the ending of a counter
 */
record SeriesName(String family, List<Tag> tags) {

	static SeriesName of(Meter.Id id, NamingConvention naming) {
		return new SeriesName(id.getConventionName(naming).replaceFirst("_total$", ""),
				id.getConventionTags(naming).stream().sorted(Comparator.comparing(Tag::getKey)).toList());
	}

	/**
	 * How a line begins.
	 * @param ending of the name
	 */
	byte[] prefix(String ending) {
		String labels = this.tags.stream()
			.map((tag) -> tag.getKey() + "=\"" + escaped(tag.getValue()) + "\"")
			.collect(Collectors.joining(","));
		return (this.family + ending + (labels.isEmpty() ? " " : "{" + labels + "} ")).getBytes(StandardCharsets.UTF_8);
	}

	Labels labels() {
		return Labels.of(this.tags.stream().map(Tag::getKey).toList(), this.tags.stream().map(Tag::getValue).toList());
	}

	static String escaped(String value) {
		return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
	}

}
