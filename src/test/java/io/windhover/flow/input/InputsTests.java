package io.windhover.flow.input;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import io.windhover.flow.template.pebble.PebbleTemplates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class InputsTests {

	@Test
	void valuesAreConvertedAndDefaultsFilledIn() {
		List<Input> declared = List.of(input("count", Input.Type.INT, true, null),
				input("name", Input.Type.STRING, true, "world"), input("day", Input.Type.DATE, false, null));
		assertThat(resolve(declared, Map.of("count", "5"))).isEqualTo(Map.of("count", 5, "name", "world"));
		assertThat(resolve(declared, Map.of("count", 3_000_000_000L, "name", 7, "day", "2026-11-22")))
			.isEqualTo(Map.of("count", 3_000_000_000L, "name", "7", "day", "2026-11-22"));
	}

	@Test
	void everyProblemIsTold() {
		List<Input> declared = List.of(input("count", Input.Type.INT, true, null),
				input("day", Input.Type.DATE, true, null));
		assertThatExceptionOfType(InvalidInputsException.class)
			.isThrownBy(() -> resolve(declared, Map.of("day", "tomorrow", "cuont", 1)))
			.satisfies((ex) -> assertThat(ex.problems()).containsExactlyInAnyOrder(
					new InvalidInputsException.Problem("cuont", "is not an input of the flow; did you mean 'count'?"),
					new InvalidInputsException.Problem("count", "is required; give a whole number"),
					new InvalidInputsException.Problem("day",
							"'tomorrow' is not of type date; give a date such as 2026-01-31")));
	}

	@ParameterizedTest
	@CsvSource({ "INT, 5.0, 5", "INT, -12, -12", "FLOAT, 2.50, 2.5", "BOOLEAN, TRUE, true",
			"DATE, 2026-02-28, 2026-02-28", "DATETIME, 2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z",
			"DATETIME, 2026-11-22T10:00+01:00, 2026-11-22T10:00:00+01:00", "DURATION, PT90S, PT1M30S",
			"JSON, '{\"a\": [1]}', '{a=[1]}'", "TIME, 08:30, 08:30:00", "ARRAY, '[1, \"a\"]', '[1, a]'",
			"URI, s3://bucket/key, s3://bucket/key", "SECRET, DB_PASSWORD, DB_PASSWORD",
			"FILE, windhover:///executions/e1/a.csv, windhover:///executions/e1/a.csv" })
	void textIsConverted(Input.Type type, String given, String converted) {
		assertThat(convert(type, given)).hasToString(converted);
	}

	@ParameterizedTest
	@CsvSource({ "INT, 5.5", "INT, five", "INT, 99999999999999999999", "INT, 1e999999999", "INT, true", "FLOAT, NaN",
			"FLOAT, 1e400", "BOOLEAN, yes", "DATE, 2026-02-30", "DATETIME, 2026-11-22T10:00:00", "DURATION, 5s",
			"JSON, '{'", "TIME, 25:00", "ARRAY, 1", "URI, /no/scheme", "URI, 'http://a b'", "SECRET, 'is no name'",
			"FILE, /etc/passwd", "FILE, windhover:///executions/e1/../a.csv" })
	void textThatDoesNotFitIsRefused(Input.Type type, String given) {
		assertThatIllegalArgumentException().isThrownBy(() -> convert(type, given));
	}

	@Test
	void structuresAreForJsonOnly() {
		assertThat(convert(Input.Type.JSON, List.of(1))).isEqualTo(List.of(1));
		assertThatIllegalArgumentException().isThrownBy(() -> convert(Input.Type.STRING, List.of(1)))
			.withMessage("is a structure; give text");
	}

	static List<Arguments> refusals() {
		InputRules enumeration = new InputRules(null, null, null, Input.Type.JSON, List.of("small", "large"));
		return List.of(
				arguments(Input.Type.STRING, new InputRules("[a-z]+", null, null, Input.Type.JSON, List.of()), "A1",
						"'A1' does not match '[a-z]+'; give text that matches [a-z]+"),
				arguments(Input.Type.INT, range("1", "5"), 7, "7 is too large; give a whole number from 1 to 5"),
				arguments(Input.Type.INT, range("1", null), 0, "0 is too small; give a whole number of at least 1"),
				arguments(Input.Type.FLOAT, range(null, "0.5"), 0.75,
						"0.75 is too large; give a number of at most 0.5"),
				arguments(Input.Type.ARRAY, new InputRules(null, null, null, Input.Type.INT, List.of()),
						List.of(1, "x"), "element 1: 'x' is not of type int; give a whole number"),
				arguments(Input.Type.ENUM, enumeration, "huge",
						"'huge' is not one of its values; give one of: small, large"),
				arguments(Input.Type.MULTI_ENUM, enumeration, List.of("small", "huge"),
						"'huge' is not one of its values; give a list of some of: small, large"),
				arguments(Input.Type.SECRET, InputRules.NONE, 1234,
						"is not the name of a secret; give the name of a secret, such as DB_PASSWORD, and not its value"),
				arguments(Input.Type.SECRET, InputRules.NONE, "pa$$word",
						"is not the name of a secret; give the name of a secret, such as DB_PASSWORD, and not its value"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void valuesOutsideOfTheRulesAreRefused(Input.Type type, InputRules rules, Object given, String message) {
		Input input = new Input("x", type, true, null, null, null, rules);
		assertThatIllegalArgumentException().isThrownBy(() -> Inputs.convert(input, given)).withMessage(message);
	}

	@Test
	void valuesWithinTheRulesAreConverted() {
		InputRules enumeration = new InputRules(null, null, null, Input.Type.JSON, List.of("small", "large"));
		InputRules days = new InputRules(null, null, null, Input.Type.DATE, List.of());
		assertThat(Inputs.convert(new Input("x", Input.Type.MULTI_ENUM, true, null, null, null, enumeration),
				List.of("large", "large")))
			.isEqualTo(List.of("large"));
		assertThat(Inputs.convert(new Input("x", Input.Type.ARRAY, true, null, null, null, days), "[\"2026-01-31\"]"))
			.isEqualTo(List.of("2026-01-31"));
		assertThat(Inputs.convert(new Input("x", Input.Type.INT, true, null, null, null, range("1", "5")), "5"))
			.isEqualTo(5);
	}

	@Test
	void patternThatTriesAllWaysToMatchIsCutShort() {
		Input input = new Input("x", Input.Type.STRING, true, null, null, null,
				new InputRules(".*.*.*.*.*.*.*x", null, null, Input.Type.JSON, List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> Inputs.convert(input, "a".repeat(64)))
			.withMessageContaining("simplify 'pattern' in the flow");
	}

	@Test
	void patternThatOverflowsTheStackIsCutShort() {
		Input input = new Input("x", Input.Type.STRING, true, null, null, null,
				new InputRules("(a|b)*", null, null, Input.Type.JSON, List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> Inputs.convert(input, "ab".repeat(10_000)))
			.withMessageContaining("simplify 'pattern' in the flow");
	}

	@ParameterizedTest
	@CsvSource({ "INT, 1", "FLOAT, 1", "FLOAT, 0.", "INT, -1" })
	void longNumberIsRefusedBeforeItIsParsed(Input.Type type, String start) {
		assertThatIllegalArgumentException().isThrownBy(() -> convert(type, start + "0".repeat(1 << 20)))
			.withMessageMatching("'.{100}…' is not of type %s; give a .*number".formatted(type.text()));
	}

	@Test
	void rangeIsWrittenAsShortAsItWasGiven() {
		Input input = new Input("x", Input.Type.INT, true, null, null, null, range("1e999999999", null));
		assertThatIllegalArgumentException().isThrownBy(() -> Inputs.convert(input, 7))
			.withMessage("7 is too small; give a whole number of at least 1E+999999999");
	}

	@ParameterizedTest
	@EnumSource(names = { "STRING", "ENUM", "MULTI_ENUM", "DATE", "URI" })
	void longValueIsNotQuotedAsAWhole(Input.Type type) {
		Object given = (type == Input.Type.MULTI_ENUM) ? List.of("a b".repeat(100_000)) : "a b".repeat(100_000);
		Input input = new Input("x", type, true, null, null, null, new InputRules(
				(type == Input.Type.STRING) ? "[a-z]+" : null, null, null, Input.Type.JSON, List.of("small")));
		assertThatIllegalArgumentException().isThrownBy(() -> Inputs.convert(input, given))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(250).contains("…'"));
	}

	@Test
	void defaultsAreTemplatesOfEarlierInputs() {
		List<Input> declared = List.of(input("count", Input.Type.INT, true, 2),
				input("double", Input.Type.INT, true, "{{ inputs.count * 2 }}"),
				input("list", Input.Type.ARRAY, true, List.of("{{ inputs.double }}", "x")));
		assertThat(resolve(declared, Map.of())).isEqualTo(Map.of("count", 2, "double", 4, "list", List.of(4, "x")));
		assertThat(resolve(declared, Map.of("count", 5))).containsEntry("double", 10);
	}

	@Test
	void defaultThatFailsNamesItsInputAndDefaultOfWhatIsWrongDoesNot() {
		List<Input> declared = List.of(input("a", Input.Type.INT, false, null),
				input("b", Input.Type.INT, true, "{{ inputs.a + 1 }}"));
		assertThatExceptionOfType(InvalidInputsException.class).isThrownBy(() -> resolve(declared, Map.of()))
			.withMessageContaining("inputs.b: its default fails: ")
			.withMessageEndingWith("give a value");
		assertThatExceptionOfType(InvalidInputsException.class).isThrownBy(() -> resolve(declared, Map.of("a", "x")))
			.withMessage("inputs.a: 'x' is not of type int; give a whole number");
	}

	private static InputRules range(@Nullable String min, @Nullable String max) {
		return new InputRules(null, (min != null) ? new BigDecimal(min) : null,
				(max != null) ? new BigDecimal(max) : null, Input.Type.JSON, List.of());
	}

	private static Object convert(Input.Type type, Object given) {
		return Inputs.convert(input("x", type, true, null), given);
	}

	private static Map<String, Object> resolve(List<Input> declared, Map<String, Object> given) {
		return Inputs.resolve(declared, given, new PebbleTemplates(Clock.systemUTC()));
	}

	private static Input input(String id, Input.Type type, boolean required, @Nullable Object standIn) {
		return new Input(id, type, required, standIn, null, null, InputRules.NONE);
	}

}
