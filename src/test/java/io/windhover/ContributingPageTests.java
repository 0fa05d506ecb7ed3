package io.windhover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code CONTRIBUTING.md} leads to files and tests that exist.
 */
class ContributingPageTests {

	private static final Markdown PAGE = Markdown.of("CONTRIBUTING.md");

	@Test
	void everyFileThatThePageNamesExists() {
		assertThat(PAGE.all("`(src/[\\w./-]+)`")).hasSizeGreaterThan(30)
			.allSatisfy((path) -> assertThat(Path.of(path)).exists());
	}

	@Test
	void everyTestThatThePageNamesExists() throws IOException {
		List<String> tests;
		try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
			tests = files.map((file) -> file.getFileName().toString()).toList();
		}
		assertThat(PAGE.all("`(?:[\\w.]+\\.)?([A-Z]\\w+(?:Tests|IT))`")).hasSizeGreaterThan(10)
			.allSatisfy((test) -> assertThat(tests).contains(test + ".java"));
	}

}
