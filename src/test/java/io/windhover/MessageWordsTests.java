package io.windhover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages are an interface: errors, hints, log lines and health details avoid the words
 * that a native engineer would not use for a program.
 */
class MessageWordsTests {

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

	private static final Pattern WORDS = Pattern.compile("(?i)\\b(?:heed|lest|mend|shall|tells?|wants?|whoever)\\b");

	@Test
	void messagesAreInPlainWords() throws IOException {
		List<String> found = new ArrayList<>();
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).sorted().toList()) {
				LITERAL.matcher(Files.readString(file))
					.results()
					.map((MatchResult literal) -> literal.group(1))
					.filter((literal) -> literal.contains(" ") && WORDS.matcher(literal).find())
					.forEach((literal) -> found.add(file.getFileName() + ": " + literal));
			}
		}
		assertThat(found).isEmpty();
	}

}
