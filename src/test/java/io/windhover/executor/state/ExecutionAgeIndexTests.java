package io.windhover.executor.state;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.executor.ExecutorView.RunningExecution;
import io.windhover.flow.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExecutionAgeIndexTests {

	private static final int MOST = 10;

	private final Flow flow = Samples.flow(List.of(Samples.task("a")));

	private final ExecutionAgeIndex line = new ExecutionAgeIndex(State.CREATED, MOST);

	@Test
	void emptyLineHasNoOldest() {
		assertThat(this.line.first()).isNull();
		assertThat(this.line.size()).isZero();
	}

	@Test
	void ofThoseThatAreOnlyCountedTheMinuteIsKnown() {
		List<Execution> all = new ArrayList<>();
		for (int i = 0; i <= MOST; i++) {
			all.add(createdAt(Samples.START.plusSeconds(60L * i + 7)));
		}
		all.forEach(this::add);
		for (Execution each : all.subList(0, MOST)) {
			assertThat(first().id()).isEqualTo(each.id());
			this.line.remove(each);
		}
		assertThat(first()).isEqualTo(new RunningExecution(null, null, State.CREATED,
				all.get(MOST).createdAt().truncatedTo(ChronoUnit.MINUTES)));
		assertThat(this.line.size()).isOne();
		Execution later = createdAt(Samples.START.plusSeconds(3600));
		add(later);
		assertThat(first().id()).isNull();
		this.line.remove(all.get(MOST));
		assertThat(first().id()).as("known, as there is room again").isEqualTo(later.id());
		this.line.remove(later);
		assertThat(this.line.first()).isNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void sizeAndOldestAreRightWhateverComesAndGoes(long seed) {
		Random random = new Random(seed);
		List<Execution> there = new ArrayList<>();
		for (int i = 0; i < 5_000; i++) {
			boolean grows = (i / 500) % 2 == 0;
			if (there.isEmpty() || random.nextInt(10) < (grows ? 7 : 3)) {
				Execution next = createdAt(Samples.START.plusMillis(i * 700L + random.nextInt(200_000)));
				there.add(next);
				add(next);
			}
			else {
				this.line.remove(there.remove(random.nextInt(there.size())));
			}
			assertThat(this.line.size()).isEqualTo(there.size());
			RunningExecution first = this.line.first();
			Execution oldest = there.stream()
				.min(Comparator.comparing(Execution::createdAt).thenComparing(Execution::id))
				.orElse(null);
			if (oldest == null) {
				assertThat(first).isNull();
			}
			else {
				Objects.requireNonNull(first);
				assertThat(first.createdAt().truncatedTo(ChronoUnit.MINUTES))
					.isEqualTo(oldest.createdAt().truncatedTo(ChronoUnit.MINUTES));
				if (first.id() != null) {
					assertThat(there)
						.anyMatch((each) -> each.id().equals(first.id()) && each.createdAt().equals(first.createdAt()));
				}
			}
		}
	}

	private RunningExecution first() {
		return Objects.requireNonNull(this.line.first());
	}

	private void add(Execution execution) {
		this.line.add(execution, execution.flow());
	}

	private Execution createdAt(Instant at) {
		return Execution.created(new ExecutionCommand.Create(UUID.randomUUID().toString(), at, this.flow.ref(),
				Map.of(), Map.of(), null));
	}

}
