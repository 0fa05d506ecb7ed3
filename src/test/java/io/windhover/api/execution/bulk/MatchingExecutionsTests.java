package io.windhover.api.execution.bulk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.windhover.api.execution.ActOnExecutions;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.State;
import io.windhover.repository.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class MatchingExecutionsTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00.000001Z");

	private static final int SIZE = 3;

	private final List<Execution> stored = new ArrayList<>();

	private final List<Execution> recent = new ArrayList<>();

	@Test
	void eachComesOnceAlthoughThoseBeforeNoLongerMatch() {
		for (int i = 0; i < 20; i++) {
			this.stored.add(execution("e%02d".formatted(i), START.plusSeconds(i / 2)));
		}
		MatchingExecutions matching = matching(START.plus(Duration.ofHours(1)));
		List<String> seen = new ArrayList<>();
		for (List<Execution> page = matching.next(); !page.isEmpty(); page = matching.next()) {
			assertThat(page).hasSizeLessThanOrEqualTo(SIZE);
			page.forEach((each) -> seen.add(each.id()));
			this.stored.removeAll(page.subList(0, 1));
		}
		assertThat(seen).hasSize(20).doesNotHaveDuplicates().first().isEqualTo("e19");
	}

	@Test
	void manyOfOneDateAreNoObstacle() {
		for (int i = 0; i < 11; i++) {
			this.stored.add(execution("e%02d".formatted(i), START));
		}
		assertThat(all(START.plusSeconds(1))).hasSize(11).doesNotHaveDuplicates();
	}

	@Test
	void whatTheRepositoryDoesNotKnowYetComesFirstAndOnce() {
		Execution old = execution("old", START);
		Execution both = execution("both", START.plusSeconds(1));
		this.stored.addAll(List.of(old, both));
		this.recent.addAll(List.of(execution("new", START.plusSeconds(2)), both));
		assertThat(all(START.plusSeconds(9))).containsExactly("new", "both", "old");
	}

	private List<String> all(Instant now) {
		MatchingExecutions matching = matching(now);
		List<String> seen = new ArrayList<>();
		for (List<Execution> page = matching.next(); !page.isEmpty(); page = matching.next()) {
			page.forEach((each) -> seen.add(each.id()));
		}
		return seen;
	}

	private MatchingExecutions matching(Instant now) {
		ExecutionReader reader = mock();
		given(reader.stored(any())).willAnswer((call) -> stored(call.getArgument(0)));
		given(reader.recentOnly(any())).willReturn(this.recent);
		return new MatchingExecutions(reader, new ActOnExecutions.Filter("demo", null, null, null, null, null, null),
				now, SIZE);
	}

	private Page<Execution> stored(ExecutionQuery query) {
		List<Execution> found = this.stored.stream()
			.filter(query::matches)
			.sorted(Comparator.comparing(Execution::createdAt).thenComparing(Execution::id).reversed())
			.toList();
		return new Page<>(found.stream().skip((long) query.page() * query.size()).limit(query.size()).toList(),
				found.size());
	}

	private static Execution execution(String id, Instant at) {
		return new Execution(id, "demo", "hello", 1, State.RUNNING, List.of(), Map.of(), Map.of(), null, null, at, at,
				null, null, null, false, 1);
	}

}
