package io.windhover.flow.binding;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuggestionTests {

	@ParameterizedTest
	@CsvSource({ "cronn, cron", "crn, cron", "Timezone, timezone", "time-zone, timezone",
			"recover_missed, recoverMissed", "tiemzone, timezone" })
	void nearWordIsSuggested(String word, String meant) {
		assertThat(Suggestion.of(word, List.of("id", "cron", "timezone", "recoverMissed")))
			.isEqualTo("; did you mean '%s'?".formatted(meant));
	}

	@ParameterizedTest
	@CsvSource({ "uri", "x", "whatever" })
	void farWordIsNot(String word) {
		assertThat(Suggestion.of(word, List.of("cron", "timezone", "recoverMissed"))).isEmpty();
	}

	@Test
	void prefixMakesNoWordNearer() {
		List<String> known = List.of("some.long.prefix.roles");
		assertThat(Suggestion.of("some.long.prefix.home", "some.long.prefix.", known)).isEmpty();
		assertThat(Suggestion.of("some.long.prefix.role", "some.long.prefix.", known))
			.isEqualTo("; did you mean 'some.long.prefix.roles'?");
	}

}
