package io.windhover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How large the house is: files, packages, public types, names. Reads the sources, and
 * prints a table for each directory of sources that it is given, such as that of an older
 * commit, side by side.
 */
final class HouseFigures {

	private static final Pattern PUBLIC_TYPE = Pattern
		.compile("(?m)^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum|@interface) ");

	private static final Pattern METHOD = Pattern
		.compile("(?m)^\t(?:public |protected |private |static |final |abstract |synchronized |default )*"
				+ "(?:<[^>]+> )?[\\w.<>\\[\\]?, @]+ (\\w+)\\([^;{]*\\{\\s*$");

	private static final Pattern RECORD = Pattern.compile("\\b(?:record|class|enum) ");

	private static final String PACKAGE_INFO = "package-info.java";

	private final List<Source> sources;

	private HouseFigures(List<Source> sources) {
		this.sources = sources;
	}

	static HouseFigures of(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			List<Source> sources = new ArrayList<>();
			for (Path file : files.filter((path) -> path.toString().endsWith(".java") && !path.endsWith(PACKAGE_INFO))
				.sorted()
				.toList()) {
				sources.add(new Source(directory.relativize(file), Files.readString(file)));
			}
			return new HouseFigures(sources);
		}
	}

	/**
	 * Simple names of files that exist in more than one package, in the order of names.
	 */
	List<String> namesThatExistTwice() {
		return this.sources.stream()
			.collect(Collectors.groupingBy(Source::name, TreeMap::new, Collectors.counting()))
			.entrySet()
			.stream()
			.filter((each) -> each.getValue() > 1)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * The packages with more files than so many, with their number.
	 */
	Map<String, Long> packagesOfMoreThan(int files) {
		Map<String, Long> packages = packages();
		packages.values().removeIf((count) -> count <= files);
		return packages;
	}

	private Map<String, Long> packages() {
		return this.sources.stream()
			.collect(Collectors.groupingBy(Source::folder, TreeMap::new, Collectors.counting()));
	}

	/** What is counted, by its name. */
	Map<String, String> figures() {
		Map<String, String> figures = new LinkedHashMap<>();
		List<Integer> lines = this.sources.stream().map(Source::lines).sorted().toList();
		Source longest = this.sources.stream().max(Comparator.comparing(Source::lines)).orElseThrow();
		Map<String, Long> packages = packages();
		var largest = packages.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
		Body method = this.sources.stream()
			.flatMap((source) -> source.methods().stream())
			.max(Comparator.comparing(Body::lines))
			.orElseThrow();
		figures.put("files", number(this.sources.size()));
		figures.put("lines", number(lines.stream().mapToInt(Integer::intValue).sum()));
		figures.put("lines of a file: median", number(lines.get(lines.size() / 2)));
		figures.put("longest file", "%s, %d lines".formatted(longest.name(), longest.lines()));
		figures.put("longest method", "%s, %d lines".formatted(method.name(), method.lines()));
		figures.put("packages", number(packages.size()));
		figures.put("largest package", "%s, %d files".formatted(largest.getKey(), largest.getValue()));
		figures.put("packages of more than 20 files",
				number(packages.values().stream().filter((count) -> count > 20).count()));
		figures.put("public types",
				number(this.sources.stream().filter((source) -> PUBLIC_TYPE.matcher(source.text()).find()).count()));
		figures.put("simple names that exist twice", number(namesThatExistTwice().size()));
		return figures;
	}

	private static String number(long value) {
		return String.format(Locale.ROOT, "%,d", value);
	}

	/**
	 * Prints a table with a column for each directory of sources.
	 */
	public static void main(String[] directories) throws IOException {
		List<Map<String, String>> columns = new ArrayList<>();
		for (String directory : directories) {
			columns.add(of(Path.of(directory)).figures());
		}
		System.out.println("| | " + String.join(" | ", directories) + " |");
		System.out.println("|---|" + "---|".repeat(directories.length));
		for (String figure : columns.get(0).keySet()) {
			System.out.println("| " + figure + " | "
					+ columns.stream().map((column) -> column.get(figure)).collect(Collectors.joining(" | ")) + " |");
		}
	}

	private record Body(String name, int lines) {

	}

	private record Source(Path path, String text) {

		String name() {
			return this.path.getFileName().toString().replace(".java", "");
		}

		String folder() {
			return String.valueOf(this.path.getParent()).replace('/', '.');
		}

		int lines() {
			return (int) this.text.lines().count();
		}

		List<Body> methods() {
			List<Body> found = new ArrayList<>();
			var matcher = METHOD.matcher(this.text);
			while (matcher.find()) {
				int end = this.text.indexOf("\n\t}", matcher.end());
				if (end > 0 && !RECORD.matcher(matcher.group()).find()) {
					found.add(new Body(name() + "." + matcher.group(1),
							(int) this.text.substring(matcher.start(), end).lines().count() + 1));
				}
			}
			return found;
		}

	}

}
