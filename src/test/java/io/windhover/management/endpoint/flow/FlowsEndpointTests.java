package io.windhover.management.endpoint.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.State;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.FlowStatus;
import io.windhover.execution.flow.PauseNote;
import io.windhover.flow.Flow;
import io.windhover.flow.expectation.Expected;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import io.windhover.management.FixedClock;
import io.windhover.management.endpoint.flow.FlowsDescriptors.FlowSummary;
import io.windhover.topic.flow.FlowDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class FlowsEndpointTests {

	private static final Instant NOW = FixedClock.START;

	private static final FlowHistory.Usual HOURLY = new FlowHistory.Usual(9, Duration.ofMinutes(50),
			Duration.ofHours(1));

	private static final FlowHistory.Usual SECONDS = new FlowHistory.Usual(9, Duration.ofSeconds(5),
			Duration.ofSeconds(20));

	private final FlowDirectory directory = mock(FlowDirectory.class);

	private final List<Flow> flows = new ArrayList<>();

	private final FlowsEndpoint endpoint = new FlowsEndpoint(this.directory, new FixedClock());

	@Test
	void worstComesFirst() {
		add("well", history().build("well"));
		add("silent", history().ended(NOW.minus(Duration.ofHours(5))).build("silent"));
		add("slow", history().running(1, NOW.minus(Duration.ofMinutes(3))).build("slow"));
		add("once", history().failures(1).build("once"));
		add("often", history().failures(7).build("often"));
		add("paused", history().paused(1).build("paused"));
		add("missing", history().missed(NOW.minusSeconds(60)).build("missing"));
		add("new", null);
		assertThat(list(null).flows()).extracting((flow) -> flow.flowId() + " " + flow.status())
			.containsExactly("missing MISSED", "often FAILING", "once FAILING", "slow SLOW", "silent QUIET",
					"paused PAUSED", "new NEW", "well OK");
		assertThat(list("failing").flows()).extracting(FlowSummary::flowId).containsExactly("often", "once");
		assertThat(this.endpoint.flows(null, null, null, "1", "3").flows()).extracting(FlowSummary::flowId)
			.containsExactly("slow", "silent", "paused");
		assertThat(this.endpoint.flows("other", null, null, null, null).count()).isZero();
	}

	@Test
	void eachReasonIsASentence() {
		add("bad",
				history().failures(2)
					.missed(NOW.minusSeconds(60))
					.paused(2)
					.running(3, NOW.minus(Duration.ofMinutes(3)))
					.build("bad"));
		FlowSummary flow = Objects.requireNonNull(this.endpoint.flow("ns", "bad"));
		assertThat(flow.reasons()).containsExactly(
				"'successEvery' (PT1H) is missed since %s: no success".formatted(NOW.minusSeconds(60)),
				"2 executions have failed since the last success",
				"execution e9 runs for PT3M, and nineteen of twenty take at most PT20S",
				"2 of its triggers are paused");
		assertThat(flow.running()).isEqualTo(new FlowsDescriptors.Running(3,
				new FlowsDescriptors.Oldest("e9", NOW.minus(Duration.ofMinutes(3)), Duration.ofMinutes(3)), true, NOW));
		assertThat(flow.last()).isNotNull().extracting(FlowsDescriptors.LastEnd::age).isEqualTo(Duration.ofMinutes(30));
		assertThat(this.endpoint.flow("ns", "unknown")).isNull();
	}

	@Test
	void disabledFlowTellsWhoDisabledItWhenAndWhy() {
		add("off", history().disabledBy(new PauseNote("ada", "the warehouse moves")).build("off"), true);
		add("unknown", history().disabledBy(null).build("unknown"), true);
		FlowSummary flow = Objects.requireNonNull(this.endpoint.flow("ns", "off"));
		assertThat(flow.status()).isEqualTo(FlowStatus.DISABLED);
		assertThat(flow.disabled()).isEqualTo(new FlowsDescriptors.Disabled(NOW, "ada", "the warehouse moves"));
		assertThat(flow.reasons())
			.containsExactly("it is disabled since %s by ada: the warehouse moves".formatted(NOW));
		assertThat(Objects.requireNonNull(this.endpoint.flow("ns", "unknown")).reasons())
			.containsExactly("it is disabled since %s".formatted(NOW));
	}

	@Test
	void quietIsAnEstimateOfWhatIsKnownWellAndDoesNotRun() {
		add("silent", history().ended(NOW.minus(Duration.ofHours(5))).build("silent"));
		add("runs", history().ended(NOW.minus(Duration.ofHours(5))).running(1, NOW).build("runs"));
		add("told",
				history().ended(NOW.minus(Duration.ofHours(5)))
					.running(1, NOW.minus(Duration.ofHours(5)))
					.toldAt(NOW.minusSeconds(200))
					.build("told"));
		assertThat(this.endpoint.flows(null, "told", "quiet", null, null).count()).isEqualTo(1);
		assertThat(this.endpoint.flows(null, "silent", "quiet", null, null).flows()).singleElement()
			.extracting(FlowSummary::quiet)
			.isEqualTo(new FlowsDescriptors.Quiet(NOW.minus(Duration.ofHours(5)), Duration.ofHours(1), true));
	}

	@Test
	void whatExecutorsToldLongAgoIsNotKnown() {
		add("old", history().running(2, NOW.minusSeconds(300)).toldAt(NOW.minusSeconds(200)).build("old"));
		add("none", history().running(0, null).toldAt(NOW.minusSeconds(200)).build("none"));
		assertThat(this.endpoint.flow("ns", "old")).isNotNull().extracting(FlowSummary::running).isNull();
		assertThat(this.endpoint.flow("ns", "none")).isNotNull()
			.extracting(FlowSummary::running)
			.isEqualTo(new FlowsDescriptors.Running(0, null, null, NOW.minusSeconds(200)));
	}

	@Test
	void unknownStatusIsRefusedWithThoseThatThereAre() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> list("ill"))
			.withMessageContaining("MISSED, FAILING, SLOW, QUIET, PAUSED, DISABLED, NEW, OK");
	}

	private FlowsDescriptors.Flows list(@Nullable String status) {
		return this.endpoint.flows(null, null, status, null, null);
	}

	private void add(String id, @Nullable FlowHistory history) {
		add(id, history, false);
	}

	private void add(String id, @Nullable FlowHistory history, boolean disabled) {
		Flow flow = new Flow("ns", id, 1, null, Map.of(), List.of(), Map.of(), List.of(), ControlTask.Handlers.NONE,
				new TaskOptions(null, null, disabled, null, null, false), Map.of(), null, List.of(), null, null, null);
		this.flows.add(flow);
		given(this.directory.all()).willReturn(this.flows);
		given(this.directory.find(flow.key())).willReturn(flow);
		given(this.directory.history(flow.key())).willReturn(history);
	}

	private static History history() {
		return new History();
	}

	/** A flow that succeeds each hour, unless something else is said. */
	private static final class History {

		private FlowHistory.@Nullable Disabling disabling;

		private int failures;

		private int paused;

		private Instant endedAt = NOW.minus(Duration.ofMinutes(30));

		private FlowHistory.Running running = new FlowHistory.Running(0, null, NOW);

		private List<FlowHistory.Expectation> expected = List.of();

		History failures(int count) {
			this.failures = count;
			return this;
		}

		History paused(int count) {
			this.paused = count;
			return this;
		}

		History ended(Instant at) {
			this.endedAt = at;
			return this;
		}

		History running(int count, @Nullable Instant oldest) {
			this.running = new FlowHistory.Running(count,
					(oldest != null) ? new FlowHistory.Oldest("e9", oldest) : null, NOW);
			return this;
		}

		History toldAt(Instant at) {
			this.running = new FlowHistory.Running(this.running.count(), this.running.oldest(), at);
			return this;
		}

		History missed(Instant since) {
			this.expected = List
				.of(new FlowHistory.Expectation(Expected.SUCCESS_EVERY, "PT1H", null, since, "no success"));
			return this;
		}

		History disabledBy(@Nullable PauseNote note) {
			this.disabling = new FlowHistory.Disabling(NOW, note);
			return this;
		}

		FlowHistory build(String id) {
			FlowHistory.End end = new FlowHistory.End("e1", State.SUCCESS, this.endedAt, this.endedAt, null);
			return new FlowHistory("ns", id, 1, this.disabling != null, NOW.minus(Duration.ofDays(9)), end, end,
					this.failures, null, 9, List.of(State.SUCCESS), SECONDS, HOURLY, this.running, null, this.paused,
					this.expected, List.of(), NOW, this.disabling);
		}

	}

}
