package io.windhover.api.execution.create;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.web.Problems;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Snapshot;
import io.windhover.flow.FlowRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class IdempotencyKeysTests {

	private static final String FLOW = "demo/hello";

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

	private final Map<String, Snapshot> known = new HashMap<>();

	private final ExecutionReader reader = mock();

	@BeforeEach
	void answer() {
		given(this.reader.find(anyString())).willAnswer((call) -> this.known.get(call.<String>getArgument(0)));
		given(this.reader.look(anyString())).willAnswer((call) -> this.known.get(call.<String>getArgument(0)));
	}

	@Test
	void aKeyIsTheSameExecutionForADayAlsoOverMidnight() {
		String id = create(NOON, "a");
		assertThat(claim(NOON, "a").existing()).extracting(Execution::id).isEqualTo(id);
		assertThat(claim(NOON.plus(Duration.ofHours(23)), "a").id()).isEqualTo(id);
		IdempotencyKeys.Claim later = claim(NOON.plus(Duration.ofHours(24)), "a");
		assertThat(later.existing()).isNull();
		assertThat(later.id()).isNotEqualTo(id);
	}

	@Test
	void shortlyAfterMidnightACommandOfTheDayBeforeMayBeOnItsWay() {
		given(this.reader.look(anyString())).willThrow(Problems.unavailable("behind", "Try again.", null));
		Instant midnight = Instant.parse("2026-02-01T00:00:00Z");
		assertThatExceptionOfType(ErrorResponseException.class).isThrownBy(() -> claim(midnight.plusSeconds(5), "a"))
			.satisfies((ex) -> assertThat(ex.getStatusCode().value()).isEqualTo(503));
		assertThat(claim(midnight.plus(Duration.ofMinutes(11)), "a").existing()).isNull();
	}

	@Test
	void anotherKeyOrFlowIsAnotherExecution() {
		String id = create(NOON, "a");
		assertThat(claim(NOON, "b").id()).isNotEqualTo(id);
		assertThat(keys(NOON).claim("demo/other", "a").id()).isNotEqualTo(id);
	}

	@Test
	void requestsThatDoNotKnowOfEachOtherGetTheSameId() {
		assertThat(claim(NOON, "a")).isEqualTo(claim(NOON.plusSeconds(1), "a"));
	}

	private String create(Instant at, String key) {
		String id = claim(at, key).id();
		Execution created = Execution
			.created(new ExecutionCommand.Create(id, at, new FlowRef("demo", "hello", 1), Map.of(), Map.of(), null));
		this.known.put(id, new Snapshot(created, List.of(), true));
		return id;
	}

	private IdempotencyKeys.Claim claim(Instant at, String key) {
		return keys(at).claim(FLOW, key);
	}

	private IdempotencyKeys keys(Instant at) {
		return new IdempotencyKeys(this.reader, Clock.fixed(at, ZoneOffset.UTC));
	}

}
