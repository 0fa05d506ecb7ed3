package io.windhover.flow.jq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
	@CsvSource(delimiter = '¦', quoteCharacter = '`',
			textBlock = """
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
					.[] as {a: $a, b: {c: $c}} ?// {a: $a, b: [$c]} | {a: $a, c: $c} ¦ [{"a": 1, "b": {"c": 2}}, {"a": 3, "b": [4]}] ¦ {"a":1,"c":2},{"a":3,"c":4}
					.[] as [$a] ?// $b | {a: $a, b: $b} ¦ [[3], 4] ¦ {"a":3,"b":null},{"a":null,"b":4}
					[.[] as [$a] ?// $a | if ($a | type) == "number" then error("x") else $a end] ¦ [[1]] ¦ [[1]]
					try ((.[] as [$a] ?// $b | [$a, $b]) | error("after")) catch . ¦ [[1]] ¦ "after"
					try (. as [$a] ?// {b: $a} | $a) catch "none fits" ¦ 1 ¦ "none fits"
					@base32, (@base32 | @base32d) ¦ "This is a message" ¦ "KRUGS4ZANFZSAYJANVSXG43BM5SQ====","This is a message"
					[.[] | @base32] ¦ ["", "f", "fo", "foo", "foob", "fooba", "foobar"] ¦ ["","MY======","MZXQ====","MZXW6===","MZXW6YQ=","MZXW6YTB","MZXW6YTBOI======"]
					try @base32d catch . ¦ "1" ¦ "string is not valid base32 data"
					fromdate ¦ "2015-03-05T23:51:47Z" ¦ 1425599507
					strptime("%Y-%m-%dT%H:%M:%SZ") ¦ "2015-03-05T23:51:47Z" ¦ [2015,2,5,23,51,47,4,63]
					strptime("%Y-%m-%dT%H:%M:%SZ") | mktime ¦ "2015-03-05T23:51:47Z" ¦ 1425599507
					todate, date, (gmtime | todate) ¦ 1425599507 ¦ "2015-03-05T23:51:47Z","2015-03-05T23:51:47Z","2015-03-05T23:51:47Z"
					gmtime ¦ 1425599621.5 ¦ [2015,2,5,23,53,41.5,4,63]
					strftime("%Y-%m-%dT%H:%M:%SZ") ¦ [2015, 2, 5, 23, 51, 47, 4, 63] ¦ "2015-03-05T23:51:47Z"
					strftime("%A, %B %d, %Y") ¦ 1425599621 ¦ "Thursday, March 05, 2015"
					strftime("%j %U %W %V %G %g %e|%k|%l|%I %p %P %y %C %s %u %w %Z %z") ¦ 1425599621 ¦ "064 09 09 10 2015 15  5|23|11|11 PM pm 15 20 1425599621 4 4 UTC +0000"
					strftime("%c|%x|%X|%r|%D|%F|%T|%R|%h|%-d|%_d|%0e|%%") ¦ 1425599621 ¦ "Thu Mar  5 23:53:41 2015|03/05/15|23:53:41|11:53:41 PM|03/05/15|2015-03-05|23:53:41|23:53|Mar|5| 5|05|%"
					strptime("%d %b %Y %I:%M:%S %p") | mktime ¦ "10 Mar 2015 3:04:05 PM" ¦ 1425999845
					strptime("%a, %d %B %Y %H:%M:%S %z") | mktime ¦ "Thu, 05 march 2015 23:51:47 +0100" ¦ 1425599507
					strptime("%Y %j"), (strptime("%Y %j") | mktime | todate) ¦ "2015 064" ¦ [2015,2,5,0,0,0,4,63],"2015-03-05T00:00:00Z"
					strptime("%s") | mktime ¦ "1425599621" ¦ 1425599621
					strptime("%y%m%d") | mktime | todate ¦ "691231" ¦ "1969-12-31T00:00:00Z"
					[.[] | try strptime("%H:%M") catch "no"] | map(type) ¦ ["23:59", "24:00", "1", "12:30 ", "x"] ¦ ["array","string","string","string","string"]
					mktime ¦ [2024, 1, 29, 0, 0, 0, 4, 59] ¦ 1709164800
					dateadd("seconds"; 10), datesub("seconds"; 10) ¦ 100 ¦ 110,90
					[limit(3; .[])], [first(.[])], [.[] | until(. > 100; . * 2)], getpath([1]), [paths], [leaf_paths] ¦ [60, 70] ¦ [60,70],[60],[120,140],70,[[0],[1]],[[0],[1]]
					[tostream] ¦ {"a": [1, {"b": 2}]} ¦ [[["a",0],1],[["a",1,"b"],2],[["a",1,"b"]],[["a",1]],[["a"]]]
					fromstream(tostream) ¦ {"a": [1, {"b": 2}]} ¦ {"a":[1,{"b":2}]}
					[1 | truncate_stream([[0], 1], [[1, 0], 2], [[1, 0]], [[1]])] ¦ 1 ¦ [[[0],2],[[0]]]
					fromstream(1 | truncate_stream([[0], 1], [[1, 0], 2], [[1, 0]], [[1]])) ¦ 1 ¦ [2]
					[atan2(0; 1), fmin(1; 2), fmax(1; 2), fmod(7; 3), ldexp(3; 2), (-8 | cbrt), (-1.5 | fabs), (2.5 | rint)] ¦ 1 ¦ [0,1,2,1,12,-2,1.5,2]
					""")
	void givesWhatTheManualSays(String program, String input, String gives) {
		List<@Nullable Object> given = JqProgram.of(program).run(JSON.readValue(input, Object.class), new Counting());
		assertThat(JSON.writeValueAsString(given)).isEqualTo("[" + gives + "]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					.a[             | an expression is missing at the end of the jq program
					.a b            | there is something that does not belong at character 4, 'b', of the jq program
					(1              | ')' is missing at the end of the jq program
					"a              | a text has no end at the end of the jq program
					"\\q"            | \\q is no escape of a text, at character 4, '"', of the jq program
					nope(1)         | there is no function nope for the jq program with 1 argument
					env.HOME        | there is no function env for the jq program, which sees and changes nothing but its input
					now, input      | there is no function now for the jq program, which sees and changes nothing but its input
					strflocaltime("%Y") | there is no function strflocaltime for the jq program, which sees and changes nothing but its input
					$ENV.HOME       | the jq program has no variable $ENV there: it sees nothing but its input
					$x              | the jq program has no variable $x there
					reduce . as $x ?// [$x] (0; .) | alternatives of patterns are not supported in reduce and foreach, at character 16, '?// [$x] (0; .)', of the jq program
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
			mktime          | 1       | jq: mktime requires array of 6 numbers
			mktime          | [1, "a", 3, 4, 5, 6] | jq: mktime requires parsed datetime inputs
			strftime("%Y")  | [1]     | jq: strftime/1 requires parsed datetime inputs
			strftime(1)     | 1       | jq: strftime/1 requires a string format
			strftime("%Q")  | 1       | jq: strftime/1 has no conversion %Q
			strptime("%Y")  | 2015    | jq: strptime/1 requires string inputs and arguments
			strptime("%Y")  | "x"     | jq: date "x" does not match format "%Y"
			todate          | 1e18    | jq: strftime/1: number (1.0E18) is no date
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
