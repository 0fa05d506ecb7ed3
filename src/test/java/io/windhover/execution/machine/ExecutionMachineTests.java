package io.windhover.execution.machine;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.windhover.TestSize;
import io.windhover.execution.Execution;
import io.windhover.execution.Rerun;
import io.windhover.execution.State;
import io.windhover.execution.tree.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generated trees of all control tasks, with every order of events.
 */
class ExecutionMachineTests {

	private static final int TREES = 10_000;

	/** Of what comes to the same end in another way. */
	private static final int VARIED_TREES = TestSize.of(3_000, TREES);

	private static final Execution EXECUTION = new Execution("e", "test", "sample", 1, State.CREATED, List.of(),
			Map.of(), Map.of(), null, null, Instant.EPOCH, null, null, null, null, false, 0);

	private static final List<Spec.Kind> WITHOUT_SUBFLOWS = Stream.of(Spec.Kind.values())
		.filter((kind) -> kind != Spec.Kind.SUBFLOW)
		.toList();

	private static final int MOST_STEPS = 100_000;

	@Test
	void comesToTheSameEndAsTheReferenceInWhateverOrderThingsHappen() {
		Map<State, Integer> ends = forEachSeed(TREES, (seed) -> {
			Random random = new Random(seed);
			Spec flow = Spec.flow(random);
			Script script = new Script(seed, random.nextInt(30));
			Reference reference = new Reference(script);
			State expected = reference.run(flow);
			Simulation simulation = new Simulation(flow.plan(), script, random);
			simulation.apply(new Event.Create(EXECUTION));
			drain(simulation, false, false);
			assertThat(simulation.end()).isEqualTo(expected);
			simulation.ends.forEach((path, state) -> assertThat(state).as(path).isEqualTo(reference.ends.get(path)));
			Set<String> certain = new HashSet<>(reference.ends.keySet());
			// iterations are no documents of their own
			certain.removeIf((path) -> path.endsWith("]"));
			certain.removeAll(reference.uncertain);
			assertThat(simulation.ends.keySet()).containsAll(certain);
			return simulation.end();
		});
		assertThat(ends.keySet()).containsExactlyInAnyOrder(State.SUCCESS, State.WARNING, State.FAILED);
	}

	@Test
	void whatIsKeptDoesNotRunAndComesToTheEndOfTheReference() {
		int[] kept = new int[1];
		forEachSeed(VARIED_TREES, (seed) -> {
			Random random = new Random(seed);
			Spec flow = Spec.flow(random);
			Script script = new Script(seed, random.nextInt(30));
			Set<String> results = results(flow, script, random);
			Reference reference = new Reference(script, results);
			State expected = reference.run(flow);
			Simulation simulation = new Simulation(flow.plan(), script, random, results);
			simulation.apply(new Event.Create(rerun(results.size())));
			drain(simulation, false, false);
			assertThat(simulation.end()).isEqualTo(expected);
			simulation.ends.forEach((path, state) -> assertThat(state).as(path).isEqualTo(reference.ends.get(path)));
			kept[0] += simulation.keptPaths.size();
			return simulation.end();
		});
		assertThat(kept[0]).isGreaterThan(VARIED_TREES);
	}

	/** Some of what a first execution runs, and some of its iterations. */
	private static Set<String> results(Spec flow, Script script, Random random) {
		Reference first = new Reference(script);
		first.run(flow);
		Set<String> results = new TreeSet<>(first.leaves);
		first.ends.keySet().stream().filter((path) -> path.endsWith("]")).forEach(results::add);
		results.removeIf((path) -> random.nextInt(3) == 0);
		return results;
	}

	private static Execution rerun(int kept) {
		return new Execution("e", "test", "sample", 1, State.CREATED, List.of(), Map.of(), Map.of(), null, null,
				new Rerun(Rerun.Kind.RESTART, "first", null, kept), null, Instant.EPOCH, null, null, null, null, false,
				null, null, 0);
	}

	@Test
	void killsLossesAndTimeoutsAlwaysComeToAnEndAndLeaveNothing() {
		Map<State, Integer> ends = forEachSeed(TREES,
				(seed) -> killedLostAndTimedOut(seed, List.of(Spec.Kind.values())));
		assertThat(ends.keySet()).containsExactlyInAnyOrder(State.SUCCESS, State.WARNING, State.FAILED, State.KILLED);
	}

	@Test
	void whatIsPausedBeginsNothingAndGoesOnToTheEndOfTheReference() {
		forEachSeed(VARIED_TREES, (seed) -> {
			Random random = new Random(seed);
			Spec flow = Spec.flow(random);
			Script script = new Script(seed, random.nextInt(30));
			Reference reference = new Reference(script);
			State expected = reference.run(flow);
			Simulation simulation = new Simulation(flow.plan(), script, random);
			simulation.apply(new Event.Create(EXECUTION));
			pauseNowAndThen(simulation, random, false);
			drain(simulation, false, false);
			assertThat(simulation.end()).isEqualTo(expected);
			simulation.ends.forEach((path, state) -> assertThat(state).as(path).isEqualTo(reference.ends.get(path)));
			return simulation.end();
		});
	}

	@Test
	void whatIsPausedAndKilledLeavesNothing() {
		forEachSeed(VARIED_TREES, (seed) -> {
			Random random = new Random(seed);
			Spec flow = Spec.flow(random);
			Simulation simulation = new Simulation(flow.plan(), new Script(seed, random.nextInt(30)), random);
			simulation.apply(new Event.Create(EXECUTION));
			pauseNowAndThen(simulation, random, true);
			if (!simulation.hasEnded()) {
				simulation.apply(new Event.Pause());
				simulation.apply(new Event.Kill(null));
				drain(simulation, true, true);
				assertThat(simulation.end()).isEqualTo(State.KILLED);
			}
			return simulation.end();
		});
	}

	private static void pauseNowAndThen(Simulation simulation, Random random, boolean losses) {
		for (int times = random.nextInt(6); times > 0; times--) {
			boolean possible = true;
			for (int steps = random.nextInt(20); steps > 0 && possible && !simulation.hasEnded(); steps--) {
				possible = simulation.step(losses, losses);
			}
			if (simulation.hasEnded()) {
				return;
			}
			simulation.apply((times % 2 == 1) ? new Event.Pause() : new Event.Unpause());
		}
		simulation.apply(new Event.Unpause());
	}

	/** Each found a fault once. */
	@ParameterizedTest
	@ValueSource(longs = -5664768514729529094L)
	void storiesThatFailedOnceLeaveNothing(long seed) {
		assertThat(killedLostAndTimedOut(seed, WITHOUT_SUBFLOWS)).isEqualTo(State.FAILED);
	}

	private static State killedLostAndTimedOut(long seed, List<Spec.Kind> kinds) {
		Random random = new Random(seed);
		Spec flow = Spec.flow(random, kinds);
		Simulation simulation = new Simulation(flow.plan(), new Script(seed, random.nextInt(30)), random);
		simulation.apply(new Event.Create(EXECUTION));
		for (int steps = random.nextInt(60); steps > 0 && !simulation.hasEnded(); steps--) {
			simulation.step(true, true);
		}
		boolean killed = !simulation.hasEnded() && random.nextInt(3) > 0;
		if (killed) {
			simulation.apply(new Event.Kill(null));
		}
		drain(simulation, true, true);
		if (killed) {
			assertThat(simulation.end()).isEqualTo(State.KILLED);
		}
		return simulation.end();
	}

	private static void drain(Simulation simulation, boolean losses, boolean timeouts) {
		int steps = 0;
		while (!simulation.hasEnded()) {
			assertThat(simulation.step(losses, timeouts)).as("something can happen").isTrue();
			assertThat(++steps).as("steps").isLessThan(MOST_STEPS);
		}
		simulation.assertNothingIsLeft();
		assertThat(simulation.most).as("effects of one event").isLessThan(3 * ExecutionMachine.BUDGET);
	}

	private static Map<State, Integer> forEachSeed(int trees, Trial trial) {
		long first = new Random().nextLong();
		Map<State, Integer> ends = new EnumMap<>(State.class);
		for (long seed = first; seed < first + trees; seed++) {
			try {
				ends.merge(trial.run(seed), 1, Integer::sum);
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("With seed " + seed + ": " + ex.getMessage(), ex);
			}
		}
		return ends;
	}

	/** One tree and one story. */
	private interface Trial {

		State run(long seed);

	}

}
