package io.windhover;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code src/docs/architecture.md} leads to files that exist.
 */
class ArchitecturePageTests {

	private static final Path SOURCES = Path.of("src/main/java/io/windhover");

	private static final Markdown PAGE = Markdown.of("src/docs/architecture.md");

	@Test
	void everyFileThatThePageNamesExists() {
		List<String> named = PAGE.all("`([a-z/]+/(?:[A-Za-z0-9]+\\.java)?)`")
			.stream()
			.filter((path) -> !path.startsWith("src/"))
			.toList();
		assertThat(named).hasSizeGreaterThan(50)
			.allSatisfy((path) -> assertThat(Files.exists(SOURCES.resolve(path))).as(path).isTrue());
		assertThat(PAGE.all("`(src/[A-Za-z/.]+)`"))
			.allSatisfy((path) -> assertThat(Files.exists(Path.of(path))).as(path).isTrue());
	}

	@Test
	void tenQuestionsLeadToFiles() {
		assertThat(PAGE.table("| question | where to look |")).hasSize(10)
			.allSatisfy((row) -> assertThat(Markdown.code(row.get(1))).anyMatch((path) -> path.endsWith(".java")));
	}

}
