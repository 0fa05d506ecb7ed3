package io.windhover;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.convert.Conversion;
import io.windhover.convert.NotCarriedOver;
import io.windhover.convert.SourceReader;
import io.windhover.convert.flow.ConvertCommand;
import io.windhover.convert.flow.FlowConverter;
import io.windhover.flow.FlowReader;
import io.windhover.flow.InvalidFlowException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Flows of Kestra, each with the flow that is made of it and what that lacks. What comes
 * out is written below {@code target/convert}.
 */
class ConvertedFlowsTests {

	private static final Path CORPUS = Path.of("src/test/resources/convert");

	private static final Path MADE = Path.of("target/convert");

	private static final AnnotationConfigApplicationContext CONTEXT = DocumentationTests.context();

	@AfterAll
	static void close() {
		CONTEXT.close();
	}

	static List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(CORPUS)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".yml") && !name.endsWith(".expected.yml"))
				.map((name) -> name.substring(0, name.length() - ".yml".length()))
				.sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("names")
	void flowIsConvertedAsExpected(String name) throws IOException {
		Conversion conversion = FlowConverter.convert(Files.readString(CORPUS.resolve(name + ".yml")));
		String notes = conversion.notCarriedOver()
			.stream()
			.map(ConvertedFlowsTests::line)
			.collect(Collectors.joining());
		Files.createDirectories(MADE);
		Files.writeString(MADE.resolve(name + ".expected.yml"), conversion.source());
		Files.writeString(MADE.resolve(name + ".notes.txt"), notes);
		assertThat(conversion.source()).isEqualTo(Files.readString(CORPUS.resolve(name + ".expected.yml")));
		assertThat(notes).isEqualTo(Files.readString(CORPUS.resolve(name + ".notes.txt")));
	}

	@ParameterizedTest
	@MethodSource("names")
	void everyCommentIsKept(String name) throws IOException {
		String yaml = Files.readString(CORPUS.resolve(name + ".yml"));
		SourceReader source = new SourceReader(yaml);
		List<String> comments = new ArrayList<>(source.flow().comments());
		comments.addAll(source.commentsAtTheEnd());
		List<String> lines = FlowConverter.convert(yaml).source().lines().map(String::strip).toList();
		assertThat(lines.stream().filter(comments::contains)).containsExactlyInAnyOrderElementsOf(comments);
	}

	private static String line(NotCarriedOver note) {
		return "%s%s%n".formatted(note.blocking() ? "" : "note ", note);
	}

	@ParameterizedTest
	@MethodSource("names")
	void flowIsValidWhereAllIsCarriedOverAndRefusedOtherwise(String name) throws IOException {
		Conversion conversion = FlowConverter.convert(Files.readString(CORPUS.resolve(name + ".yml")));
		FlowReader reader = CONTEXT.getBean(FlowReader.class);
		if (conversion.complete()) {
			assertThatCode(() -> reader.read(name, conversion.source())).as(conversion.source())
				.doesNotThrowAnyException();
		}
		else {
			assertThatThrownBy(() -> reader.read(name, conversion.source())).as(conversion.source())
				.isInstanceOf(InvalidFlowException.class)
				.hasMessageContaining("notCarriedOver");
		}
	}

	@Test
	void flowWithGlobalsOfTheConfigurationIsValid(@TempDir Path directory) throws IOException {
		Path flows = Files.createDirectory(directory.resolve("flows"));
		Files.copy(CORPUS.resolve("expressions-missing.yml"), flows.resolve("missing.yml"));
		Files.writeString(flows.resolve("complete.yml"), """
				id: complete
				namespace: company.team
				tasks:
				  - {id: a, type: io.kestra.plugin.core.log.Log, message: "{{ globals.x }} {{ globals['y-z'].a[0] }}"}
				""");
		Path configuration = Files.writeString(directory.resolve("application.yml"),
				"kestra: {variables: {globals: {x: 1, y-z: {a: [text]}}}}");
		ConvertCommand.run(new String[] { "convert", flows.toString(), "--globals", configuration.toString(), "--write",
				directory.resolve("made").toString() }, new PrintStream(OutputStream.nullOutputStream()));
		String made = Files.readString(directory.resolve("made/complete.yml"));
		assertThat(made).contains("{{ vars.globals.x }} {{ vars.globals['y-z'].a[0] }}");
		assertThatCode(() -> CONTEXT.getBean(FlowReader.class).read("complete", made)).as(made)
			.doesNotThrowAnyException();
		assertThat(Files.readString(directory.resolve("made/missing.yml")))
			.contains("message: \"{{ vars.globals.x }}\"", "notCarriedOver");
	}

}
