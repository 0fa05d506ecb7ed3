package io.windhover.flow.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.windhover.flow.yaml.YamlDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample flows, which {@code DocumentationTests} reads with the real types.
 */
class SampleFlowsTests {

	private static final Path DIRECTORY = Path.of("src/samples/flows");

	/** What a sample that needs something says of it. */
	private static final String NEEDS = "Needs ";

	static List<Path> samples() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.filter((each) -> each.toString().endsWith(".yaml")).sorted().toList();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\nerrors:", "\nfinally:", "\noutputs:", "\nvariables:", "\ntaskDefaults:",
			"\n  - {id: data, type: file}", "secret(", "type: webhook", "signature:", "type: schedule", "type: flow",
			"type: http-poll", "type: http\n", "type: sql", "type: python", "type: shell", "type: pause", "type: if",
			"type: parallel", "type: for-each", "type: subflow", "type: switch", "type: dag", "type: loop-until",
			"type: assert", "type: notify", "type: set-labels", "type: set-outputs", "\nexpect:", "workingDirectory:",
			"inputFiles:", "retry:", "timeout:", "type: mail", "type: kafka-produce", "type: node", "type: kafka,",
			"allOf:", "conditions:\n      days:", "\ndisabled: true" })
	void whatPeopleUseEveryDayIsShown(String text) throws IOException {
		assertThat(samples()).anyMatch((each) -> text(each).contains(text));
	}

	@ParameterizedTest
	@MethodSource("samples")
	void sampleIsNamedLikeItsFile(Path file) {
		Map<?, ?> flow = flow(file);
		assertThat(flow.get("namespace")).isEqualTo("demo");
		assertThat(file.getFileName()).hasToString(flow.get("id") + ".yaml");
		assertThat(String.valueOf(flow.get("description"))).endsWith(".");
		// an editor completes it
		assertThat(text(file)).startsWith("# yaml-language-server: $schema=http://localhost:8080/api/flows/schema\n");
	}

	/** Its executions would fail where nobody has given it. */
	@Test
	void sampleThatNeedsSomethingDoesNotStartByItself() throws IOException {
		List<Path> needing = samples().stream()
			.filter((each) -> String.valueOf(flow(each).get("description")).contains(NEEDS))
			.toList();
		assertThat(needing).extracting((each) -> each.getFileName().toString())
			.containsExactly("file-report.yaml", "mail-report.yaml", "node-prices.yaml", "notify-failure.yaml",
					"order-arrived.yaml", "publish-order.yaml", "secrets.yaml", "webhook.yaml");
		assertThat(needing).allMatch((each) -> !text(each).contains("type: schedule"));
		assertThat(needing).allMatch(
				(each) -> !text(each).contains("type: kafka,") || Boolean.TRUE.equals(flow(each).get("disabled")));
		assertThat(samples())
			.filteredOn(
					(each) -> text(each).matches("(?s).*(secret\\(|secret: |type: python|type: node|type: kafka).*"))
			.isEqualTo(needing);
	}

	private static Map<?, ?> flow(Path file) {
		return (Map<?, ?>) Objects.requireNonNull(YamlDocument.read(text(file)).root());
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
