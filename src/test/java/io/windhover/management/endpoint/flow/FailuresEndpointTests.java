package io.windhover.management.endpoint.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.FailureCause;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import io.windhover.management.FixedClock;
import io.windhover.management.endpoint.flow.FailuresDescriptors.Cause;
import io.windhover.topic.flow.FlowDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class FailuresEndpointTests {

	private static final Instant NOW = FixedClock.START;

	private static final FailureCause REFUSED = FailureCause.of("http", "Task 'a' failed: 10.0.0.1:5432 refused");

	private static final FailureCause LOCKED = FailureCause.of(null, "order 17 is locked");

	private final FlowDirectory directory = mock(FlowDirectory.class);

	private final List<Flow> flows = new ArrayList<>();

	private final FailuresEndpoint endpoint = new FailuresEndpoint(this.directory, new FixedClock());

	@BeforeEach
	void fill() {
		given(this.directory.isReady()).willReturn(true);
		given(this.directory.all()).willReturn(this.flows);
		add("shop", "orders",
				FlowHistory.Failures.first(REFUSED, NOW.minus(Duration.ofHours(3)), "e1")
					.and(NOW.minus(Duration.ofHours(3)), "e2")
					.and(NOW.minusSeconds(5), "e3"),
				FlowHistory.Failures.first(LOCKED, NOW.minusSeconds(60), "e4"));
		add("bank", "ledger", FlowHistory.Failures.first(REFUSED, NOW.minusSeconds(9), "e5"));
	}

	@Test
	void whatFailsForOneReasonIsOneCauseOverAllFlows() {
		FailuresDescriptors.Failures failures = this.endpoint.failures(null, null, null, null, null, null);
		assertThat(failures.count()).isEqualTo(2);
		Cause refused = failures.causes().get(0);
		assertThat(refused.taskType()).isEqualTo("http");
		assertThat(refused.message()).isEqualTo("<address> refused");
		assertThat(refused.failures()).isEqualTo(4);
		assertThat(refused.flows()).containsExactly(new FailuresDescriptors.FailingFlow("shop", "orders", 3),
				new FailuresDescriptors.FailingFlow("bank", "ledger", 1));
		assertThat(refused.example())
			.isEqualTo(new FailuresDescriptors.Example("e3", "shop", "orders", NOW.minusSeconds(5)));
		assertThat(refused.first()).isEqualTo(NOW.minus(Duration.ofHours(3)));
		assertThat(refused.hours()).extracting(FailuresDescriptors.Hour::failures).contains(2L);
		assertThat(refused.restart().body()).isEqualTo(Map.of("action", "restart", "dryRun", true, "filter",
				Map.of("from", NOW.minus(Duration.ofDays(1)).toString(), "cause", REFUSED.id())));
	}

	@Test
	void onlyWhatFailedSinceThenCounts() {
		FailuresDescriptors.Failures failures = this.endpoint
			.failures(NOW.minus(Duration.ofHours(1)).atOffset(ZoneOffset.ofHours(2)), "shop", null, null, null, null);
		assertThat(failures.causes()).extracting(Cause::cause, Cause::failures)
			.containsExactly(tuple(REFUSED.id(), 1L), tuple(LOCKED.id(), 1L));
		assertThat(this.endpoint.failures(null, null, "ledger", null, null, null).causes()).singleElement()
			.extracting((cause) -> cause.restart().body().get("filter"))
			.isEqualTo(Map.of("namespace", "bank", "flowId", "ledger", "from", NOW.minus(Duration.ofDays(1)).toString(),
					"cause", REFUSED.id()));
		assertThat(this.endpoint.failures(null, null, null, null, "1", "1").causes()).extracting(Cause::cause)
			.containsExactly(LOCKED.id());
	}

	@Test
	void causesAreOfATypeOfTaskAndFilteredByIt() {
		FailureCause sameOfAnother = FailureCause.of("kafka-produce", "Task 'a' failed: 10.0.0.1:5432 refused");
		add("shop", "stock", FlowHistory.Failures.first(sameOfAnother, NOW.minusSeconds(7), "e6"));
		FailuresDescriptors.Failures all = this.endpoint.failures(null, null, null, null, null, null);
		assertThat(all.causes()).extracting(Cause::taskType).containsExactly("http", "kafka-produce", null);
		assertThat(all.taskTypes()).containsExactly(new FailuresDescriptors.TaskType("http", 4, 1),
				new FailuresDescriptors.TaskType("kafka-produce", 1, 1));
		FailuresDescriptors.Failures some = this.endpoint.failures(null, null, null, "kafka-produce", null, null);
		assertThat(some.count()).isEqualTo(1);
		assertThat(some.causes()).extracting(Cause::cause).containsExactly(sameOfAnother.id());
		assertThat(some.taskTypes()).extracting(FailuresDescriptors.TaskType::taskType)
			.containsExactly("kafka-produce");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.failures(null, null, null, "no type", null, null));
	}

	@Test
	void hoursOfMoreThanADayAgoAreForgotten() {
		FlowHistory.Failures failures = FlowHistory.Failures.first(REFUSED, NOW.minus(Duration.ofDays(3)), "e1")
			.and(NOW, "e2");
		assertThat(failures.hours()).hasSize(1);
		assertThat(failures.since(Instant.EPOCH)).isEqualTo(1);
		assertThat(failures.first()).isEqualTo(NOW.minus(Duration.ofDays(3)));
	}

	private void add(String namespace, String id, FlowHistory.Failures... failures) {
		Flow flow = new Flow(namespace, id, 1, null, Map.of(), List.of(), Map.of(), List.of(),
				ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), null, null, null);
		this.flows.add(flow);
		given(this.directory.history(flow.key()))
			.willReturn(new FlowHistory(namespace, id, 1, false, NOW, null, null, 0, null, 0, List.of(), null, null,
					FlowHistory.Running.NONE, null, 0, List.of(), List.of(failures), NOW));
	}

}
