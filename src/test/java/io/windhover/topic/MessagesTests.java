package io.windhover.topic;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.FailureCause;
import io.windhover.execution.FlowEnd;
import io.windhover.execution.Job;
import io.windhover.execution.KeptResult;
import io.windhover.execution.LogLine;
import io.windhover.execution.ParentTask;
import io.windhover.execution.Rerun;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.WorkingDirectory;
import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Incident;
import io.windhover.execution.instance.Maintenance;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.execution.instance.Standing;
import io.windhover.execution.instance.WorkerCommand;
import io.windhover.execution.json.Json;
import io.windhover.execution.trace.Trace;
import io.windhover.flow.Concurrency;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.flow.WebhookSignature;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.expectation.Expected;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Retry;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

class MessagesTests {

	private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");

	private static final Topics TOPICS = Topics.withPrefix("");

	private static final ScheduleConditions CONDITIONS = new ScheduleConditions(AT, AT.plusSeconds(1),
			List.of(DayOfWeek.MONDAY), List.of(LocalDate.of(2026, 5, 1)));

	private static final WorkerTask TASK = new WorkerTask("a", "shell", Map.of("command", "true", "n", 1),
			new TaskOptions("what it does", "{{ inputs.day == 'x' }}", false,
					new Retry(Retry.Type.EXPONENTIAL, Duration.ofMillis(1500), Duration.ofHours(1), 1.5, 3),
					Duration.ofSeconds(90), true),
			WorkerTask.OnWorkerLoss.FAIL);

	private static final Flow FLOW = new Flow("ns", "f", 3, "what it does", Map.of("team", "x"),
			List.of(new Input("day", Input.Type.DATE, true, null, null, null, InputRules.NONE)), Map.of("region", "eu"),
			List.of(TASK), ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of("total", "{{ outputs.sum.value }}"),
			new Concurrency(2, Concurrency.Behavior.CANCEL),
			List.of(new ScheduleTrigger("s", "0 2 * * *", ZoneId.of("Europe/Paris"), CONDITIONS,
					ScheduleTrigger.RecoverMissed.LAST, Map.of()),
					new PollingTrigger("p", "http-poll", Duration.ofSeconds(5), Map.of("uri", "http://x"), Map.of()),
					new WebhookTrigger("w", WebhookTrigger.digest("0123456789abcdef"),
							Map.of("day", "{{ trigger.body }}"),
							new WebhookSignature("HOOK", "X-Signature", WebhookSignature.Algorithm.SHA256,
									WebhookSignature.Encoding.HEX)),
					new FlowTrigger("e",
							List.of(new FlowCondition("a", "ns.", null, List.of(FlowTrigger.End.SUCCESS),
									Map.of("team", "x")),
									new FlowCondition("b", "ns", "g", List.of(FlowTrigger.End.FAILED), Map.of())),
							Duration.ofHours(1), Map.of("day", "{{ trigger.a.outputs.day }}"))),
			"id: f", "c1", AT,
			new Expectations(Duration.ofHours(24), LocalTime.of(10, 0), LocalTime.of(11, 30, 5),
					ZoneId.of("Europe/Paris"), List.of(DayOfWeek.MONDAY), Duration.ofHours(1),
					Expectations.OnMaxDuration.KILL, new Expectations.MinMetric("rows", 1), 3));

	private static final TriggerFire FIRE = new TriggerFire("s", "schedule", AT, Map.of("k", "v"), "b1");

	private static final Trace TRACE = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

	private static final ParentTask PARENT = new ParentTask("d", "each[3].call", 2, true, 1, null);

	private static final TaskMetric METRIC = new TaskMetric("size", MetricDefinition.Kind.COUNTER, 1.5, Map.of());

	static Stream<Arguments> messages() {
		ExecutionCommand.Create create = new ExecutionCommand.Create("e", AT, FLOW.ref(), Map.of("day", "x"), Map.of(),
				FIRE);
		ExecutionCommand.Create subflow = new ExecutionCommand.Create("e", AT, FLOW.ref(), Map.of("day", "x"), Map.of(),
				null, null, null, null, PARENT);
		return Stream.of(Arguments.of(TOPICS.flows(), FLOW), Arguments.of(TOPICS.executionCommands(), create),
				Arguments.of(TOPICS.executionCommands(), new ExecutionCommand.Create("e", AT, FLOW.ref(), Map.of(),
						Map.of(), null, new Rerun(Rerun.Kind.REPLAY, "d", "each[3].say", 2),
						Map.of("a", new KeptResult(Map.of("n", 1), 7), "b", KeptResult.NONE), Map.of("day", "x"))),
				Arguments.of(TOPICS.executionCommands(), subflow),
				Arguments.of(TOPICS.executionCommands(), subflow.in(TRACE)),
				Arguments.of(TOPICS.executionCommands(), new ExecutionCommand.Kill("e", AT, "ada")),
				Arguments.of(TOPICS.executionCommands(), new ExecutionCommand.Kill("e", AT, "execution d", PARENT)),
				Arguments.of(TOPICS.executionCommands(),
						new ExecutionCommand.SubflowEnded("d", AT, "each[3].call", 2, State.FAILED, Map.of("n", 1),
								"no luck")),
				Arguments.of(TOPICS.executionCommands(), new ExecutionCommand.Pause("e", AT)),
				Arguments.of(TOPICS.executionCommands(), new ExecutionCommand.Unpause("e", AT)),
				Arguments.of(TOPICS.executionCommands(), new ExecutionCommand.Delete("e", AT)),
				Arguments.of(TOPICS.executionCommands(), new ExecutionCommand.Admit("e", AT, FLOW.key())),
				Arguments.of(TOPICS.executionCommands(), new ExecutionCommand.Forget("e", AT, "each~2", 900, 300)),
				Arguments.of(TOPICS.executionCommands(),
						new ExecutionCommand.Refuse("e", AT, State.FAILED, "too many")),
				Arguments.of(TOPICS.flowCommands(), new FlowCommand.Store(FLOW, "c1", AT, AT)),
				Arguments.of(TOPICS.flowCommands(),
						new FlowCommand.Store(FLOW, "c1", AT, AT, new PauseNote("ada", "the warehouse moves"))),
				Arguments.of(TOPICS.flowCommands(), new FlowCommand.Keep("ns", "f", AT)),
				Arguments.of(TOPICS.flowCommands(), new FlowCommand.Forget("ns", "f", 257, AT)),
				Arguments.of(TOPICS.flowCommands(), new FlowCommand.RequestSlot("ns", "f", "e", AT)),
				Arguments.of(TOPICS.flowCommands(), new FlowCommand.ReleaseSlot("ns", "f", "e", AT)),
				Arguments.of(TOPICS.flowCommands(), new FlowCommand.ContinueSlots("ns", "f", 3, AT)),
				Arguments.of(TOPICS.flowCommands(),
						new FlowCommand.Heard("ns", "f", "e",
								new FlowEnd("e", "ns", "g", State.SUCCESS, Map.of(), Map.of("day", "x"), AT, 2), AT)),
				Arguments.of(TOPICS.flowCommands(),
						new FlowCommand.BackfillEnded("ns", "f", "s", "b1", "e", State.FAILED, AT)),
				Arguments.of(TOPICS.flowCommands(), new FlowCommand.Started("ns", "f", "e", AT)),
				Arguments.of(TOPICS.flowCommands(),
						new FlowCommand.Ended("ns", "f", "e", State.FAILED, AT, AT, AT, "no luck",
								FailureCause.of("http", "no luck"), 2.5, 3)),
				Arguments.of(TOPICS.flowCommands(), new FlowCommand.Overran("ns", "f", "e", AT)),
				Arguments.of(TOPICS.flowCommands(),
						new FlowCommand.Running("ns", "f", 3, 2, new FlowHistory.Oldest("e", AT), AT)),
				Arguments.of(TOPICS.flowHistories(), history()),
				Arguments.of(TOPICS.taskResults(), Samples.started("e", "a", 1, Samples.ALICE)),
				Arguments.of(TOPICS.taskResults(),
						Samples.ended("e", "a", 2, Samples.BOB, State.SUCCESS, Map.of("list", List.of(1, "two")))),
				Arguments.of(TOPICS.taskResults(), Samples.returned("e", "a", 1, Samples.ALICE, Samples.START)),
				Arguments.of(TOPICS.taskJobs(),
						new Job("e", "e.a", 1, "ns", "f", 3, TASK, Map.of(), AT, null, null, null)),
				Arguments.of(TOPICS.taskJobs(),
						new Job("e", "e.a", 1, "ns", "f", 3, TASK, Map.of(), AT, null, null, TRACE)),
				Arguments.of(TOPICS.taskJobs(), new Job("e", "e.s.a", 1, "ns", "f", 3, TASK, Map.of(), AT,
						new WorkingDirectory("windhover:///executions/e/directories/s/b.tar", null), null, null)),
				Arguments.of(TOPICS.taskResults(),
						new TaskResult.Ended("e", "e.s.a", 1, Samples.ALICE, AT, State.SUCCESS, null, 0, List.of(),
								null, null, "windhover:///executions/e/directories/s/a.tar", null)),
				Arguments.of(TOPICS.taskJobs(),
						new Job("e", "e.a", 2, "ns", "f", 3, TASK, Map.of(), AT, null, new LogLine.LogVolume(3, 40),
								null)),
				Arguments.of(TOPICS.taskResults(),
						new TaskResult.Ended("e", "e.a", 1, Samples.ALICE, AT, State.FAILED, null, 0, List.of(),
								"no luck", null, null, new LogLine.LogVolume(3, 40))),
				Arguments.of(TOPICS.workerCommands(), new WorkerCommand(Samples.ALICE, "e", "e.a", 1, "killed")),
				Arguments.of(TOPICS.executions(), Execution.created(create)),
				Arguments.of(TOPICS.executions(), Execution.created(subflow)),
				Arguments.of(TOPICS.executions(), Execution.created(create.in(TRACE))),
				Arguments.of(TOPICS.taskRuns(), taskRun()), Arguments.of(TOPICS.taskRuns(), taskRun().in(TRACE)),
				Arguments.of(TOPICS.triggers(),
						new TriggerState("ns", "f", 3, "s", "schedule", "0 2 * * *", "UTC", AT, null, null, false, AT,
								7, new BackfillState("b1", AT, AT, 2, 30, AT, 11, 2, 1, AT, null, false))),
				Arguments.of(TOPICS.triggerCommands(),
						new TriggerCommand.Evaluated("ns", "f", "p", AT, AT, true, Map.of(), null, "r1", null)),
				Arguments.of(TOPICS.triggerCommands(), new TriggerCommand.Pause("ns", "f", "p", AT)),
				Arguments.of(TOPICS.triggerCommands(), new TriggerCommand.Resume("ns", "f", "p", AT)),
				Arguments.of(TOPICS.triggerCommands(), new TriggerCommand.Fire("ns", "f", "p", AT, "r1")),
				Arguments.of(TOPICS.triggerCommands(),
						new TriggerCommand.Backfill("ns", "f", "s", AT, AT, "b1", "0 2 * * *",
								ZoneId.of("Europe/Paris"), CONDITIONS, AT, AT, 30, 2, Map.of("day", "x"))),
				Arguments.of(TOPICS.triggerCommands(), new TriggerCommand.CancelBackfill("ns", "f", "s", AT, AT, "b1")),
				Arguments.of(TOPICS.instances(),
						new Heartbeat(Samples.ALICE, Set.of("worker"), "h", null, 1, 4, "running", AT, AT, "1")),
				Arguments.of(TOPICS.incidents(), incident()),
				Arguments.of(TOPICS.maintenance(), new Maintenance(true, AT, "ada", "new disks")),
				Arguments.of(TOPICS.events(),
						new OutgoingEvent("1.0", "1", "/windhover", "io.windhover.execution.ended", "ns/f/e", AT,
								"application/json", "urn:windhover:event:execution.ended:1",
								Map.of("executionId", "e", "flowRevision", 3, "labels", Map.of("team", "x")))),
				Arguments.of(TOPICS.logs(), new LogLine("e", "e.a", "ns", "f", "a", 1, 0, AT, Level.INFO, "hello")));
	}

	@Test
	void whatIsNotTracedIsAsBefore() {
		ExecutionCommand.Create create = new ExecutionCommand.Create("e", AT, FLOW.ref(), Map.of(), Map.of(), null);
		Job job = new Job("e", "e.a", 1, "ns", "f", 3, TASK, Map.of(), AT, null, null, null);
		for (Object message : List.of(create, Execution.created(create), job, taskRun())) {
			assertThat(Json.mapper().writeValueAsString(message)).doesNotContain("trace");
		}
	}

	@Test
	void whatIsTracedHasItsTraceLast() {
		String trace = ",\"trace\":{\"id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"parent\":\"00f067aa0ba902b7\",\"sampled\":true}}";
		ExecutionCommand.Create create = new ExecutionCommand.Create("e", AT, FLOW.ref(), Map.of(), Map.of(), null);
		Job job = new Job("e", "e.a", 1, "ns", "f", 3, TASK, Map.of(), AT, null, null, TRACE);
		assertThat(List.of(create.in(TRACE), Execution.created(create.in(TRACE)), job, taskRun().in(TRACE)))
			.extracting(Json.mapper()::writeValueAsString)
			.allSatisfy((json) -> assertThat(json).endsWith(trace));
		Trace withState = new Trace(TRACE.id(), TRACE.parent(), true, "a=1");
		assertThat(Json.mapper().writeValueAsString(create.in(withState)))
			.endsWith(",\"sampled\":true,\"tracestate\":\"a=1\"}}");
		Trace unsampled = new Trace(TRACE.id(), null, false);
		assertThat(Json.mapper().writeValueAsString(create.in(unsampled)))
			.endsWith(",\"trace\":{\"id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"sampled\":false}}");
	}

	private static FlowHistory history() {
		FlowHistory.End end = new FlowHistory.End("e", State.FAILED, AT, AT, "no luck");
		FlowHistory.Usual usual = new FlowHistory.Usual(7, Duration.ofMillis(1500), Duration.ofSeconds(4));
		return new FlowHistory("ns", "f", 3, false, AT, end, null, 2, AT, 9, List.of(State.SUCCESS, State.FAILED),
				usual, usual, new FlowHistory.Running(1, new FlowHistory.Oldest("e", AT), AT), AT, 1,
				List.of(new FlowHistory.Expectation(Expected.SUCCESS_EVERY, "PT24H", null, AT, "no success")),
				List.of(FlowHistory.Failures.first(FailureCause.of(null, "no luck"), AT, "e")), AT,
				new FlowHistory.Disabling(AT, new PauseNote("ada", "the warehouse moves")));
	}

	@ParameterizedTest
	@MethodSource("messages")
	<V> void messageComesBackAsItWas(Topic<V> topic, V message) {
		RecordHeaders headers = new RecordHeaders();
		byte[] bytes = topic.serde().serializer().serialize(topic.name(), headers, message);
		assertThat(topic.serde().deserializer().deserialize(topic.name(), headers, bytes)).isEqualTo(message);
	}

	@Test
	void nullsAreAbsentAndTimesAreText() {
		String json = Json.mapper().writeValueAsString(taskRun());
		assertThat(json).contains("\"queuedAt\":\"2026-01-01T00:00:00.123456789Z\"")
			.doesNotContain("null")
			.doesNotContain("\"error\"");
		assertThat(Json.mapper().writeValueAsString(TASK)).contains("\"timeout\":\"PT1M30S\"")
			.startsWith("{\"kind\":\"worker\",\"id\":\"a\",\"type\":\"shell\"");
	}

	/**
	 * An earlier version cannot read others: with a new one, JsonSerde's version rises.
	 */
	@Test
	void kindsOfTheSchemaVersionAreThese() {
		assertThat(kinds(ExecutionCommand.class)).containsExactly("create", "admit", "refuse", "kill", "pause",
				"unpause", "resume", "subflow-ended", "continue", "forget", "delete");
		assertThat(kinds(FlowCommand.class)).containsExactly("store", "delete", "keep", "forget", "request-slot",
				"release-slot", "continue-slots", "backfill-ended", "heard", "started", "ended", "overran", "running");
		assertThat(kinds(Trigger.class)).containsExactly("schedule", "polling", "webhook", "flow");
		assertThat(Input.Type.values()).extracting(Input.Type::text)
			.containsExactly("string", "int", "float", "boolean", "date", "datetime", "time", "duration", "json",
					"array", "enum", "multi-enum", "uri", "secret", "file");
	}

	private static List<String> kinds(Class<?> type) {
		return Stream.of(type.getAnnotation(JsonSubTypes.class).value()).map(JsonSubTypes.Type::name).toList();
	}

	@Test
	void whatAnOlderVersionWroteTakesNothingUp() {
		String create = Json.mapper().writeValueAsString(Samples.create("e", FLOW));
		assertThat(create).doesNotContain("rerun", "kept", "parent");
		assertThat(Json.mapper().readValue(create, ExecutionCommand.class)).isEqualTo(Samples.create("e", FLOW));
		String run = Json.mapper().writeValueAsString(taskRun());
		assertThat(run).doesNotContain("kept");
		assertThat(Json.mapper().readValue(run, TaskRun.class).kept()).isNull();
	}

	@Test
	void aHeartbeatOfAnOlderVersionHasNoPartitions() {
		String json = Json.mapper()
			.writeValueAsString(new Heartbeat(Samples.ALICE, Set.of("executor"), "h", null, 0, 0, null, AT, AT, "1"));
		String older = json.replace(",\"partitions\":[]", "");
		assertThat(older).isNotEqualTo(json);
		assertThat(Json.mapper().readValue(older, Heartbeat.class).partitions()).isEmpty();
	}

	private static Incident incident() {
		return new Incident("a1b2c3", "dead-letters", "warning", Map.of("topic", "logs", "instance", "alice"), AT, AT,
				"no JSON", 3, "WindhoverDeadLetters", "/indexer", Samples.ALICE, AT,
				new Incident.Acknowledgement("ada", "on it", AT), null,
				List.of(new Incident.Event(AT, Incident.Event.OPENED, 1, null)));
	}

	@Test
	void aHeartbeatOfAnOlderVersionIsOfTheDefaultGroup() {
		Heartbeat heartbeat = new Heartbeat(Samples.ALICE, Set.of("worker"), "h", null, 0, 4, "running", AT, AT, "1");
		String json = Json.mapper().writeValueAsString(heartbeat);
		assertThat(json).doesNotContain("roups");
		assertThat(Json.mapper().readValue(json, Heartbeat.class).servedGroups()).containsExactly("default");
		Heartbeat gpu = new Heartbeat(Samples.ALICE, Set.of("worker"), "h", null, 0, 4, "running", AT, AT, "1",
				Standing.HOLDING, null, null, Set.of(), List.of("gpu"));
		assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(gpu), Heartbeat.class).servedGroups())
			.containsExactly("gpu");
	}

	@Test
	void aTaskWithoutWorkerGroupIsAsItWas() {
		assertThat(Json.mapper().writeValueAsString(TASK)).doesNotContain("workerGroup");
		WorkerTask task = new WorkerTask("a", "log", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY, "gpu");
		String json = Json.mapper().writeValueAsString(task);
		assertThat(json).contains("\"workerGroup\":\"gpu\"");
		assertThat(Json.mapper().readValue(json, WorkerTask.class)).isEqualTo(task);
	}

	@Test
	void eachWorkerGroupHasATopicOfItsJobs() {
		Topics topics = Topics.withPrefix("w-");
		assertThat(topics.taskJobs("default")).isEqualTo(topics.taskJobs());
		assertThat(topics.taskJobs("gpu").name()).isEqualTo("w-task-jobs-gpu");
		assertThat(topics.workerGroup("w-task-jobs-gpu")).isEqualTo("gpu");
		assertThat(topics.workerGroup("w-task-jobs")).isEqualTo("default");
		assertThat(topics.workerGroup("w-task-jobs-default")).isNull();
		assertThat(topics.workerGroup("w-task-jobs-A.b")).isNull();
		assertThat(topics.workerGroup("w-task-results")).isNull();
		assertThat(topics.owns("w-task-jobs-gpu", "w-")).isTrue();
	}

	private static TaskRun taskRun() {
		Attempt attempt = new Attempt(1, State.RUNNING, Samples.ALICE, AT, AT, null, null, List.of(METRIC));
		return new TaskRun("e.a", "e", "ns", "f", 3, "a", "a", "shell", State.RUNNING,
				List.of(new StateChange(State.RUNNING, AT)), 1, List.of(attempt), 0, AT, null, null, 4);
	}

}
