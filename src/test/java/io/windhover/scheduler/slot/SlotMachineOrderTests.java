package io.windhover.scheduler.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.windhover.flow.Concurrency;
import io.windhover.flow.Concurrency.Behavior;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The machine and the executors' side of the conversation, with messages that come twice
 * and in any order, kills, and limits that change.
 */
class SlotMachineOrderTests {

	private static final List<Behavior> BEHAVIORS = List.of(Behavior.values());

	private static final int STORIES = 2000;

	private static final int EXECUTIONS = 25;

	private final long seed = Long.getLong("seed", System.nanoTime());

	private Random random = new Random();

	private MapLedger ledger = new MapLedger();

	private int limit;

	/** What an executor knows of each. */
	private final Map<String, Phase> phases = new TreeMap<>();

	private final List<SlotEvent> toScheduler = new ArrayList<>();

	private final List<SlotAnswer> toExecutor = new ArrayList<>();

	@Test
	void neverMoreRunThanTheLimitAllEndAndNoSlotIsLeftTaken() {
		for (int story = 0; story < STORIES; story++) {
			this.random = new Random(this.seed + story);
			this.ledger = new MapLedger();
			this.phases.clear();
			tell(this.seed + story);
		}
	}

	private void tell(long number) {
		change();
		int created = 0;
		while (created < EXECUTIONS || !isQuiet()) {
			int kind = this.random.nextInt(10);
			if (kind == 0 && created < EXECUTIONS) {
				String id = "e" + created++;
				this.phases.put(id, Phase.QUEUED);
				this.toScheduler.add(new SlotEvent.Requested(id));
			}
			else if (kind == 1) {
				end(Phase.QUEUED, 4);
			}
			else if (kind < 4) {
				end(Phase.RUNNING, 1);
			}
			else if (kind == 4 && this.random.nextInt(5) == 0) {
				change();
			}
			else if (kind < 7) {
				deliverToScheduler();
			}
			else {
				deliverToExecutor();
			}
			assertThat(this.ledger.state().running()).as("story %d", number).isNotNegative();
		}
		assertThat(this.phases).as("story %d", number).hasSize(EXECUTIONS);
		assertThat(this.ledger.places).as("story %d", number).isEmpty();
		assertThat(this.ledger.queue).as("story %d", number).isEmpty();
		assertThat(List.of(this.ledger.state().running(), this.ledger.state().waiting())).containsOnly(0);
	}

	private boolean isQuiet() {
		return this.toScheduler.isEmpty() && this.toExecutor.isEmpty()
				&& this.phases.values().stream().allMatch(Phase.ENDED::equals);
	}

	private void change() {
		this.limit = 1 + this.random.nextInt(4);
		Behavior behavior = (this.random.nextInt(3) == 0) ? BEHAVIORS.get(this.random.nextInt(BEHAVIORS.size()))
				: Behavior.QUEUE;
		answer(this.ledger.apply(new SlotEvent.Stored(new Concurrency(this.limit, behavior))));
	}

	/** An end of what runs, or a kill of what waits. */
	private void end(Phase phase, int rarely) {
		if (this.random.nextInt(rarely) > 0) {
			return;
		}
		this.phases.entrySet()
			.stream()
			.filter((each) -> each.getValue() == phase)
			.skip(this.random.nextInt(3))
			.findFirst()
			.ifPresent((each) -> {
				each.setValue(Phase.ENDED);
				this.toScheduler.add(new SlotEvent.Released(each.getKey()));
			});
	}

	private void deliverToScheduler() {
		if (!this.toScheduler.isEmpty()) {
			answer(this.ledger.apply(1 + this.random.nextInt(3), next(this.toScheduler)));
		}
	}

	private void answer(List<SlotAnswer> answers) {
		long before = running();
		for (SlotAnswer answer : answers) {
			if (answer instanceof SlotAnswer.Continue rest) {
				this.toScheduler.add(new SlotEvent.Continued(rest.number()));
			}
			else {
				this.toExecutor.add(answer);
			}
		}
		assertThat(running()).isLessThanOrEqualTo(Math.max(this.limit, before));
	}

	/** Those that run or are about to. */
	private long running() {
		return this.phases.entrySet()
			.stream()
			.filter((each) -> each.getValue() == Phase.RUNNING
					|| (each.getValue() == Phase.QUEUED && isAdmitted(each.getKey())))
			.count();
	}

	private boolean isAdmitted(String id) {
		return this.toExecutor.contains(new SlotAnswer.Admitted(id));
	}

	private void deliverToExecutor() {
		if (this.toExecutor.isEmpty()) {
			return;
		}
		SlotAnswer answer = next(this.toExecutor);
		if (answer instanceof SlotAnswer.Refused refused) {
			this.phases.computeIfPresent(refused.executionId(),
					(id, phase) -> (phase == Phase.QUEUED) ? Phase.ENDED : phase);
		}
		else if (answer instanceof SlotAnswer.Admitted admitted) {
			if (this.phases.get(admitted.executionId()) == Phase.QUEUED) {
				this.phases.put(admitted.executionId(), Phase.RUNNING);
			}
			else if (this.phases.get(admitted.executionId()) == Phase.ENDED) {
				this.toScheduler.add(new SlotEvent.Released(admitted.executionId()));
			}
		}
	}

	/** Any of the messages, which may come again. */
	private <M> M next(List<M> messages) {
		int index = this.random.nextInt(messages.size());
		return (this.random.nextInt(8) == 0) ? messages.get(index) : messages.remove(index);
	}

	private enum Phase {

		QUEUED, RUNNING, ENDED

	}

}
