package io.windhover.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A runbook, as far as it can be held to what is so.
 */
public record Runbook(String alert, String text) {

	static final Path DIRECTORY = Path.of("src/docs/runbooks");

	static final String CAUSE = "What shows the cause";

	private static final Pattern CODE = Pattern.compile("(?s)```\n(.*?)\n```|`([^`]+)`");

	private static final Pattern BLOCK = Pattern.compile("(?s)```\n(.*?)\n```(.*?)(?=```\n|\\z)");

	private static final Pattern FIELD = Pattern.compile("[a-z][A-Za-z]*(\\.[a-z][A-Za-z]*)*");

	/**
	 * All that there are.
	 */
	public static List<Runbook> all() {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.filter((file) -> file.toString().endsWith(".md") && !file.endsWith("README.md"))
				.sorted()
				.map(Runbook::of)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Runbook of(Path file) {
		try {
			return new Runbook(file.getFileName().toString().replaceFirst("\\.md$", ""), Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Every request of it that Windhover answers, those of the cause with their fields.
	 */
	public List<Curl> curls() {
		List<Curl> curls = new ArrayList<>(cause());
		String rest = this.text.replace(section(CAUSE), "");
		codes(rest).stream()
			.filter((code) -> code.startsWith("curl "))
			.map((code) -> Curl.of(code, Set.of()))
			.forEach(curls::add);
		codes(section(CAUSE).replaceAll("(?s)```\n.*?\n```", "")).stream()
			.filter((code) -> code.startsWith("curl "))
			.map((code) -> Curl.of(code, Set.of()))
			.forEach(curls::add);
		return curls;
	}

	/** The requests that show the cause. */
	List<Curl> cause() {
		List<Curl> curls = new ArrayList<>();
		for (Matcher block = BLOCK.matcher(section(CAUSE)); block.find();) {
			if (block.group(1).startsWith("curl ")) {
				curls.add(Curl.of(block.group(1), fields(block.group(2))));
			}
		}
		return curls;
	}

	List<String> headings() {
		return Pattern.compile("(?m)^## (.*)$").matcher(this.text).results().map((found) -> found.group(1)).toList();
	}

	/** What stands in backticks, and in blocks. */
	List<String> codes() {
		return codes(this.text);
	}

	/** What stands below a heading; nothing without it. */
	String section(String heading) {
		Matcher section = Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "$(.*?)(?=^## |\\z)")
			.matcher(this.text);
		return section.find() ? section.group(1) : "";
	}

	private static List<String> codes(String text) {
		return CODE.matcher(text)
			.results()
			.map((found) -> (found.group(1) != null) ? found.group(1) : found.group(2).replaceAll("\\s+", " "))
			.toList();
	}

	/**
	 * A line of the list that begins with a field, up to its colon, tells of fields; so
	 * does what begins alike behind it.
	 */
	private static Set<String> fields(String list) {
		Set<String> fields = new TreeSet<>();
		for (String line : list.split("\n- ", -1)) {
			if (line.startsWith("`")) {
				codes(line.split("`: ", 2)[0] + "`").stream()
					.filter((code) -> FIELD.matcher(code).matches())
					.forEach(fields::add);
			}
		}
		Set<String> roots = new TreeSet<>();
		fields.forEach((field) -> roots.add(field.split("\\.", 2)[0] + "."));
		codes(list).stream()
			.filter((code) -> FIELD.matcher(code).matches() && roots.stream().anyMatch(code::startsWith))
			.forEach(fields::add);
		return fields;
	}

	@Override
	public String toString() {
		return this.alert;
	}

	/**
	 * A request.
	 *
	 * @param target path and query; empty where it is none of Windhover's
	 * @param fields of the answer that the runbook says something of
	 */
	public record Curl(String line, String method, int port, String target, Set<String> fields) {

		private static final Pattern METHOD = Pattern.compile(" -X ([A-Z]+) ");

		private static final Pattern URL = Pattern.compile("[ ']localhost:(808[01])(/[^\\s'|]*)");

		static Curl of(String line, Set<String> fields) {
			Matcher method = METHOD.matcher(line);
			MatchResult url = URL.matcher(line).results().findFirst().orElse(null);
			return new Curl(line, method.find() ? method.group(1) : "GET",
					(url != null) ? Integer.parseInt(url.group(1)) : 0, (url != null) ? url.group(2) : "", fields);
		}

		String path() {
			return this.target.replaceFirst("\\?.*", "");
		}

	}

}
