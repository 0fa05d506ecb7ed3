package io.windhover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The parts of a document that tests look at.
 */
record Markdown(String text) {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	static Markdown of(String file) {
		try {
			return new Markdown(Files.readString(Path.of(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The fenced blocks of a language. */
	List<String> blocks(String language) {
		return all("(?ms)^```" + language + "\\n(.*?)^```$");
	}

	/** What stands in the brackets of a pattern, each time. */
	List<String> all(String pattern) {
		return Pattern.compile(pattern).matcher(this.text).results().map((found) -> found.group(1)).toList();
	}

	/** The cells of the rows of the table whose header is this. */
	List<List<String>> table(String header) {
		List<List<String>> rows = new ArrayList<>();
		List<String> lines = this.text.lines().dropWhile((line) -> !line.equals(header)).skip(2).toList();
		for (String line : lines) {
			if (!line.startsWith("|")) {
				break;
			}
			String[] cells = line.substring(1).split("\\|", -1);
			rows.add(List.of(cells).subList(0, cells.length - 1).stream().map(String::strip).toList());
		}
		return rows;
	}

	/** The words of a cell that stand in backticks. */
	static List<String> code(String cell) {
		return CODE.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList();
	}

}
