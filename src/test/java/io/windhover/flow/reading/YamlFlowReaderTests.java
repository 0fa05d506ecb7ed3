package io.windhover.flow.reading;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.windhover.execution.json.Json;
import io.windhover.flow.Concurrency;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowProblem;
import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.InvalidFlowException;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Retry;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class YamlFlowReaderTests {

	private static final String FULL = """
			namespace: demo.orders
			id: nightly
			description: All that a flow may say
			labels: {team: data, tier: 1}
			inputs:
			  - {id: day, type: date, required: false, description: The day}
			  - {id: count, type: int, default: "5"}
			tasks:
			  - id: fetch
			    type: http
			    uri: "http://localhost:8081/health?day={{ inputs.day ?? execution.startedAt }}"
			    headers: {Accept: application/json}
			    acceptStatus: [200, 503]
			    retry: {type: exponential, delay: PT1S, maxDelay: PT1M, multiplier: 3, maxAttempts: 5}
			    timeout: PT30S
			    allowFailure: true
			    onWorkerLoss: fail
			  - {id: say-it, type: log, message: "{{ outputs.fetch.status }}", level: warn}
			  - {id: last, type: return, value: {a: ["{{ outputs['say-it'].x }}", 2, no, 12:30]}}
			triggers:
			  - {id: every-night, type: schedule, cron: "0 2 * * *", timezone: Europe/Paris, recoverMissed: all, inputs: {count: 7}}
			  - {id: often, type: schedule, cron: "@hourly"}
			  - {id: poll, type: http-poll, interval: PT10S, uri: "http://localhost", condition: "{{ status == 200 }}"}
			""";

	private final FlowReader reader = TestDefinitions.reader();

	@Test
	void headerIsRead() {
		Flow flow = read(FULL);
		assertThat(flow.key()).hasToString("demo.orders/nightly");
		assertThat(flow.revision()).isZero();
		assertThat(flow.description()).isEqualTo("All that a flow may say");
		assertThat(flow.labels()).containsExactly(Map.entry("team", "data"), Map.entry("tier", "1"));
		assertThat(flow.source()).isEqualTo(FULL);
	}

	@Test
	void inputsAreReadAndTheirDefaultsConverted() {
		assertThat(read(FULL).inputs()).containsExactly(
				new Input("day", Input.Type.DATE, false, null, "The day", null, InputRules.NONE),
				new Input("count", Input.Type.INT, true, 5, null, null, InputRules.NONE));
	}

	@Test
	void commonPropertiesOfATaskAreRead() {
		WorkerTask fetch = (WorkerTask) read(FULL).tasks().get(0);
		assertThat(fetch.retry())
			.isEqualTo(new Retry(Retry.Type.EXPONENTIAL, Duration.ofSeconds(1), Duration.ofMinutes(1), 3, 5));
		assertThat(fetch.timeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(fetch.allowFailure()).isTrue();
		assertThat(fetch.onWorkerLoss()).isEqualTo(WorkerTask.OnWorkerLoss.FAIL);
	}

	@Test
	void commonPropertiesHaveDefaults() {
		WorkerTask say = (WorkerTask) read(FULL).tasks().get(1);
		assertThat(say)
			.isEqualTo(new WorkerTask("say-it", "log", Map.of("message", "{{ outputs.fetch.status }}", "level", "warn"),
					TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY));
	}

	@Test
	void workerGroupsAreReadAndTheDefaultGroupIsNone() {
		Flow flow = read("""
				namespace: demo
				id: x
				taskDefaults:
				  log: {workerGroup: eu}
				tasks:
				  - {id: a, type: log, message: hi}
				  - {id: b, type: log, message: hi, workerGroup: default}
				  - {id: c, type: return, value: 1}
				errors:
				  - id: d
				    type: parallel
				    tasks: [{id: e, type: return, value: 1, workerGroup: gpu-2}]
				    finally: [{id: f, type: return, value: 1, workerGroup: last}]
				""");
		assertThat(flow.tasks()).extracting((task) -> ((WorkerTask) task).workerGroup())
			.containsExactly("eu", null, null);
		assertThat(flow.workerGroups()).containsExactly("eu", "gpu-2", "last");
		assertThat(flow.workerGroup("e")).isEqualTo("gpu-2");
		assertThat(flow.workerGroup("b")).isEqualTo("default");
		assertThat(flow.workerGroup("unknown")).isEqualTo("default");
	}

	@Test
	void defaultsOfATypeAreUnderThePropertiesOfEachOfItsTasks() {
		Flow flow = read("""
				namespace: demo
				id: x
				taskDefaults:
				  log: {level: warn, timeout: PT5S}
				tasks:
				  - {id: a, type: log, message: hi}
				  - id: b
				    type: switch
				    value: x
				    cases: {x: [{id: c, type: log, message: hi, level: info}]}
				    finally: [{id: d, type: log, message: hi}]
				""");
		WorkerTask first = (WorkerTask) flow.tasks().get(0);
		assertThat(first.configuration()).isEqualTo(Map.of("message", "hi", "level", "warn"));
		assertThat(first.timeout()).isEqualTo(Duration.ofSeconds(5));
		ControlTask.Switch choice = (ControlTask.Switch) flow.tasks().get(1);
		assertThat(((WorkerTask) choice.branches().get(0).get(0)).configuration()).containsEntry("level", "info");
		assertThat(((WorkerTask) choice.handlers().finallyTasks().get(0)).configuration()).containsEntry("level",
				"warn");
		assertThat(choice.options().timeout()).isNull();
	}

	@Test
	void subflowWaitsAndIsOfTheSameNamespaceUnlessItSaysSo() {
		Flow flow = read("""
				namespace: demo
				id: x
				inputs: [{id: day, type: date}]
				tasks:
				  - {id: a, type: subflow, flowId: other}
				  - id: b
				    type: subflow
				    namespace: demo.b
				    flowId: other
				    inputs: {day: "{{ inputs.day }}", more: {list: [1, two]}}
				    labels: {team: blue, from: "{{ flow.id }}"}
				    wait: false
				    timeout: PT5S
				""");
		assertThat(flow.tasks().get(0)).isEqualTo(new ControlTask.Subflow("a", TaskOptions.NONE,
				ControlTask.Handlers.NONE, null, "other", Map.of(), Map.of(), true));
		assertThat(flow.tasks().get(1)).isEqualTo(new ControlTask.Subflow("b",
				new TaskOptions(null, null, false, null, Duration.ofSeconds(5), false), ControlTask.Handlers.NONE,
				"demo.b", "other", Map.of("day", "{{ inputs.day }}", "more", Map.of("list", List.of(1, "two"))),
				Map.of("team", "blue", "from", "{{ flow.id }}"), false));
	}

	@Test
	void configurationIsWhatWasWritten() {
		WorkerTask fetch = (WorkerTask) read(FULL).tasks().get(0);
		assertThat(fetch.configuration()).containsOnlyKeys("uri", "headers", "acceptStatus")
			.containsEntry("acceptStatus", List.of(200, 503));
		WorkerTask last = (WorkerTask) read(FULL).tasks().get(2);
		assertThat(last.configuration())
			.isEqualTo(Map.of("value", Map.of("a", List.of("{{ outputs['say-it'].x }}", 2, "no", "12:30"))));
	}

	@Test
	void triggersAreReadWithTheirDefaults() {
		assertThat(read(FULL).triggers()).containsExactly(
				new ScheduleTrigger("every-night", "0 2 * * *", ZoneId.of("Europe/Paris"), null,
						ScheduleTrigger.RecoverMissed.ALL, Map.of("count", 7)),
				new ScheduleTrigger("often", "@hourly", ZoneId.of("UTC"), null, ScheduleTrigger.RecoverMissed.LAST,
						Map.of("count", 5)),
				new PollingTrigger("poll", "http-poll", Duration.ofSeconds(10),
						Map.of("uri", "http://localhost", "condition", "{{ status == 200 }}"), Map.of("count", 5)));
	}

	@Test
	void conditionsOfAScheduleAreReadInItsTimezone() {
		Flow flow = read(
				"""
						namespace: demo
						id: a
						tasks: [{id: say, type: log, message: hi}]
						triggers:
						  - id: days
						    type: schedule
						    cron: "@daily"
						    timezone: Europe/Paris
						    conditions: {from: 2026-01-01, to: 2026-06-30, days: [SUNDAY, monday], holidays: [2026-05-01]}
						  - {id: times, type: schedule, cron: "@daily", timezone: Europe/Paris, conditions: {from: 2026-01-01T07:00, to: "2026-01-09T07:00:00-01:00"}}
						""");
		assertThat(flow.triggers()).extracting((trigger) -> ((ScheduleTrigger) trigger).conditions())
			.containsExactly(
					new ScheduleConditions(Instant.parse("2025-12-31T23:00:00Z"),
							Instant.parse("2026-06-30T21:59:59.999999999Z"),
							List.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), List.of(LocalDate.of(2026, 5, 1))),
					new ScheduleConditions(Instant.parse("2026-01-01T06:00:00Z"), Instant.parse("2026-01-09T08:00:00Z"),
							List.of(), List.of()));
	}

	@Test
	void executionsOverTheLimitAreQueuedUnlessItSaysOtherwise() {
		String flow = "namespace: demo\nid: x\ntasks: [{id: a, type: log, message: hi}]\n";
		assertThat(read(flow).concurrency()).isNull();
		assertThat(read(flow + "concurrency: {limit: 2}").concurrency())
			.isEqualTo(new Concurrency(2, Concurrency.Behavior.QUEUE));
		assertThat(read(flow + "concurrency: {limit: 1, behavior: cancel}").concurrency())
			.isEqualTo(new Concurrency(1, Concurrency.Behavior.CANCEL));
	}

	@Test
	void intervalOfAPollIsAMinuteUnlessItSaysOtherwise() {
		Flow flow = read("""
				namespace: demo
				id: x
				tasks: [{id: a, type: log, message: hi}]
				triggers: [{id: p, type: http-poll, uri: "http://localhost"}]
				""");
		assertThat(flow.triggers()).singleElement()
			.extracting((each) -> ((PollingTrigger) each).interval())
			.isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void flowSurvivesItsRoundTripThroughJson() {
		Flow flow = read(FULL).stored(3, Instant.parse("2026-11-22T10:00:00Z"));
		String json = Json.mapper().writeValueAsString(flow);
		assertThat(Json.mapper().readValue(json, Flow.class)).isEqualTo(flow);
	}

	@Test
	void keyOfAWebhookIsKnownAndInNoTextOfTheFlow() {
		String yaml = """
				namespace: demo
				id: x
				inputs: [{id: body, type: json, required: false}]
				tasks: [{id: a, type: log, message: hi}]
				triggers:
				  - {id: plain, type: webhook, key: 0123456789abcdef}
				  - {id: quoted, type: webhook, key: "A-key_of-the_call", inputs: {body: "{{ trigger.body }}"}}
				  - {id: number, type: webhook, key: 1234567890123456789}
				""";
		Flow flow = read(yaml);
		assertThat(flow.triggers()).hasSize(3).allSatisfy((each) -> {
			WebhookTrigger webhook = (WebhookTrigger) each;
			assertThat(webhook.accepts(
					Map.of("plain", "0123456789abcdef", "quoted", "A-key_of-the_call", "number", "1234567890123456789")
						.getOrDefault(webhook.id(), "")))
				.isTrue();
			assertThat(webhook.accepts("0123456789abcdeg")).isFalse();
			assertThat(webhook.accepts(webhook.digest())).isFalse();
		});
		assertThat(((WebhookTrigger) flow.triggers().get(1)).inputs()).isEqualTo(Map.of("body", "{{ trigger.body }}"));
		assertThat(flow.toString()).doesNotContain("0123456789abcdef", "A-key_of", "1234567890123456789");
		assertThat(flow.source()).contains("key: sha256:", "key: \"sha256:");
		// what is shown can be stored again and means the same
		Flow again = read(String.valueOf(flow.source()));
		assertThat(again).isEqualTo(flow);
	}

	@Test
	void flowTriggerListensToOneOrToSeveralFlows() {
		Flow flow = read("""
				namespace: demo
				id: x
				inputs: [{id: rows, type: int}]
				tasks: [{id: a, type: log, message: hi}]
				triggers:
				  - {id: one, type: flow, namespace: demo., inputs: {rows: "{{ trigger.outputs.rows }}"}}
				  - id: both
				    type: flow
				    window: PT10M
				    allOf:
				      - {id: orders, namespace: demo, flowId: orders, states: [FAILED, killed], labels: {team: a}}
				      - {id: customers, namespace: demo, flowId: customers}
				    inputs: {rows: "{{ trigger.orders.outputs.rows }}"}
				""");
		List<FlowTrigger.End> success = List.of(FlowTrigger.End.SUCCESS);
		assertThat(flow.triggers()).containsExactly(
				new FlowTrigger("one", List.of(new FlowCondition("", "demo.", null, success, Map.of())), null,
						Map.of("rows", "{{ trigger.outputs.rows }}")),
				new FlowTrigger("both",
						List.of(new FlowCondition("orders", "demo", "orders",
								List.of(FlowTrigger.End.FAILED, FlowTrigger.End.KILLED), Map.of("team", "a")),
								new FlowCondition("customers", "demo", "customers", success, Map.of())),
						Duration.ofMinutes(10), Map.of("rows", "{{ trigger.orders.outputs.rows }}")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{id: t, type: flow}                                                     | triggers[0].namespace
					{id: t, type: flow, namespace: Demo}                                    | triggers[0].namespace
					{id: t, type: flow, namespace: demo, flowId: x}                         | triggers[0].flowId
					{id: t, type: flow, namespace: demo, window: PT1H}                      | triggers[0].window
					{id: t, type: flow, namespace: demo, states: [RUNNING]}                 | triggers[0].states[0]
					{id: t, type: flow, namespace: demo, inputs: {other: 1}}                | triggers[0].inputs.other
					{id: t, type: flow, namespace: demo, inputs: {rows: "{{ inputs.a }}"}}  | triggers[0].inputs.rows
					{id: t, type: flow, allOf: [{id: a, namespace: demo}]}                  | triggers[0].allOf
					{id: t, type: flow, allOf: [{id: a, namespace: a}, {id: a, namespace: b}]}                        | triggers[0].allOf[1].id
					{id: t, type: flow, allOf: [{id: date, namespace: a}, {id: a, namespace: b}]}                     | triggers[0].allOf[0].id
					{id: t, type: flow, allOf: [{id: b, namespace: a}, {id: a, namespace: demo, flowId: x}]}          | triggers[0].allOf[1].flowId
					{id: t, type: flow, states: [SUCCESS], allOf: [{id: b, namespace: a}, {id: a, namespace: b}]}     | triggers[0].states
					""")
	void whatAFlowTriggerCannotListenToIsAProblem(String trigger, String field) {
		assertThatExceptionOfType(InvalidFlowException.class).isThrownBy(() -> read("""
				namespace: demo
				id: x
				inputs: [{id: rows, type: int, required: false}]
				tasks: [{id: a, type: log, message: hi}]
				triggers: [%s]
				""".formatted(trigger)))
			.satisfies((ex) -> assertThat(ex.problems()).extracting(FlowProblem::field).containsExactly(field));
	}

	@Test
	void outputsOfTasksInControlTasksAreSeenAfterThese() {
		Flow flow = this.reader.read("outputs.yaml",
				"""
						namespace: demo
						id: outputs
						tasks:
						  - id: graph
						    type: dag
						    tasks:
						      - {id: a, type: sequential, tasks: [{id: x, type: return, value: 1}], finally: [{id: y, type: return, value: 1}]}
						      - {id: b, type: return, value: "{{ outputs.x.value + outputs.y.value }}", dependsOn: [a]}
						  - id: choose
						    type: if
						    condition: "{{ outputs.x.value == 1 }}"
						    then: [{id: z, type: return, value: 1}]
						    finally: [{id: end, type: log, message: "{{ outputs.z.value ?? 0 }}"}]
						  - {id: last, type: log, message: "{{ outputs.x.value }} {{ outputs.b.value }} {{ outputs.z.value ?? 0 }}"}
						errors:
						  - {id: block, type: sequential, tasks: [{id: w, type: return, value: "{{ outputs.x.value }}"}]}
						finally:
						  - {id: done, type: log, message: "{{ outputs.w.value ?? outputs.z.value }}"}
						outputs: {x: "{{ outputs.x.value }}", w: "{{ outputs.w.value ?? 0 }}"}
						""");
		assertThat(flow.outputs()).containsKeys("x", "w");
	}

	@Test
	void anchorsAndAliasesMayBeUsed() {
		Flow flow = read("""
				namespace: demo
				id: x
				tasks:
				  - {id: a, type: log, message: hi, retry: &r {type: constant, delay: PT1S, maxAttempts: 2}}
				  - {id: b, type: log, message: hi, retry: *r}
				""");
		assertThat(flow.tasks()).extracting((each) -> ((WorkerTask) each).retry())
			.containsOnly(new Retry(Retry.Type.CONSTANT, Duration.ofSeconds(1), null, 2, 2));
	}

	private Flow read(String yaml) {
		return this.reader.read("test.yaml", yaml);
	}

}
