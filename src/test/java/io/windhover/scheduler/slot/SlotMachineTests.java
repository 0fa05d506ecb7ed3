package io.windhover.scheduler.slot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.windhover.flow.Concurrency;
import io.windhover.flow.Concurrency.Behavior;
import io.windhover.scheduler.slot.SlotAnswer.Admitted;
import io.windhover.scheduler.slot.SlotAnswer.Continue;
import io.windhover.scheduler.slot.SlotAnswer.Refused;
import io.windhover.scheduler.slot.SlotEvent.Continued;
import io.windhover.scheduler.slot.SlotEvent.Deleted;
import io.windhover.scheduler.slot.SlotEvent.Released;
import io.windhover.scheduler.slot.SlotEvent.Requested;
import io.windhover.scheduler.slot.SlotEvent.Stored;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlotMachineTests {

	private static final List<Behavior> BEHAVIORS = List.of(Behavior.values());

	private static final int SEQUENCES = 3000;

	private static final int EVENTS = 60;

	private final MapLedger ledger = new MapLedger();

	@Test
	void behaviorDecidesWhatBecomesOfOneTooMany() {
		store(1, Behavior.QUEUE);
		assertThat(request("a")).containsExactly(new Admitted("a"));
		assertThat(request("b")).isEmpty();
		for (Behavior behavior : List.of(Behavior.CANCEL, Behavior.FAIL)) {
			store(1, behavior);
			assertThat(request("c")).containsExactly(new Refused("c", new Concurrency(1, behavior)));
		}
		assertThat(release("a")).containsExactly(new Admitted("b"));
		assertThat(release("b")).isEmpty();
		assertThat(request("d")).containsExactly(new Admitted("d"));
	}

	@Test
	void limitThatIsLoweredLetsGoOnWhatRunsAndOneThatIsRaisedAdmits() {
		store(2, Behavior.QUEUE);
		request("a");
		request("b");
		request("c");
		request("d");
		store(1, Behavior.QUEUE);
		assertThat(release("a")).isEmpty();
		assertThat(release("b")).containsExactly(new Admitted("c"));
		request("e");
		assertThat(store(3, Behavior.QUEUE)).containsExactly(new Admitted("d"), new Admitted("e"));
		request("f");
		assertThat(this.ledger.apply(new Stored(null))).containsExactly(new Admitted("f"));
		assertThat(this.ledger.state().running()).isEqualTo(4);
	}

	@Test
	void limitHoldsForWhatWaitsWhenTheFlowIsDeleted() {
		store(1, Behavior.QUEUE);
		request("a");
		request("b");
		assertThat(this.ledger.apply(new Deleted())).isEmpty();
		assertThat(request("c")).isEmpty();
		assertThat(release("a")).containsExactly(new Admitted("b"));
	}

	@Test
	void flowWithoutConcurrencyLeavesNoEntry() {
		this.ledger.apply(new Stored(null));
		this.ledger.apply(new Deleted());
		assertThat(this.ledger.state(MapLedger.FLOW)).isNull();
	}

	@Test
	void eventLooksAtABoundedNumberOfPlacesHoweverManyWaitOrHaveLeft() {
		int many = 100_000;
		store(1, Behavior.QUEUE);
		for (int i = 0; i < many; i++) {
			request("e" + i);
		}
		// from behind, so that the head cannot move along
		for (int i = many - 2; i > 0; i--) {
			release("e" + i);
		}
		assertThat(this.ledger.queue).hasSize(1);
		assertThat(drain(release("e0"))).containsExactly(new Admitted("e" + (many - 1)));
		for (int i = 0; i < many; i++) {
			request("f" + i);
		}
		List<SlotAnswer> first = store(many * 2, Behavior.QUEUE);
		assertThat(first).hasSize(SlotMachine.BUDGET + 1);
		assertThat(drain(first)).hasSize(many);
		assertThat(this.ledger.mostLookups()).isLessThanOrEqualTo(SlotMachine.BUDGET + 1);
	}

	@Test
	void everySequenceDoesWhatAListOfWaitingOnesDoes() {
		long seed = Long.getLong("seed", System.nanoTime());
		for (int i = 0; i < SEQUENCES; i++) {
			new Sequence(seed + i).run();
		}
	}

	private List<SlotAnswer> store(int limit, Behavior behavior) {
		return this.ledger.apply(new Stored(new Concurrency(limit, behavior)));
	}

	private List<SlotAnswer> request(String id) {
		return this.ledger.apply(new Requested(id));
	}

	private List<SlotAnswer> release(String id) {
		return this.ledger.apply(new Released(id));
	}

	private List<SlotAnswer> drain(List<SlotAnswer> answers) {
		return drain(this.ledger, SlotMachine.BUDGET, answers);
	}

	/** The answers to executions, with those of the continuations. */
	private static List<SlotAnswer> drain(MapLedger ledger, int budget, List<SlotAnswer> answers) {
		List<SlotAnswer> all = new ArrayList<>();
		Deque<SlotAnswer> left = new ArrayDeque<>(answers);
		while (!left.isEmpty()) {
			SlotAnswer answer = left.remove();
			if (answer instanceof Continue rest) {
				left.addAll(ledger.apply(budget, new Continued(rest.number())));
			}
			else {
				all.add(answer);
			}
		}
		return all;
	}

	/** Random events for the machine and for a list. */
	private static final class Sequence {

		private final long seed;

		private final Random random;

		private final MapLedger ledger = new MapLedger();

		private final int budget;

		private final Set<String> running = new LinkedHashSet<>();

		private final Set<String> waiting = new LinkedHashSet<>();

		private @Nullable Concurrency concurrency;

		private int ids;

		Sequence(long seed) {
			this.seed = seed;
			this.random = new Random(seed);
			this.budget = this.random.nextBoolean() ? 1 + this.random.nextInt(3) : SlotMachine.BUDGET;
		}

		void run() {
			for (int i = 0; i < EVENTS; i++) {
				step();
				SlotState state = this.ledger.state();
				assertThat(List.of(state.running(), state.waiting())).as("seed %d, event %d", this.seed, i)
					.isEqualTo(List.of(this.running.size(), this.waiting.size()));
				assertThat(this.ledger.places.keySet()).hasSize(this.running.size() + this.waiting.size());
				assertThat(this.ledger.queue.values()).containsExactlyInAnyOrderElementsOf(this.waiting);
			}
		}

		private void step() {
			int kind = this.random.nextInt(10);
			if (kind < 5) {
				String id = (kind == 0) ? any() : "e" + this.ids++;
				assertAnswers(new Requested(id), requested(id));
			}
			else if (kind < 9) {
				String id = any();
				this.running.remove(id);
				this.waiting.remove(id);
				assertAnswers(new Released(id), List.of());
			}
			else {
				this.concurrency = (this.random.nextInt(5) == 0) ? null : new Concurrency(1 + this.random.nextInt(4),
						BEHAVIORS.get(this.random.nextInt(BEHAVIORS.size())));
				assertAnswers(new Stored(this.concurrency), List.of());
			}
		}

		private String any() {
			return "e" + this.random.nextInt(this.ids + 1);
		}

		private List<SlotAnswer> requested(String id) {
			if (this.running.contains(id)) {
				return List.of(new Admitted(id));
			}
			Concurrency limit = this.concurrency;
			if (!this.waiting.contains(id) && limit != null && limit.behavior() != Behavior.QUEUE
					&& this.running.size() + this.waiting.size() >= limit.limit()) {
				return List.of(new Refused(id, limit));
			}
			this.waiting.add(id);
			return List.of();
		}

		private void assertAnswers(SlotEvent event, List<SlotAnswer> direct) {
			List<SlotAnswer> expected = new ArrayList<>(direct);
			while (!this.waiting.isEmpty()
					&& (this.concurrency == null || this.running.size() < this.concurrency.limit())) {
				String next = this.waiting.iterator().next();
				this.waiting.remove(next);
				this.running.add(next);
				expected.add(new Admitted(next));
			}
			assertThat(drain(this.ledger, this.budget, this.ledger.apply(this.budget, event)))
				.as("seed %d, %s", this.seed, event)
				.isEqualTo(expected);
		}

	}

}
