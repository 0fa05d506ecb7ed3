package io.windhover.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The samples of one answer of {@code /prometheus}.
 */
record Scrape(List<Sample> samples) {

	private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	static Scrape of(String text) {
		List<Sample> samples = new ArrayList<>();
		text.lines().filter((line) -> !line.startsWith("#") && !line.isBlank()).forEach((line) -> {
			Matcher matcher = LINE.matcher(line);
			if (!matcher.matches()) {
				throw new IllegalArgumentException("Not a sample: " + line);
			}
			samples.add(new Sample(matcher.group(1), labels(matcher.group(2)), Double.parseDouble(matcher.group(3))));
		});
		return new Scrape(samples);
	}

	/**
	 * All samples of a name whose labels have these values, given as key, value, key,
	 * value.
	 */
	List<Sample> all(String name, String... labels) {
		return this.samples.stream().filter((sample) -> sample.name().equals(name) && sample.has(labels)).toList();
	}

	/**
	 * The sum of {@link #all}; fails when there is none.
	 */
	double sum(String name, String... labels) {
		List<Sample> found = all(name, labels);
		if (found.isEmpty()) {
			throw new AssertionError("No sample %s%s".formatted(name, List.of(labels)));
		}
		return found.stream().mapToDouble(Sample::value).sum();
	}

	private static Map<String, String> labels(String text) {
		Map<String, String> labels = new TreeMap<>();
		if (text != null) {
			Matcher matcher = LABEL.matcher(text);
			while (matcher.find()) {
				labels.put(matcher.group(1), matcher.group(2));
			}
		}
		return labels;
	}

	/**
	 * A sample.
	 */
	record Sample(String name, Map<String, String> labels, double value) {

		boolean has(String... wanted) {
			for (int i = 0; i < wanted.length; i += 2) {
				if (!wanted[i + 1].equals(this.labels.get(wanted[i]))) {
					return false;
				}
			}
			return true;
		}

	}

}
