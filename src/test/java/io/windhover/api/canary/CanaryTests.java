package io.windhover.api.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.api.CanaryFailure;
import io.windhover.api.CanaryHop;
import io.windhover.api.CanaryListener;
import io.windhover.api.CanaryView;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.execution.RepositoryReach;
import io.windhover.api.flow.FlowStore;
import io.windhover.api.web.BoundedPublisher;
import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.Samples;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.FlowReader;
import io.windhover.instance.ListenerList;
import io.windhover.instance.ThreadPools;
import io.windhover.management.FixedClock;
import io.windhover.repository.Page;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.Topics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * What real parts do not do on demand: to lose an execution, and to run one twice.
 */
class CanaryTests {

	private static final Instant NOW = FixedClock.START;

	private final Topics topics = Topics.withPrefix("t-");

	private final FlowStore store = mock(FlowStore.class);

	private final BoundedPublisher publisher = mock(BoundedPublisher.class);

	private final ExecutionReader executions = mock(ExecutionReader.class);

	private final Repository repository = mock(Repository.class);

	private final RepositoryReach reach = mock(RepositoryReach.class);

	private final List<Object> heard = new ArrayList<>();

	private boolean held;

	private Duration lateAfter = Duration.ofSeconds(10);

	@BeforeEach
	void everythingIsWell() {
		given(this.store.isStored(any())).willReturn(true);
		given(this.reach.isHere()).willReturn(true);
		ends(State.SUCCESS);
		given(this.repository.logs(anyString(), anyInt(), anyInt())).willReturn(new Page<>(List.of(), 1));
	}

	private void ends(State state) {
		willAnswer((call) -> new Snapshot(execution(call.getArgument(0), state), List.of(taskRun()), true))
			.given(this.executions)
			.find(anyString());
		willAnswer((call) -> execution(call.getArgument(0), state)).given(this.repository).execution(anyString());
	}

	@Test
	void partitionsTakeTurnsAndEachHopIsTold() throws Exception {
		Canary canary = canary();
		for (int i = 0; i < 5; i++) {
			canary.fly();
		}
		assertThat(canary.failing()).isNull();
		ArgumentCaptor<TriggerCommand> sent = ArgumentCaptor.captor();
		verify(this.publisher, atLeastOnce()).publish(eq(this.topics.triggerCommands()), anyString(), sent.capture());
		assertThat(sent.getAllValues())
			.extracting((fire) -> PartitionCount.partition(
					TriggerCommand.Fire.executionId(fire.triggerKey(), ((TriggerCommand.Fire) fire).requestId()), 4))
			.containsExactly(0, 1, 2, 3, 0);
		assertThat(this.heard).hasSize(25).containsAll(List.of(CanaryHop.values()));
	}

	@Test
	void oneThatDoesNotComeBackIsLostAndSaysHowFarItCame() throws Exception {
		Canary canary = canary();
		willAnswer((call) -> new Snapshot(execution(call.getArgument(0), State.RUNNING), List.of(taskRun()), true))
			.given(this.executions)
			.find(anyString());
		canary.fly();
		canary.fly();
		CanaryView.Failing failing = requireNonNull(canary.failing());
		assertThat(failing.count()).isEqualTo(2);
		assertThat(failing.message()).contains("did not come back within PT1S")
			.contains("RUNNING, its task run SUCCESS");
		assertThat(this.heard).containsExactly(CanaryFailure.LOST, CanaryFailure.LOST);
		ends(State.SUCCESS);
		canary.fly();
		assertThat(canary.failing()).isNull();
	}

	@Test
	void oneThatNobodyStoresIsLostAsOneThatFails() throws Exception {
		Canary canary = canary();
		ends(State.FAILED);
		canary.fly();
		assertThat(requireNonNull(canary.failing()).message()).startsWith("It ended as FAILED");
		given(this.store.isStored(any())).willReturn(false);
		given(this.store.store(any())).willThrow(new IllegalStateException("no scheduler"));
		canary.fly();
		assertThat(requireNonNull(canary.failing()).message()).isEqualTo("It could not be sent: no scheduler");
	}

	@Test
	void oneThatIsNotIndexedIsLostAndOneWhoseIndexIsElsewhereIsNot() throws Exception {
		Canary canary = canary();
		given(this.repository.execution(anyString())).willThrow(new RepositoryException("it is away", null));
		canary.fly();
		assertThat(requireNonNull(canary.failing()).message()).endsWith("nobody could be asked: it is away");
		given(this.reach.isHere()).willReturn(false);
		canary.fly();
		assertThat(canary.failing()).isNull();
	}

	@Test
	void oneWhoseTaskRanTwiceIsDoubledAlsoWhenThatShowsLater() throws Exception {
		Canary canary = canary();
		canary.fly();
		given(this.repository.logs(anyString(), anyInt(), anyInt())).willReturn(new Page<>(List.of(), 2));
		canary.fly();
		assertThat(this.heard).filteredOn(CanaryFailure.class::isInstance)
			.containsExactly(CanaryFailure.DOUBLED, CanaryFailure.DOUBLED);
	}

	@Test
	void oneThatTakesTooLongIsLate() throws Exception {
		this.lateAfter = Duration.ZERO;
		Canary canary = canary();
		canary.fly();
		assertThat(requireNonNull(canary.failing()).message()).endsWith("which is more than PT0S");
		assertThat(this.heard).contains(CanaryFailure.LATE);
	}

	@Test
	void inMaintenanceNoneIsSent() throws Exception {
		Canary canary = canary();
		ends(State.FAILED);
		canary.fly();
		this.held = true;
		this.heard.clear();
		canary.fly();
		assertThat(canary.failing()).isNull();
		assertThat(this.heard).isEmpty();
	}

	private Canary canary() {
		CanaryProperties properties = new CanaryProperties(true, Duration.ofMinutes(1), this.lateAfter,
				Duration.ofSeconds(1));
		CanaryListener listener = new CanaryListener() {

			@Override
			public void canaryPassed(CanaryHop hop, Duration duration) {
				CanaryTests.this.heard.add(hop);
			}

			@Override
			public void canaryFailed(CanaryFailure reason) {
				CanaryTests.this.heard.add(reason);
			}

		};
		ListenerList<CanaryListener> listeners = new ListenerList<>(List.of(listener));
		FlowReader reader = mock(FlowReader.class);
		given(reader.read(anyString(), anyString())).willReturn(Samples.flow(List.of()));
		CanaryFlight flight = new CanaryFlight(reader, this.store, this.publisher, this.topics, this.executions,
				this.repository, this.reach, properties, listeners, new FixedClock());
		return new Canary(flight, new PartitionCount(4, 4), properties, listeners, () -> this.held, new ThreadPools(),
				new FixedClock());
	}

	private static Execution execution(String id, State state) {
		return new Execution(id, CanaryRoute.NAMESPACE, "canary-0", 1, state,
				List.of(new StateChange(State.CREATED, NOW)), Map.of(), Map.of(), null, null, NOW, NOW,
				state.isTerminal() ? NOW : null, null, null, false, 1);
	}

	private static TaskRun taskRun() {
		Attempt attempt = new Attempt(1, State.SUCCESS, null, NOW, NOW, NOW, null, List.of());
		return new TaskRun("e.sing", "e", CanaryRoute.NAMESPACE, "canary-0", 1, "sing", "sing", "log", State.SUCCESS,
				List.of(new StateChange(State.CREATED, NOW)), 1, List.of(attempt), 0, NOW, null, null, 1);
	}

}
