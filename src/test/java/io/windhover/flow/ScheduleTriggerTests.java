package io.windhover.flow;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleTriggerTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			*/5 * * * *,       UTC,          2026-01-01T00:00:00Z, 2026-01-01T00:05:00Z
			*/10 * * * * *,    UTC,          2026-01-01T00:00:00Z, 2026-01-01T00:00:10Z
			@daily,            UTC,          2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z
			0 2 * * *,         Europe/Paris, 2026-01-01T00:00:00Z, 2026-01-01T01:00:00Z
			0 2 * * *,         Europe/Paris, 2026-07-01T12:00:00Z, 2026-07-02T00:00:00Z
			0 0 * * */2,       UTC,          2026-01-01T00:00:00Z, 2026-01-03T00:00:00Z
			0 0 0 * * */3,     UTC,          2026-01-01T00:00:00Z, 2026-01-03T00:00:00Z
			0 0 * 2/4 * *,     Australia/Lord_Howe, 2028-04-01T14:00:00Z, 2028-04-01T15:30:00Z
			30 2 * * *,        Europe/Paris, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z
			30 2 * * *,        Europe/Paris, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z
			30 2 * * *,        Europe/Paris, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z
			30 2 * * *,        Europe/Paris, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z
			30 2 * * *,        Europe/Paris, 2026-10-25T01:10:00Z, 2026-10-26T01:30:00Z
			0 3 * * *,         Europe/Paris, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z
			0 3 * * *,         Europe/Paris, 2026-10-25T00:30:00Z, 2026-10-25T02:00:00Z
			'0 2,3 * * *',     Europe/Paris, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z
			'0 2,3 * * *',     Europe/Paris, 2026-03-29T01:00:00Z, 2026-03-30T00:00:00Z
			@daily,            Africa/Cairo, 2026-04-23T12:00:00Z, 2026-04-23T22:00:00Z
			@daily,            Africa/Cairo, 2026-04-23T22:00:00Z, 2026-04-24T21:00:00Z
			@daily,            Pacific/Apia, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z
			*/30 2 * * *,      Europe/Paris, 2026-03-29T00:00:00Z, 2026-03-30T00:00:00Z
			*/30 2 * * *,      Europe/Paris, 2026-10-25T00:30:00Z, 2026-10-25T01:00:00Z
			30 * * * *,        Europe/Paris, 2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z
			30 * * * *,        Europe/Paris, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z
			@Hourly,           Europe/Paris, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z
			0 0/1 * * *,       Europe/Paris, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z
			0 0 31 2 *,        UTC,          2026-01-01T00:00:00Z,
			""")
	void nextDateIsStrictlyLaterAndInTheZone(String cron, ZoneId zone, Instant after, Instant next) {
		ScheduleTrigger trigger = new ScheduleTrigger("s", cron, zone, null, ScheduleTrigger.RecoverMissed.LAST,
				Map.of());
		assertThat(trigger.next(after)).isEqualTo(next);
	}

}
