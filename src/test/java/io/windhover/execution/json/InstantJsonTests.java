package io.windhover.execution.json;

import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.exc.MismatchedInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InstantJsonTests {

	@ParameterizedTest
	@ValueSource(strings = { "1970-01-01T00:00:00Z", "2026-11-28T19:27:07.955871200Z", "2026-11-28T19:27:07.955871Z",
			"2026-11-28T19:27:07.955Z", "2026-11-28T19:27:07.000000001Z", "2026-11-28T19:27:07.100Z",
			"0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999Z",
			"2024-02-29T12:00:00Z", "+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z" })
	void anInstantIsWrittenAndReadAsTheLibraryOfJavaDoes(String text) {
		Instant instant = Instant.parse(text);
		assertThat(Json.mapper().writeValueAsString(instant)).isEqualTo("\"" + instant + "\"");
		assertThat(Json.mapper().readValue("\"" + text + "\"", Instant.class)).isEqualTo(instant);
	}

	@Test
	void randomInstantsAreTheSameOnceWrittenAndRead() {
		Random random = new Random(7);
		for (int i = 0; i < 10_000; i++) {
			long nanos = random.nextInt(1_000_000_000);
			Instant instant = Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L),
					(i % 2 == 0) ? nanos : nanos / 1_000 * 1_000);
			String json = Json.mapper().writeValueAsString(instant);
			assertThat(json).isEqualTo("\"" + instant + "\"");
			assertThat(Json.mapper().readValue(json, Instant.class)).isEqualTo(instant);
		}
	}

	@Test
	void anInstantWithAnOffsetIsRead() {
		assertThat(Json.mapper().readValue("\"2026-11-28T20:27:07+01:00\"", Instant.class))
			.isEqualTo("2026-11-28T19:27:07Z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"yesterday\"", "\"2026-13-01T00:00:00Z\"", "\"2026-02-30T00:00:00Z\"", "true" })
	void whatIsNoInstantIsRefused(String json) {
		assertThatExceptionOfType(MismatchedInputException.class)
			.isThrownBy(() -> Json.mapper().readValue(json, Instant.class));
	}

}
