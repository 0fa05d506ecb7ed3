package io.windhover.flow;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InputsTests {

	@Test
	void valuesAreConvertedAndDefaultsFilledIn() {
		List<Input> declared = List.of(input("count", Input.Type.INT, true, null),
				input("name", Input.Type.STRING, true, "world"), input("day", Input.Type.DATE, false, null));
		assertThat(Inputs.resolve(declared, Map.of("count", "5"))).isEqualTo(Map.of("count", 5, "name", "world"));
		assertThat(Inputs.resolve(declared, Map.of("count", 3_000_000_000L, "name", 7, "day", "2026-11-22")))
			.isEqualTo(Map.of("count", 3_000_000_000L, "name", "7", "day", "2026-11-22"));
	}

	@Test
	void everyProblemIsTold() {
		List<Input> declared = List.of(input("count", Input.Type.INT, true, null),
				input("day", Input.Type.DATE, true, null));
		assertThatExceptionOfType(InvalidInputsException.class)
			.isThrownBy(() -> Inputs.resolve(declared, Map.of("day", "tomorrow", "cuont", 1)))
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
			"JSON, '{\"a\": [1]}', '{a=[1]}'" })
	void textIsConverted(Input.Type type, String given, String converted) {
		assertThat(Inputs.convert(type, given)).hasToString(converted);
	}

	@ParameterizedTest
	@CsvSource({ "INT, 5.5", "INT, five", "INT, 99999999999999999999", "INT, 1e999999999", "INT, true", "FLOAT, NaN",
			"FLOAT, 1e400", "BOOLEAN, yes", "DATE, 2026-02-30", "DATETIME, 2026-11-22T10:00:00", "DURATION, 5s",
			"JSON, '{'" })
	void textThatDoesNotFitIsRefused(Input.Type type, String given) {
		assertThatIllegalArgumentException().isThrownBy(() -> Inputs.convert(type, given));
	}

	@Test
	void structuresAreForJsonOnly() {
		assertThat(Inputs.convert(Input.Type.JSON, List.of(1))).isEqualTo(List.of(1));
		assertThatIllegalArgumentException().isThrownBy(() -> Inputs.convert(Input.Type.STRING, List.of(1)))
			.withMessage("is a structure; give text");
	}

	private static Input input(String id, Input.Type type, boolean required, @Nullable Object standIn) {
		return new Input(id, type, required, standIn, null);
	}

}
