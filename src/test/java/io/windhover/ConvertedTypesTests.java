package io.windhover;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.windhover.convert.Conversion;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.flow.FlowConverter;
import io.windhover.convert.task.TypeRules;
import io.windhover.convert.trigger.TriggerRules;
import io.windhover.flow.FlowReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Every type that the converter knows, by each of its names in old and new versions of
 * Kestra.
 */
class ConvertedTypesTests {

	private static final String LOG = "{id: log, type: io.kestra.plugin.core.log.Log, message: a}";

	private static final String TASKS = "tasks: [" + LOG + "]";

	private static final String DATABASE = "url: 'jdbc:x://db/x', sql: select 1";

	private static final String PROCESS = "taskRunner: {type: io.kestra.plugin.core.runner.Process}";

	private static final String TOPIC = "topic: orders, properties: {bootstrap.servers: 'kafka:9092'}";

	/** Of each type by its newest name, with what it needs. */
	private static final Map<String, String> TYPES = types("""
			core.flow.Sequential | TASKS
			core.flow.Parallel | TASKS
			core.flow.If | condition: true, then: [LOG]
			core.flow.Switch | value: a, cases: {a: [LOG]}
			core.flow.ForEach | values: [a, b], TASKS
			core.flow.Dag | tasks: [{task: LOG}]
			core.flow.AllowFailure | TASKS
			core.flow.WorkingDirectory | TASKS
			core.flow.LoopUntil | condition: true, checkFrequency: {maxIterations: 3}, failOnMaxReached: true, TASKS
			core.flow.Pause | delay: PT1S
			core.flow.Subflow | namespace: a, flowId: b
			core.flow.Sleep | duration: PT1S
			core.log.Log | message: a
			core.debug.Echo | format: a
			core.debug.Return | format: a
			core.output.OutputValues | values: {a: b}
			core.execution.Labels | labels: {a: b}
			core.execution.Fail | errorMessage: a
			core.execution.Assert | conditions: [true]
			core.http.Request | uri: 'https://example.com'
			core.http.Download | uri: 'https://example.com'
			jdbc.postgresql.Query | DATABASE
			jdbc.clickhouse.Query | DATABASE
			jdbc.snowflake.Query | DATABASE
			jdbc.duckdb.Query | sql: select 1
			jdbc.postgresql.Queries | DATABASE
			jdbc.snowflake.Queries | DATABASE
			jdbc.duckdb.Queries | sql: select 1
			kafka.Produce | TOPIC, from: {value: a}
			slack.notifications.SlackIncomingWebhook | url: 'https://example.com', messageText: a
			email.MailSend | host: a, port: 465, from: a@example.com, to: b@example.com, plainTextContent: a
			scripts.shell.Commands | PROCESS, commands: [ls]
			scripts.shell.Script | PROCESS, script: ls
			scripts.python.Script | PROCESS, script: print(1)
			scripts.node.Script | PROCESS, script: f()
			core.trigger.Schedule | cron: '@daily'
			core.trigger.Webhook | key: 0123456789abcdef
			core.trigger.Flow | states: [SUCCESS], preconditions: {id: a, flows: [{namespace: other, flowId: b}]}
			core.http.Trigger | uri: 'https://example.com', interval: PT1M
			kafka.RealtimeTrigger | TOPIC, groupId: a
			kafka.Trigger | TOPIC, groupId: a, maxRecords: 10
			""");

	/** Those that have an old name only. */
	private static final Map<String, String> OLD_TYPES = Map.of("io.kestra.core.tasks.flows.EachSequential",
			"value: '[\"a\"]', " + TASKS, "io.kestra.core.tasks.flows.EachParallel", "value: '[\"a\"]', " + TASKS,
			"io.kestra.core.tasks.flows.Flow", "namespace: a, flowId: b", "io.kestra.core.tasks.scripts.Bash",
			"commands: [ls]");

	private static final AnnotationConfigApplicationContext CONTEXT = DocumentationTests.context();

	@AfterAll
	static void close() {
		CONTEXT.close();
	}

	private static Map<String, String> types(String table) {
		Map<String, String> types = new TreeMap<>();
		table.lines()
			.map((line) -> line.split(" \\| ", 2))
			.forEach((row) -> types.put("io.kestra.plugin." + row[0],
					row[1].replace("TASKS", TASKS)
						.replace("LOG", LOG)
						.replace("DATABASE", DATABASE)
						.replace("PROCESS", PROCESS)
						.replace("TOPIC", TOPIC)));
		return types;
	}

	private static Stream<TypeRule> rules() {
		return Stream.concat(TypeRules.list().stream(), TriggerRules.list().stream());
	}

	static Stream<Arguments> names() {
		return rules().flatMap((rule) -> rule.names().stream().map((name) -> Arguments.of(name, rule)));
	}

	private static String properties(TypeRule rule) {
		return rule.names()
			.stream()
			.map((name) -> TYPES.getOrDefault(name, OLD_TYPES.getOrDefault(name, "")))
			.filter((each) -> !each.isEmpty())
			.findFirst()
			.orElse("");
	}

	@Test
	void everyTypeIsInTheTable() {
		assertThat(rules()).filteredOn((rule) -> properties(rule).isEmpty()).isEmpty();
		assertThat(rules()).hasSize(TYPES.size() + OLD_TYPES.size());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("names")
	void typeIsConvertedByEachOfItsNames(String name, TypeRule rule) {
		Conversion converted = convert(rule, name);
		assertThat(converted.notCarriedOver()).noneMatch((note) -> note.blocking());
		assertThat(converted.source()).contains("type: " + rule.becomes() + "\n")
			.isEqualTo(convert(rule, rule.names().get(0)).source());
		assertThatCode(() -> CONTEXT.getBean(FlowReader.class).read(name, converted.source())).as(converted.source())
			.doesNotThrowAnyException();
	}

	private static Conversion convert(TypeRule rule, String name) {
		String written = "{id: x, type: %s, %s}".formatted(name, properties(rule));
		String flow = "id: a\nnamespace: b\n";
		return FlowConverter
			.convert(TriggerRules.list().contains(rule) ? flow + "tasks: [%s]\ntriggers: [%s]\n".formatted(LOG, written)
					: flow + "tasks: [%s]\n".formatted(written));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					Schedule | DayWeek            | dayOfWeek: MONDAY                                | 0 0 * * MON
					Schedule | DayWeekInMonth     | dayOfWeek: MONDAY, dayInMonth: FIRST             | 0 0 * * MON#1
					Schedule | Weekend            | date: "{{ trigger.date }}"                       | 0 0 * * SAT,SUN
					Schedule | DateTimeBetween    | after: "2026-01-31T08:00:00Z"                    | from: "2026-01-31T08:00:01Z"
					Flow     | ExecutionFlow      | namespace: other, flowId: b                      | flowId: b
					Flow     | ExecutionNamespace | namespace: other, comparison: EQUALS             | namespace: other
					Flow     | ExecutionStatus    | in: [FAILED]                                     | states: [failed]
					Flow     | ExecutionLabels    | labels: {a: b}                                   | labels
					""")
	void conditionIsConvertedByEachOfItsNames(String trigger, String condition, String properties, String becomes) {
		List<String> names = List.of("io.kestra.plugin.core.condition." + condition,
				"io.kestra.core.models.conditions.types." + condition + "Condition");
		for (String name : names) {
			String other = trigger.equals("Schedule") ? "cron: 0 0 * * *" : "states: [SUCCESS, FAILED]";
			String beside = trigger.equals("Schedule") || condition.matches("ExecutionFlow|ExecutionNamespace") ? ""
					: ", {type: io.kestra.plugin.core.condition.ExecutionNamespace, namespace: other, comparison: EQUALS}";
			Conversion converted = FlowConverter.convert("""
					id: a
					namespace: b
					tasks: [%s]
					triggers:
					  - {id: t, type: io.kestra.plugin.core.trigger.%s, %s, conditions: [{type: %s, %s}%s]}
					""".formatted(LOG, trigger, other, name, properties, beside));
			assertThat(converted.complete()).as(converted.source()).isTrue();
			assertThat(converted.source()).contains(becomes);
		}
	}

}
