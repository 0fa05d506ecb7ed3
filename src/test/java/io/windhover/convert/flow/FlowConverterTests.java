package io.windhover.convert.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.windhover.convert.Conversion;
import io.windhover.convert.NotCarriedOver;
import io.windhover.convert.UnreadableFlowException;
import io.windhover.convert.YamlWriter;
import io.windhover.convert.expression.Draft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class FlowConverterTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "text", "- list", "a: [", "a: 1\na: 2", "? [a]\n: b", "a: &x 1\nb: *x",
			"a: 1\n---\nb: 2", "\u0000", "{foo: bar}", "description: a\ninputs: []" })
	void whatIsNoFlowIsRefused(String yaml) {
		assertThatThrownBy(() -> FlowConverter.convert(yaml)).isInstanceOf(UnreadableFlowException.class)
			.hasMessageStartingWith("line ");
	}

	@Test
	void whatIsTooLargeOrTooDeepIsRefused() {
		assertThatThrownBy(() -> FlowConverter.convert("a: " + "x".repeat(1 << 20)))
			.isInstanceOf(UnreadableFlowException.class);
		assertThatThrownBy(() -> FlowConverter.convert("a: " + "[".repeat(1000) + "]".repeat(1000)))
			.isInstanceOf(UnreadableFlowException.class);
		String nested = "(".repeat(100_000);
		Conversion conversion = FlowConverter
			.convert("id: a\nnamespace: b\ntasks:\n  - {id: c, type: io.kestra.plugin.core.log.Log, message: '{{ "
					+ nested + " }}'}\n");
		assertThat(conversion.complete()).isFalse();
	}

	@Test
	void expressionsThatWouldGrowAreLeft() {
		String nested = "render(".repeat(15) + "outputs.web.body" + ")".repeat(15);
		for (String expression : List.of(nested, "1" + " + 1".repeat(100_000))) {
			Conversion conversion = FlowConverter.convert("""
					id: a
					namespace: b
					tasks:
					  - {id: web, type: io.kestra.plugin.core.http.Request, uri: x}
					  - {id: log, type: io.kestra.plugin.core.log.Log, message: '{{ %s == 1 }}'}
					""".formatted(expression));
			assertThat(conversion.notCarriedOver()).extracting(NotCarriedOver::reason)
				.containsExactly("the expression is too long");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			tasks: 1 | tasks
			tasks: [1] | tasks
			inputs: {a: b} | inputs
			labels: [1] | labels
			triggers: [x] | triggers
			concurrency: {limit: many} | concurrency
			outputs: {a: b} | outputs
			pluginDefaults: [{type: x}] | pluginDefaults
			errors: x | errors
			anything: {a: [1, null]} | anything
			id: a.b | id
			""")
	void whatIsWrongIsLeft(String yaml, String name) {
		Conversion conversion = FlowConverter.convert(yaml + "\nnamespace: b\n");
		assertThat(conversion.complete()).isFalse();
		Map<String, Object> flow = new Yaml().load(conversion.source());
		assertThat(flow).doesNotContainKey(name).containsKey(Draft.LEFT);
		assertThat(conversion.notCarriedOver()).extracting(NotCarriedOver::path).contains(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "with: colon", "ends:", "# hash", "a # hash", "yes", "No", "null", "~", "12",
			"1.5", "0x1f", "1_000", "2026-01-31", "08:30:00", "- dash", "*star", "&and", "[x]", "{x}", "a, b",
			"'quote'", "\"double\"", "back\\slash", " leading", "trailing ", "tab\there", "two\nlines", "two\nlines\n",
			"two\n\nlines\n\n", " indented\nlines", "", "\n", "emoji \uD83D\uDE00", "%x", "@at", "`tick`", "a\r\nb",
			"line\u2028separator", "a\n b\n  c", "? x", "!tag", "|", ">", "#", "<<", "=", "a\n# no comment" })
	void everyTextIsWrittenSoThatItIsReadAgain(String text) {
		String yaml = YamlWriter.write(Map.of("key", text, "list", List.of(text, "x"), "map", Map.of("a", text)),
				List.of());
		Map<String, Object> read = new Yaml().load(yaml);
		assertThat(read).as(yaml).isEqualTo(Map.of("key", text, "list", List.of(text, "x"), "map", Map.of("a", text)));
	}

	@Test
	void linesOfTextsAreNoComments() {
		Conversion conversion = FlowConverter.convert("""
				id: a
				namespace: b
				tasks:
				  - id: c
				    type: io.kestra.plugin.scripts.python.Script
				    taskRunner: {type: io.kestra.plugin.core.runner.Process}
				    script: |
				      print(1)
				      # not a comment of the flow
				  # a comment of the flow
				  - {id: d, type: io.kestra.plugin.core.log.Log, message: d}
				""");
		assertThat(conversion.source()).containsOnlyOnce("# not a comment of the flow")
			.contains("\n  # a comment of the flow\n  - id: d\n");
	}

	@Test
	void manyCommentsTakeNoLongTime() {
		String gaps = "\n".repeat(100_000) + "# comment\n".repeat(20_000);
		String flow = "id: a\nnamespace: b\n" + gaps + "variables: {%s x: 1}\n" + gaps + "tasks: []\n";
		String entries = IntStream.range(0, 20_000).mapToObj("k%d: 1, "::formatted).collect(Collectors.joining());
		Conversion conversion = assertTimeout(Duration.ofSeconds(20),
				() -> FlowConverter.convert(flow.formatted(entries)));
		assertThat(conversion.source().lines().filter("# comment"::equals)).hasSize(40_000);
	}

	@Test
	void linesOfATextAtTheEndAreNoComments() {
		for (String end : List.of("", "\n", "\n\n# comment")) {
			Conversion conversion = FlowConverter.convert("id: a\nnamespace: b\ndescription: |\n  a\n  # text" + end);
			assertThat(conversion.source()).startsWith("id: a\nnamespace: b\ndescription: |")
				.containsOnlyOnce("  # text\n");
			assertThat(conversion.source().endsWith("# comment\n")).isEqualTo(end.endsWith("comment"));
		}
	}

}
