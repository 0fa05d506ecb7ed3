package io.windhover.flow.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the templates of a text the metrics that it names outright, as in
 * {@code metrics.load.rows} or {@code metrics['load']['output.lines']}.
 */
public final class MetricReferences {

	/** Not what is a method, such as {@code metrics.load.keys()}. */
	private static final Pattern METRIC = Pattern
		.compile("(?<![\\w.])metrics\\s*(?:\\.\\s*([A-Za-z_]\\w*)|\\[\\s*[\"']([\\w-]+)[\"']\\s*\\])"
				+ "\\s*(?:\\.\\s*([A-Za-z_]\\w*+)(?!\\s*\\()|\\[\\s*[\"']([^\"']+)[\"']\\s*\\])");

	private MetricReferences() {
	}

	/**
	 * Looks through the templates of a text.
	 */
	public static List<Metric> in(String text) {
		List<Metric> metrics = new ArrayList<>();
		Matcher template = NamedReferences.TEMPLATE.matcher(text);
		while (template.find()) {
			Matcher found = METRIC.matcher(template.group());
			while (found.find()) {
				metrics.add(new Metric((found.group(1) != null) ? found.group(1) : found.group(2),
						(found.group(3) != null) ? found.group(3) : found.group(4)));
			}
		}
		return metrics;
	}

	/**
	 * A metric of a task.
	 *
	 * @param task its id
	 */
	public record Metric(String task, String name) {
	}

}
