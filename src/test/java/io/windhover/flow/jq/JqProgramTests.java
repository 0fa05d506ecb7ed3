package io.windhover.flow.jq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What programs give is what jq gave for them: {@code cases.jsonl} has the answers of jq
 * 1.6 ({@code jq -c PROGRAM}) to all on which it agrees with the manual of 1.7.
 */
class JqProgramTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Path CASES = Path.of("src/test/resources/jq/cases.jsonl");

	static Stream<Case> cases() throws IOException {
		return Files.readAllLines(CASES).stream().map((line) -> JSON.readValue(line, Case.class));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void givesWhatJqGives(Case each) {
		// what comes before an error counts, too
		List<@Nullable Object> given = JqProgram.of("try (%s\n) catch {caught: .}".formatted(each.program()))
			.run(JSON.treeToValue(each.input(), Object.class), new Counting());
		if (each.error() != null) {
			assertThat(given.remove(given.size() - 1)).as(each.program())
				.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
				.containsOnlyKeys("caught");
		}
		assertThat(normal(JSON.valueToTree(given))).as(each.program())
			.isEqualTo(normal(JSON.valueToTree(each.gives())));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
			[limit(5; repeat(. * 2))] ¦ 1 ¦ [1,2,4,8,16]
			[limit(0; 1, 2)] ¦ 1 ¦ []
			map(abs) ¦ [-1, 2.5] ¦ [1,2.5]
			[skip(2; .[])] ¦ [1, 2, 3] ¦ [3]
			pick(.a.b) ¦ {"a": {"b": 1, "c": 2}} ¦ {"a":{"b":1}}
			[trim, ltrim, rtrim] ¦ " a " ¦ ["a","a "," a"]
			toarray ¦ 1 ¦ [1]
			if . then "yes" end ¦ false ¦ false
			indices("aa") ¦ "aaaa" ¦ [0,1,2]
			[match("(a)(?<n>b)?").captures[1].string] ¦ "a" ¦ [null]
			@html, @uri ¦ "'" ¦ "&#39;","%27"
			try ((1, error("no")) // 2) catch "c" ¦ null ¦ 1,"c"
			try (.a?.b? | tonumber) catch "c" ¦ {"a": {"b": "x"}} ¦ "c"
			try (.a? // "n" | error("e")) catch . ¦ {"a": 1} ¦ "e"
			try ((try (.a?) catch "c") | error("e")) catch . ¦ {"a": 1} ¦ "e"
			try .a.b? catch "c" ¦ "x" ¦ "c"
			[(.a, .b)["x", "y"]] ¦ {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 4}} ¦ [1,3,2,4]
			tonumber ¦ "1234567890123456789" ¦ 1234567890123456789
			[nan, -infinite] | tojson ¦ 1 ¦ "[null,-1.7976931348623157E308]"
			[limit(-1; 1, 2)] ¦ 1 ¦ [1,2]
			[foreach (1, 2, 3) as $x (0; if $x == 2 then empty else . + $x end)] ¦ 1 ¦ [1,3]
			try (.[nan] = 1) catch "c" ¦ [] ¦ "c"
			[sub("(?<a>.)"; "<" + .a, "c")] ¦ "ab" ¦ ["<ab","cb"]
			[gsub("[ab]"; "x", "y")] ¦ "a-b-" ¦ ["x-x-","y-y-"]
			test(["A", "i"]) ¦ "a" ¦ true
			bsearch(2), bsearch(0) ¦ [1, 2, 3] ¦ 1,-1
			[55296] | implode ¦ 1 ¦ "\ufffd"
			map_values(empty) ¦ {"a": 1} ¦ {}
			.[] |= empty ¦ [1] ¦ []
			def sum: if . == [] then 0 else .[0] + (.[1:] as $r | $r | sum) end; sum ¦ [1, 2, 3] ¦ 6
			try (1, error("no")) catch . ¦ null ¦ 1,"no"
			""")
	void givesWhatTheManualSays(String program, String input, String gives) {
		List<@Nullable Object> given = JqProgram.of(program).run(JSON.readValue(input, Object.class), new Counting());
		assertThat(JSON.writeValueAsString(given)).isEqualTo("[" + gives + "]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			.a[             | an expression is missing at the end of the jq program
			.a b            | there is something that does not belong at character 4, 'b', of the jq program
			(1              | ')' is missing at the end of the jq program
			"a              | a text has no end at the end of the jq program
			"\\q"            | \\q is no escape of a text, at character 4, '"', of the jq program
			nope(1)         | there is no function nope for the jq program with 1 argument
			env.HOME        | there is no function env for the jq program
			now, input      | there is no function now for the jq program
			$ENV.HOME       | the jq program has no variable $ENV there
			1 < 2 < 3       | '<' after '<' needs parentheses, at character 7, '< 3', of the jq program
			break $x        | the jq program has no label $x around its break
			if 1 then 2     | 'end' is missing at the end of the jq program
			@nope           | jq has no format @nope
			{a: }           | an expression is missing at character 5, '}', of the jq program
			""")
	void saysWhereTextIsNoProgram(String program, String message) {
		assertThatExceptionOfType(JqException.class).isThrownBy(() -> JqProgram.of(program)).withMessage(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			.a              | [1]     | jq: Cannot index array with "a"
			.[] + 1         | ["x"]   | jq: string and number (1) cannot be added
			path(1)         | null    | jq: Invalid path expression with result number (1)
			error({a: 1})   | null    | jq: object (not a string)
			keys            | 3       | jq: number (3) has no keys
			fromjson        | "[1,"   | jq: string is not JSON at line 1, column 4
			test("(")       | "x"     | jq: ( (at offset 1) is not a valid regex: Unclosed group
			""")
	void saysWhyAProgramFails(String program, String input, String message) {
		assertThatExceptionOfType(JqException.class)
			.isThrownBy(() -> JqProgram.of(program).run(JSON.readValue(input, Object.class), new Counting()))
			.withMessage(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "range(infinite)", "[repeat(1)]", "last(repeat(.))", "def f: f; f", "def f: 1 + f; f",
			"[range(200)] | [.[] + .[] + .[] + .[]]", "reduce range(60) as $i (1; [., .]) | tojson",
			"reduce range(60) as $i (\"aa\"; . + .)", "reduce range(1e6) as $i (0; [.])", "[.[range(1e9)]?]",
			"reduce range(60) as $i (1; [., .]) as $x | $x == $x", "reduce range(60) as $i (1; [., .]) | .a",
			"\"\" | ascii_downcase * 1e9 | until(false; .)", "\"a\" * 1e9", "[limit(1e9; repeat(\"x\" * 1e5))]",
			"\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab!\" | test(\"(.*a){14}c\")", ".[1e9] = 1", "[.] | combinations(1e9)",
			"[range(1000)] | [combinations(3)]", "try error(reduce range(60) as $i (1; [., .])) catch error" })
	void endsWhereItWouldNot(String program) {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> JqProgram.of(program).run(null, new Counting()));
	}

	/** 1.0 is 1. */
	private static String normal(JsonNode node) {
		return node.toString().replaceAll("(?<=\\d)\\.0(?!\\d)", "");
	}

	record Case(String program, JsonNode input, List<JsonNode> gives, @Nullable String error) {
	}

	private static final class Counting implements JqBudget {

		private long steps;

		private long weight;

		@Override
		public void step() {
			if (++this.steps > 1_000_000) {
				throw new IllegalStateException("too many steps");
			}
		}

		@Override
		public void grow(long grown) {
			this.weight += grown;
			if (this.weight > 1_000_000) {
				throw new IllegalStateException("too large");
			}
		}

		@Override
		public void length(long characters) {
			if (characters > 1 << 20) {
				throw new IllegalStateException("too long");
			}
		}

	}

}
