package io.windhover.flow.reading;

import java.util.List;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.windhover.execution.json.Json;
import io.windhover.flow.FlowProblem;
import io.windhover.flow.FlowReader;
import io.windhover.flow.InvalidFlowException;
import io.windhover.flow.yaml.YamlDocument;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Broken flows: what the reader says of them, and that the schema refuses each whose
 * fault a schema can express.
 */
class FlowProblemTests {

	private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
		.getSchema(Json.mapper().<JsonNode>valueToTree(TestDefinitions.schema().document()));

	private static final String HEADER = "namespace: demo\nid: x\n";

	private final FlowReader reader = TestDefinitions.reader();

	@Test
	void allProblemsAreToldInTheOrderOfTheText() {
		assertThatProblems("""
				namespace: Demo
				id: a b
				labels: [a]
				tasks:
				  - id: one
				    type: shel
				  - id: one
				    type: log
				    mesage: hi
				    retry:
				      type: linear
				      delay: 5s
				      maxAttempts: 0
				triggers:
				  - id: t
				    type: schedule
				    cronn: "* * * * *"
				""").containsExactly(
				"f.yaml:1:12: namespace: 'namespace' may hold lower case letters, digits, '.', '_' and '-', up to 150 of them, the first a letter or digit",
				"f.yaml:2:5: id: 'id' may hold letters, digits, '_' and '-', up to 100 of them",
				"f.yaml:3:9: labels: a list is not a map of names to values",
				"f.yaml:6:11: tasks[0].type: type 'shel' is not known; did you mean 'shell'; known types: dag, fail, for-each, http, if, log, loop-until, parallel, pause, return, sequential, shell, sleep, subflow, switch",
				"f.yaml:7:5: tasks[1].message: property 'message' is missing",
				"f.yaml:7:9: tasks[1].id: the id 'one' is taken by line 5; give each its own",
				"f.yaml:9:5: tasks[1].mesage: unknown property 'mesage'; did you mean 'message'?",
				"f.yaml:11:13: tasks[1].retry.type: 'linear' is none of: constant, exponential",
				"f.yaml:12:14: tasks[1].retry.delay: '5s' is not a duration; write it as ISO-8601, such as PT30S or PT5M",
				"f.yaml:13:20: tasks[1].retry.maxAttempts: 'maxAttempts' must be greater than or equal to 1, but is 0",
				"f.yaml:15:5: triggers[0].cron: property 'cron' is missing",
				"f.yaml:17:5: triggers[0].cronn: unknown property 'cronn'; did you mean 'cron'?");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			textBlock = """
					type: log, message: a, level: ^loud | tasks[0].level | 'loud' is none of: info, warn
					type: log, message: a, allowFailure: ^yes | tasks[0].allowFailure | 'yes' is not true or false
					type: log, message: a, timeout: ^5 | tasks[0].timeout | '5' is not a duration
					type: log, message: a, timeout: ^PT-1S | tasks[0].timeout | must be longer than zero, but is PT-1S
					type: log, message: ^[a] | tasks[0].message | a list is not text
					type: log, message: ^'' | tasks[0].message | must not be blank
					type: log, message:^ | tasks[0].message | is missing
					type: http, uri: 'http://x', acceptStatus: ^200 | tasks[0].acceptStatus | '200' is not a list
					type: http, uri: 'http://x', acceptStatus: [^1] | tasks[0].acceptStatus[0] | greater than or equal to 100
					type: http, uri: 'http://x', acceptStatus: [^1.5] | tasks[0].acceptStatus[0] | '1.5' is not a whole number
					type: http, uri: 'http://x', headers: {a: ^[b]} | tasks[0].headers.a | is not text
					type: http, uri: ^'a b' | tasks[0].uri | 'a b' is not a valid URI
					type: sleep, duration: ^1h | tasks[0].duration | '1h' is not a duration
					type: log, message: a, retry: ^3 | tasks[0].retry | '3' is not a map
					type: log, message: a, onWorkerLoss: ^ignore | tasks[0].onWorkerLoss | 'ignore' is none of: retry, fail
					type: log, message: a, workerGroup: ^GPU | tasks[0].workerGroup | is the name of a worker group, with lower case letters
					type: log, message: a, workerGroup: ^'{{ inputs.group }}' | tasks[0].workerGroup | up to 50 of them, no template
					type: log, message: a, workerGroup: ^{key: gpu} | tasks[0].workerGroup | text
					type: sequential, ^workerGroup: gpu, tasks: [{id: b, type: log, message: a}] | tasks[0].workerGroup | unknown property 'workerGroup'
					type: pause, duration: PT1S, inputs: ^[{id: a, type: int}] | tasks[0].inputs | nobody gives inputs when the duration is over
					type: pause, inputs: [{id: a, type: ^number}] | tasks[0].inputs[0].type | 'number' is none of: string
					type: pause, inputs: [{id: a, type: int, default: ^x}] | tasks[0].inputs[0].default | 'x' is not of type int
					type: pause, inputs: [{id: a, type: int, pattern: ^x}] | tasks[0].inputs[0].pattern | is not for inputs of type int but of type string; remove it
					type: pause, inputs: [{id: a, type: int, min: ^3, max: 2}] | tasks[0].inputs[0].min | is more than 'max'; swap the two
					type: pause, inputs: [^{id: a, type: enum}] | tasks[0].inputs[0] | 'values' is required; list what an input of type enum takes
					type: pause, inputs: [{id: a, type: array, itemType: ^file}] | tasks[0].inputs[0].itemType | an array cannot have elements of type file; use json
					type: pause, inputs: [{id: a, type: file, default: ^a.csv}] | tasks[0].inputs[0].default | 'a.csv' is not the address of a file; give a file in a request
					type: if, condition: ^"{{ read(flow.id) }}", then: [{id: b, type: log, message: hi}] | tasks[0].condition | files are known to workers only
					type: pause, inputs: [{id: a, type: string, default: ^"{{ read('a') }}"}] | tasks[0].inputs[0].default | a default cannot call 'read'
					type: pause, inputs: [{id: a, type: array, itemType: ^enum}] | tasks[0].inputs[0].itemType | an array cannot have elements of type enum; use json
					type: pause, inputs: [{id: a, type: string, pattern: ^"("}] | tasks[0].inputs[0].pattern | is not a regular expression: Unclosed group
					type: pause, inputs: [{id: a, type: string, default: ^"{{ inputs.b }}"}, {id: b, type: int}] | tasks[0].inputs[0].default | there is no input 'b' above this one
					type: pause, inputs: [{id: a, type: string, default: ^"{{ now() }}"}] | tasks[0].inputs[0].default | a default cannot call 'now'; call it in the task that needs the value
					type: pause, inputs: [{id: a, type: string, default: ^"{{ env('HOME') }}"}] | tasks[0].inputs[0].default | a default cannot call 'env'
					type: pause, inputs: [{id: a, type: string, default: ^"{{ render('a') }}"}] | tasks[0].inputs[0].default | a default cannot call 'render'
					type: pause, inputs: [{id: a, type: int, min: ^"1e999999999"}] | tasks[0].inputs[0].min | has too many digits; give a number that can be written with 100
					type: pause, inputs: [{id: a, type: float, max: ^"1e-101"}] | tasks[0].inputs[0].max | has too many digits
					type: pause, inputs: [{id: a, type: int, max: ^"x"}] | tasks[0].inputs[0].max | 'x' is not a number
					type: pause, inputs: [{id: a, type: string, pattern: ^"(^{2147483647}){2147483647}"}] | tasks[0].inputs[0].pattern | repeats too often; lower the counts in { }
					type: pause, inputs: [{id: a, type: string, default: ^"{{ outputs.x }}"}] | tasks[0].inputs[0].default | a default is known before any task runs; it sees 'inputs' only
					type: pause, inputs: [{id: a, type: string, default: ^"{{ }"}] | tasks[0].inputs[0].default | template:
					type: ^foreach, items: [1] | tasks[0].type | type 'foreach' is not known; did you mean 'for-each'; known types: dag, fail,
					type: log, message: ^'{{ a' | tasks[0].message | template:
					type: http, uri: 'http://x', method: ^TRACE | tasks[0].method | is not for flows
					type: http, uri: 'http://x', body: [{a: ^'{{'}] | tasks[0].body[0].a | template:
					type: if, condition: ^"{{ secret('A') }}", then: [{id: b, type: log, message: hi}] | tasks[0].condition | secrets are known to workers only
					type: subflow, flowId: ^"{{ inputs.x }}" | tasks[0].flowId | 'flowId' may hold letters, digits, '_' and '-'
					type: subflow, namespace: ^A, flowId: b | tasks[0].namespace | 'namespace' may hold lower case letters
					type: subflow, flowId: b, wait: ^soon | tasks[0].wait | 'soon' is not true or false
					type: subflow, flowId: b, inputs: ^[{id: a}] | tasks[0].inputs | a list is not a map of names to values
					type: subflow, flowId: b, inputs: {x: [^"{{ secret('A') }}"]} | tasks[0].inputs.x[0] | secrets are known to workers only
					type: subflow, flowId: b, labels: {x: ^"{{ outputs.b.x }}"} | tasks[0].labels.x | there is no task 'b'
					type: log, message: a, runIf: ^"{{ secret('A') == 'x' }}" | tasks[0].runIf | secrets are known to workers only
					type: log, message: ^'{{ outputs.b.x }}' | tasks[0].message | there is no task 'b'
					type: log, message: ^'{{ outputs.a.x }}' | tasks[0].message | task 'a' has no outputs here
					type: log, message: ^'{{ outputs.later.x }}' | tasks[0].message | write outputs['later-on'] for an id with a dash
					type: log, message: ^'{{ metrics.b.x }}' | tasks[0].message | there is no task 'b'
					type: log, message: ^'{{ metrics.a.x }}' | tasks[0].message | task 'a' has no metrics here: only those of earlier tasks are seen, and after a loop none of the tasks in it
					type: for-each, items: [1], tasks: [{id: x, type: log, message: a}], finally: [{id: b, type: log, message: ^'{{ outputs.x.value }}'}] | tasks[0].finally[0].message | task 'x' has no outputs here: only those of earlier tasks are seen, and after a loop none of the tasks in it
					type: sequential, tasks: [{id: b, type: sequential, tasks: [{id: x, type: log, message: a}]}, {id: c, type: sequential, tasks: [{id: x, type: log, message: a}]}, {id: d, type: log, message: ^'{{ outputs.x.value }}'}] | tasks[0].tasks[2].message | task 'x' has no outputs here, because several tasks have its id; give each its own
					type: dag, tasks: [{id: b, type: sequential, tasks: [{id: x, type: log, message: a}]}, {id: c, type: log, message: ^'{{ outputs.x.value }}'}] | tasks[0].tasks[1].message | task 'x' has no outputs here
					type: parallel, tasks: [{id: b, type: sequential, tasks: [{id: x, type: log, message: a}]}, {id: c, type: log, message: ^'{{ outputs.x.value }}'}] | tasks[0].tasks[1].message | task 'x' has no outputs here
					type: log, message: ^'{{ metrics.later.x }}' | tasks[0].message | write metrics['later-on'] for an id with a dash
					type: sequential, tasks: [{id: b, type: log, message: a}, {id: c, type: log, message: ^'{{ metrics.b.rows }}'}] | tasks[0].tasks[1].message | task 'b' publishes no metrics
					type: sequential, tasks: [{id: b, type: http, uri: 'http://x'}, {id: c, type: log, message: ^'{{ metrics.b.request }}'}] | tasks[0].tasks[1].message | task 'b' publishes no metric 'request'; write metrics['b']['request.duration'] for a name with a dot; known: bytes, request.duration
					type: sequential, tasks: [{id: b, type: http, uri: 'http://x'}, {id: c, type: if, condition: ^"{{ metrics['b']['byte'] }}", then: [{id: d, type: log, message: a}]}] | tasks[0].tasks[1].condition | task 'b' publishes no metric 'byte'; did you mean 'bytes'; known: bytes, request.duration
					type: log, message: ^'{{ inputs.day }}' | tasks[0].message | the flow has no input 'day'
					type: log, message: ^'{{ vars.day }}' | tasks[0].message | the flow has no variable 'day'
					type: log, message: ^"{% filter uper %}x{% endfilter %}" | tasks[0].message | template: there is no filter 'uper'; did you mean 'upper'?
					type: log, message: ^"{{ foo() }}" | tasks[0].message | template: there is no function 'foo'
					type: log, message: ^"{{ flow.id is emty }}" | tasks[0].message | template: there is no test 'emty'; did you mean 'empty'?
					type: log, message: ^"{{ eror }}" | tasks[0].message | 'eror' is not a variable here; known: execution, flow, inputs, labels, metrics, outputs, taskRun, trigger, vars
					type: log, message: ^"{{ error.message }}" | tasks[0].message | 'error' is not a variable here, but in errors and finally; known: execution, flow
					type: sequential, tasks: [{id: b, type: log, message: ^"{{ error }}"}], errors: [{id: c, type: log, message: "{{ error }}"}] | tasks[0].tasks[0].message | 'error' is not a variable here, but in errors and finally
					type: log, message: ^"{{ input.day ?? 'none' }}" | tasks[0].message | 'input' is not a variable here; did you mean 'inputs'; known: execution
					type: log, message: ^"{% for x in [a] %}{{ x }}{{ loop.index }}{% endfor %}" | tasks[0].message | 'a' is not a variable here; did you mean 'outputs.a'?
					type: log, message: ^"{{ item }}" | tasks[0].message | 'item' is not a variable here, but in the tasks of a for-each or loop-until; known:
					type: log, message: a, runIf: ^"{{ taskRun.attempt > 1 }}" | tasks[0].runIf | 'taskRun' is not a variable here, but in the properties of a task that a worker runs; known:
					type: if, condition: ^"{{ inputs['a' ~ nope] }}", then: [{id: b, type: log, message: hi}] | tasks[0].condition | 'nope' is not a variable here
					type: for-each, items: ^"{{ item }}", tasks: [{id: b, type: log, message: "{{ item }}"}] | tasks[0].items | 'item' is not a variable here
					type: for-each, items: [1], tasks: [{id: b, type: log, message: a}], finally: [{id: c, type: log, message: ^"{{ index }}"}] | tasks[0].finally[0].message | 'index' is not a variable here
					type: subflow, flowId: b, inputs: {x: ^"{{ nope }}"} | tasks[0].inputs.x | 'nope' is not a variable here
					type: pause, inputs: [{id: a, type: string, default: ^"{{ execution.id }}"}] | tasks[0].inputs[0].default | it sees 'inputs' only
					type: pause, inputs: [{id: a, type: string, default: ^"{{ foo() }}"}] | tasks[0].inputs[0].default | template: there is no function 'foo'
					""")
	void problemOfATaskIsFoundWhereItStands(String properties, String field, String message) {
		assertThatMarked(HEADER + "tasks: [{id: a, %s}, {id: later-on, type: log, message: a}]".formatted(properties))
			.contains(": %s: ".formatted(field))
			.contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			textBlock = """
					type: schedule, cron: ^'* * *' | triggers[0].cron | '* * *' is not a cron expression
					type: schedule, cron: ^'61 * * * *' | triggers[0].cron | '61 * * * *' is not a cron expression
					type: schedule, cron: ^'0 0 31 2 *' | triggers[0].cron | '0 0 31 2 *' never comes
					type: schedule, cron: '@daily', timezone: ^Europe/Pari | triggers[0].timezone | 'Europe/Pari' is not a time zone; did you mean 'Europe/Paris'?
					type: schedule, cron: '@daily', recoverMissed: ^some | triggers[0].recoverMissed | 'some' is none of: all, last, none
					type: schedule, cron: '@daily', conditions: {from: ^soon} | triggers[0].conditions.from | must be a date such as 2026-12-31
					type: schedule, cron: '@daily', conditions: {from: ^2026-02-30} | triggers[0].conditions.from | '2026-02-30' is not a date such as
					type: schedule, cron: '@daily', conditions: {from: 2026-02-02, to: ^2026-02-01} | triggers[0].conditions.to | is before 'from'
					type: schedule, cron: '@daily', conditions: {days: [^mon]} | triggers[0].conditions.days[0] | 'mon' is none of: monday, tuesday
					type: schedule, cron: '@daily', conditions: {holidays: [2026-01-01, ^1 May]} | triggers[0].conditions.holidays[1] | '1 May' is not a date
					type: schedule, cron: '@daily', conditions: {^day: [monday]} | triggers[0].conditions.day | unknown property 'day'; did you mean 'days'?
					type: schedule, cron: '0 0 * * SUN', conditions: ^{days: [monday]} | triggers[0].conditions | exclude every date of the cron '0 0 * * SUN'
					type: schedule, cron: '@monthly', conditions: ^{from: 2026-01-02, to: 2026-01-31} | triggers[0].conditions | exclude every date
					type: schedule, cron: '@daily', inputs: {b: ^1} | triggers[0].inputs.b | is not an input of the flow; it declares none
					type: ^schedul, cron: '@daily' | triggers[0].type | type 'schedul' is not known; did you mean 'schedule'; known types: flow, http-poll, schedule, webhook
					type: http-poll, uri: 'http://x', interval: ^PT0.5S | triggers[0].interval | must be at least PT1S, but is PT0.5S
					type: http-poll, uri: 'http://x', method: ^TRACE | triggers[0].method | is not for flows
					type: http-poll, interval: PT5S | triggers[0].uri | is missing
					type: http-poll, uri: 'http://x', ^conditio: x | triggers[0].conditio | unknown property 'conditio'; did you mean 'condition'?
					type: http-poll, uri: 'http://x', condition: ^'{{ ' | triggers[0].condition | template:
					type: http-poll, uri: 'http://x', condition: ^'{{ state == 200 }}' | triggers[0].condition | 'state' is not a variable here; known: body, headers, status
					type: http-poll, uri: ^'http://x/{{ execution.id }}' | triggers[0].uri | 'execution' is not a variable here; known: flow, trigger
					type: webhook | triggers[0].key | property 'key' is missing
					type: webhook, key: ^tooshort-123456 | triggers[0].key | 'key' must have 16 to 200 letters, digits, '_' and '-'; make one
					type: webhook, key: ^'has spaces in the key' | triggers[0].key | 'key' must have 16
					type: webhook, key: ^"0123456789abcd\\x65f" | triggers[0].key | must be written as it is
					type: webhook, key: 0123456789abcdef, signature: ^{} | triggers[0].signature.secret | property 'secret' is missing
					type: webhook, key: 0123456789abcdef, signature: {secret: ^"{{ secret('A') }}"} | triggers[0].signature.secret | is the name of a secret
					type: webhook, key: 0123456789abcdef, signature: {secret: A, algorithm: ^md5} | triggers[0].signature.algorithm | md5
					type: webhook, key: 0123456789abcdef, inputs: {b: ^1} | triggers[0].inputs.b | is not an input of the flow; it declares none
					type: webhook, key: 0123456789abcdef, inputs: {b: ^"{{ trigger.body }}"} | triggers[0].inputs.b | is not an input of the flow; it declares none
					cron: '@daily' | triggers[0].type | property 'type' is missing
					""")
	void problemOfATriggerIsFoundWhereItStands(String properties, String field, String message) {
		assertThatMarked(
				HEADER + "tasks: [{id: a, type: log, message: a}]\ntriggers: [{id: t, %s}]".formatted(properties))
			.contains(": %s: ".formatted(field))
			.contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			textBlock = """
					id: p, type: ^parallel, tasks: [$] | tasks[0].tasks[0].type | the tasks of 's' share a working directory and run one after the other; set concurrency: 1, or move the parallel out
					id: p, type: parallel, concurrency: ^2, tasks: [$] | tasks[0].tasks[0].concurrency | set concurrency: 1, or move the parallel out
					id: p, type: ^dag, tasks: [$] | tasks[0].tasks[0].type | use sequential, or move the dag out
					id: p, type: for-each, items: [1], concurrency: ^0, tasks: [$] | tasks[0].tasks[0].concurrency | remove it, or move the for-each out
					id: p, type: sequential, workingDirectory: ^true, tasks: [$] | tasks[0].tasks[0].workingDirectory | its tasks share the working directory of 's' already; remove it
					id: p, type: if, condition: x, then: [{id: d, type: ^dag, tasks: [$]}] | tasks[0].tasks[0].then[0].type | use sequential
					id: p, type: switch, value: x, cases: {a: [{id: d, type: ^dag, tasks: [$]}]} | tasks[0].tasks[0].cases.a[0].type | use sequential
					id: p, type: sequential, tasks: [$], finally: [{id: d, type: ^dag, tasks: [$]}] | tasks[0].tasks[0].finally[0].type | use sequential
					id: p, type: log, message: a}, {id: q, type: log, message: a, workerGroup: ^gpu | tasks[0].tasks[1].workerGroup | the tasks of 's' share a working directory, and all run on workers of one group: 'p' is of 'default', and 'q' is of 'gpu'
					id: p, type: log, message: a, workerGroup: gpu}, {id: q, type: if, condition: x, then: [^$] | tasks[0].tasks[1].then[0] | 'p' is of 'gpu', and 'a' is of 'default'
					id: p, type: http, uri: 'http://x', ^workingDirectory: true | tasks[0].tasks[0].workingDirectory | unknown property 'workingDirectory'
					""")
	void whatRunsAtTheSameTimeInAWorkingDirectoryIsRefused(String task, String field, String message) {
		assertThatMarked(HEADER + "tasks: [{id: s, type: sequential, workingDirectory: true, tasks: [{%s}]}]"
			.formatted(task.replace("$", "{id: a, type: log, message: a}"))).contains(": %s: ".formatted(field))
			.contains(message);
	}

	@Test
	void aWorkingDirectoryIsThatOfASequential() {
		assertThatOnlyProblem(HEADER
				+ "tasks: [{id: a, type: parallel, workingDirectory: true, tasks: [{id: b, type: log, message: a}]}]")
			.contains("tasks[0].workingDirectory: unknown property 'workingDirectory'");
		assertThatOnlyProblem(HEADER + "tasks: [{id: a, type: shell, command: ls, workingDirectory: true}]").contains(
				"tasks[0].workingDirectory: names a directory; to share one, put tasks into {type: sequential, workingDirectory: true,");
		assertThatOnlyProblem(HEADER
				+ "tasks: [{id: a, type: sequential, workingDirectory: here, tasks: [{id: b, type: log, message: a}]}]")
			.contains("tasks[0].workingDirectory: 'here' is not true or false");
	}

	@Test
	void aWorkingDirectoryMayBeWithinWhatRunsAtTheSameTime() {
		assertThat(this.reader.read("f.yaml", HEADER + """
				tasks:
				  - id: p
				    type: parallel
				    tasks:
				      - id: s
				        type: sequential
				        workingDirectory: true
				        tasks:
				          - {id: one, type: parallel, concurrency: 1, tasks: [{id: a, type: log, message: a}]}
				          - {id: each, type: for-each, items: [1], tasks: [{id: a, type: log, message: a}]}
				      - id: t
				        type: sequential
				        workingDirectory: false
				        tasks: [{id: d, type: dag, tasks: [{id: a, type: log, message: a}]}]
				""").tasks()).hasSize(1);
	}

	/** The text has a mark where its only problem stands. */
	private AbstractStringAssert<?> assertThatMarked(String yaml) {
		AbstractStringAssert<?> problem = assertThatOnlyProblem(yaml.replace("^", ""));
		int mark = yaml.indexOf('^');
		if (mark >= 0) {
			long line = yaml.substring(0, mark).lines().count();
			problem.startsWith("f.yaml:%d:%d: ".formatted(line, mark - yaml.lastIndexOf('\n', mark)));
		}
		return problem;
	}

	@Test
	void conditionsOfAScheduleAreReportedAllAtOnce() {
		assertThatProblems(
				HEADER + """
						tasks: [{id: a, type: log, message: a}]
						triggers:
						  - {id: t, type: schedule, cron: '@daily', timezone: Mars, conditions: {from: soon, to: 2026-02-30, days: [mon], holidays: [1 May]}}
						""")
			.hasSize(5)
			.anyMatch((each) -> each.contains("timezone: 'Mars' is not a time zone"))
			.anyMatch((each) -> each.contains("conditions.from: "))
			.anyMatch((each) -> each.contains("conditions.to: '2026-02-30' is not a date"))
			.anyMatch((each) -> each.contains("conditions.days[0]: 'mon' is none of"))
			.anyMatch((each) -> each.contains("conditions.holidays[0]: '1 May' is not a date"));
	}

	@Test
	void inputOfATriggerMustFitTheFlow() {
		assertThatProblems(HEADER + """
				inputs:
				  - {id: day, type: date}
				  - {id: count, type: int, default: many}
				tasks: [{id: a, type: log, message: a}]
				""").containsExactly("f.yaml:5:37: inputs[1].default: 'many' is not of type int; give a whole number");
		assertThatProblems(HEADER + """
				inputs: [{id: day, type: date}]
				tasks: [{id: a, type: log, message: a}]
				triggers:
				  - {id: t, type: schedule, cron: "@daily"}
				  - {id: u, type: schedule, cron: "@daily", inputs: {day: "{{ trigger.date }}"}}
				""").anyMatch((each) -> each.startsWith("f.yaml:6:5: triggers[0].inputs.day: is required; give a date"))
			.anyMatch((each) -> each.contains("triggers[1].inputs.day: a trigger gives its inputs as they stand"));
	}

	@Test
	void inputsOfAWebhookMayBeTemplatesOfTheCallAlone() {
		String flow = HEADER + """
				inputs:
				  - {id: day, type: date}
				  - {id: count, type: int}
				  - {id: after, type: string, default: "{{ inputs.count + 1 }}"}
				tasks: [{id: a, type: log, message: a}]
				triggers: [{id: t, type: webhook, key: 0123456789abcdef, inputs: {%s}}]
				""";
		String whole = flow.formatted("day: 2026-01-31, count: '{{ trigger.body.count }}'");
		assertThat(this.reader.read("f.yaml", whole).triggers()).hasSize(1);
		assertThatOnlyProblem(flow.formatted("day: never, count: '{{ trigger.body.count }}'"))
			.contains("triggers[0].inputs.day: 'never' is not of type date");
		assertThatOnlyProblem(flow.formatted("day: '{{ trigger.body }}'"))
			.contains("triggers[0].inputs.count: is required");
		for (String template : List.of("inputs.day", "outputs.a.value", "vars.x", "nope")) {
			assertThatOnlyProblem(flow.formatted("day: 2026-01-31, count: '{{ %s }}'".formatted(template)))
				.contains("triggers[0].inputs.count: is rendered before the execution exists; it sees 'trigger'");
		}
		assertThatOnlyProblem(flow.formatted("day: 2026-01-31, count: \"{{ secret('A') }}\""))
			.contains("secrets are known to workers only");
		assertThatOnlyProblem(flow.formatted("day: 2026-01-31, count: '{{ '")).contains("template: ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '\u0001',
			textBlock = """
					{{ 'x' | nope }}                       ; template: there is no filter 'nope'
					{{ 'x' | uper }}                       ; template: there is no filter 'uper'. Did you mean 'upper'?
					{{ flow.id | default(uiid()) }}        ; template: there is no function 'uiid'. Did you mean 'uuid'?
					{{ {'a': [1, nope]} | json }}          ; 'nope' is not a variable here
					{{ nope | default('none') }}           ; 'nope' is not a variable here
					{{ nope ?? 'none' }}                   ; 'nope' is not a variable here
					{{ flow.id ?? item }}                  ; 'item' is not a variable here
					{{ flow.id | slice(end=nope) }}        ; 'nope' is not a variable here
					{{ (flow.id | length) > 2 ? nope : 1 }} ; 'nope' is not a variable here
					{{ block('x') }}                       ; template: there is no function 'block'
					{{ now('QQQQQQ') }}                    ; template: 'QQQQQQ' is not a pattern of dates such as yyyy-MM-dd HH:mm: Too many pattern letters: Q
					{{ flow.id | date('yyyy-MM-ddZZZZZZ') }} ; template: 'yyyy-MM-ddZZZZZZ' is not a pattern of dates such as yyyy-MM-dd HH:mm: Too many pattern letters: Z
					{{ flow.id | date(existingFormat='bb') }} ; template: 'bb' is not a pattern of dates such as yyyy-MM-dd HH:mm: Unknown pattern letter: b
					{{ now(timeZone='Mars/Olympus') }}     ; template: 'Mars/Olympus' is not a time zone such as Europe/Paris or +02:00
					{{ secret() }}                         ; template: secret() takes the name of a secret, as in secret('DB_PASSWORD')
					{{ env() }}                            ; template: env() takes the name of a variable, as in env('REGION')
					{{ flow | jq('.id | input') }}         ; template: there is no function input for the jq program
					""")
	void namesAreCheckedInEveryPartOfATemplate(String template, String message) {
		assertThatOnlyProblem(HEADER + "tasks: [{id: a, type: log, message: \"%s\"}]".formatted(template))
			.contains("tasks[0].message: " + message.replace(". Did", "; did"));
	}

	@Test
	void variableThatIsAnInputOrAVariableOfTheFlowIsNamedInFull() {
		assertThatProblems(HEADER + """
				inputs: [{id: day, type: date}]
				variables: {region: eu}
				tasks: [{id: a, type: log, message: "{{ day }} {{ region }}"}]
				""").containsExactly(
				"f.yaml:5:37: tasks[0].message: 'day' is not a variable here; did you mean 'inputs.day'?",
				"f.yaml:5:37: tasks[0].message: 'region' is not a variable here; did you mean 'vars.region'?");
	}

	@Test
	void allThatTemplatesSeeIsKnown() {
		String flow = HEADER
				+ """
						inputs: [{id: n, type: int, default: 1}, {id: m, type: int, default: "{{ inputs.n + 1 }}"}]
						variables: {x: 1}
						labels: {n: "{{ inputs.n }}{{ execution.id }}{{ flow.id }}{{ trigger.id ?? vars.x }}"}
						tasks:
						  - {id: a, type: log, message: "{{ taskRun.attempt }}{{ labels.n }}{{ 'b' | escape | raw }}"}
						  - id: b
						    type: for-each
						    items: "{{ outputs.a.x }}"
						    tasks:
						      - id: c
						        type: loop-until
						        condition: "{{ index > 2 and parents[0].item.value is not null }}"
						        tasks: [{id: d, type: log, message: "{{ item }}{{ index }}{{ parents }}"}]
						  - {id: e, type: log, message: "{% set z = 1 %}{% for y in [1] %}{{ y + z + loop.length }}{% endfor %}"}
						  - {id: l, type: log, message: "{{ error.message ?? 'well' }}{{ (item.x ?? index) ?? 0 }}"}
						  - {id: f, type: log, message: "{{ render('{{ nobody }}') }}{% verbatim %}{{ nobody }}{% endverbatim %}"}
						errors:
						  - {id: g, type: log, message: "{{ execution.startedAt }}{{ error.message }}", runIf: "{{ error.path != 'a' }}"}
						  - {id: h, type: sequential, tasks: [{id: i, type: log, message: "{{ error.path }}"}]}
						finally: [{id: j, type: for-each, items: [1], tasks: [{id: k, type: log, message: "{{ error ?? item }}"}]}]
						outputs: {all: "{{ outputs }}"}
						""";
		assertThat(this.reader.read("f.yaml", flow).tasks()).hasSize(5);
	}

	@Test
	void keyOfAWebhookStandsInTheFlowOnce() {
		String flow = HEADER + """
				tasks: [{id: a, type: log, message: a}]
				triggers:
				  - {id: t, type: webhook, key: 0123456789abcdef}
				""";
		assertThat(this.reader.read("f.yaml", flow).triggers()).hasSize(1);
		assertThatOnlyProblem(flow + "# curl /api/webhooks/demo/x/0123456789abcdef\n")
			.contains("triggers[0].key: stands in the flow more than once");
		assertThatProblems(flow + "  - {id: u, type: webhook, key: 0123456789abcdef}\n").hasSize(2);
	}

	@Test
	void longPatternOrNumberIsRefused() {
		String flow = HEADER + "tasks: [{id: a, type: log, message: a}]\ninputs: [{id: a, type: %s, %s}]";
		assertThatOnlyProblem(flow.formatted("string", "pattern: '%s'".formatted("(".repeat(20_000))))
			.endsWith("pattern: has 20,000 characters; shorten the regular expression to at most 1,000");
		assertThatOnlyProblem(flow.formatted("int", "max: " + "9".repeat(500)))
			.endsWith("max: has more than 100 digits; put it in quotes to make it text");
		assertThatOnlyProblem(flow.formatted("int", "max: '%s'".formatted("9".repeat(100_000))))
			.endsWith("…' is not a number");
	}

	@Test
	void requiredPropertyThatIsATemplateIsThere() {
		assertThat(this.reader.read("f.yaml", HEADER + """
				tasks:
				  - {id: a, type: sleep, duration: "{{ labels.pause }}"}
				  - {id: b, type: http, uri: "{{ labels.uri }}", acceptStatus: ["{{ labels.status }}", 200]}
				""").tasks()).hasSize(2);
	}

	@Test
	void missingPartsOfTheFlowAreNamed() {
		assertThatProblems("description: x").containsExactlyInAnyOrder(
				"f.yaml:1:1: namespace: property 'namespace' is missing", "f.yaml:1:1: id: property 'id' is missing",
				"f.yaml:1:1: tasks: property 'tasks' is missing");
		assertThatOnlyProblem(HEADER + "tasks: []").isEqualTo("f.yaml:3:8: tasks: 'tasks' must have at least one task");
		assertThatOnlyProblem(HEADER + "tasks: [a]").startsWith("f.yaml:3:9: tasks[0]: each of the tasks is a map");
	}

	@Test
	void concurrencyNeedsALimitAndABehaviorThatIsKnown() {
		String flow = HEADER + "tasks: [{id: a, type: log, message: a}]\n";
		assertThatOnlyProblem(flow + "concurrency: {limit: 0}")
			.isEqualTo("f.yaml:4:22: concurrency.limit: 'limit' must be greater than or equal to 1, but is 0");
		assertThatOnlyProblem(flow + "concurrency: {behavior: queue}")
			.isEqualTo("f.yaml:4:14: concurrency.limit: property 'limit' is missing");
		assertThatOnlyProblem(flow + "concurrency: {limit: 1, behavior: wait}")
			.isEqualTo("f.yaml:4:35: concurrency.behavior: 'wait' is none of: queue, cancel, fail");
		assertThatOnlyProblem(flow + "concurrency: 1").startsWith("f.yaml:4:14: concurrency: '1' is not a map");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			textBlock = """
					^{} | expect | expects nothing; give 'successEvery', 'startedBy'
					{successEvery: ^PT0S} | expect.successEvery | must be longer than zero
					{startedBy: ^'25:00'} | expect.startedBy | must be a time of day such as 10:00
					{maxFailuresInARow: 1, timezone: ^UTC} | expect.timezone | is of 'startedBy' and 'endedBy', and there is neither
					{maxFailuresInARow: 1, days: ^[MONDAY]} | expect.days | are of 'startedBy' and 'endedBy', and there is neither
					{maxFailuresInARow: 1, onMaxDuration: ^kill} | expect.onMaxDuration | is of 'maxDuration', which is missing
					{maxFailuresInARow: ^-1} | expect.maxFailuresInARow | must be greater than or equal to 0
					{minMetric: ^{name: rows}} | expect.minMetric.value | is missing
					""")
	void whatCannotBeExpectedIsRefused(String expect, String field, String message) {
		assertThatMarked(HEADER + "tasks: [{id: a, type: log, message: a}]\nexpect: " + expect)
			.contains(": %s: ".formatted(field))
			.contains(message);
	}

	@Test
	void unknownPropertyOfTheFlowIsNamedWithTheKnownOnes() {
		assertThatOnlyProblem(HEADER + "tasks: [{id: a, type: log, message: a}]\nfoobar: 1")
			.isEqualTo("f.yaml:4:1: foobar: unknown property 'foobar'; known properties: namespace, id, description, "
					+ "labels, inputs, tasks, triggers, errors, finally, retry, timeout, concurrency, taskDefaults, variables, outputs, expect, "
					+ "disabled");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{total: ^'{{ outputs.b.value }}'} | outputs.total | there is no task 'b'
					{all: [^'{{ secret("KEY") }}']}   | outputs.all[0] | secrets are known to workers only
					{total: ^'{{ outputs.a. }}'}      | outputs.total | template:
					{total: ^'{{ taskRun.id }}'}      | outputs.total | not a variable here, but in the properties of a task that a worker runs
					""")
	void whatAFlowGivesIsCheckedWhereItStands(String outputs, String field, String message) {
		assertThatMarked(HEADER + "tasks: [{id: a, type: log, message: a}]\noutputs: " + outputs + "\n")
			.contains(": %s: ".formatted(field))
			.contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{team: ^'{{ inputs.n }}'}         | labels.team | the flow has no input 'n'
			{team: ^'{{ outputs.a.value }}'}  | labels.team | task 'a' has no outputs here
			{team: ^'{{ secret("KEY") }}'}    | labels.team | secrets are known to workers only
			{team: ^'{{ vars. }}'}            | labels.team | template:
			{team: ^'{{ team }}'}             | labels.team | is not a variable here; known: execution, flow
			""")
	void labelsThatAreTemplatesAreCheckedWhereTheyStand(String labels, String field, String message) {
		assertThatMarked(HEADER + "tasks: [{id: a, type: log, message: a}]\nlabels: " + labels + "\n")
			.contains(": %s: ".formatted(field))
			.contains(message);
	}

	@Test
	void emptyTextIsNoFlow() {
		assertThatOnlyProblem("").startsWith("f.yaml:1:1: a flow is a map of properties");
		assertThatOnlyProblem("# nothing\n").startsWith("f.yaml:1:1: a flow is a map of properties");
		assertThatOnlyProblem("- a").startsWith("f.yaml:1:1: a flow is a map of properties");
	}

	@Test
	void duplicateKeyIsToldWithItsFirstPlace() {
		assertThatOnlyProblem(HEADER + "tasks: [{id: a, type: log, message: a}]\nid: y")
			.isEqualTo("f.yaml:4:1: id: 'id' is there twice; it first stands in line 2");
	}

	private ListAssert<String> assertThatProblems(String yaml) {
		return assertThat(problems(yaml).stream().map(FlowProblem::toString));
	}

	private List<FlowProblem> problems(String yaml) {
		InvalidFlowException ex = catchThrowableOfType(InvalidFlowException.class,
				() -> this.reader.read("f.yaml", yaml));
		assertThat(ex).as("problems expected").isNotNull();
		JsonNode flow = Json.mapper().valueToTree(YamlDocument.read(yaml).root());
		assertThat(SCHEMA.validate(flow).isEmpty()).as("%s, the schema of %s", ex.problems(), flow)
			.isEqualTo(ex.problems().stream().allMatch(BeyondSchema::is));
		return ex.problems();
	}

	@Test
	void defaultsOfNoTypeAndOfWhatEachTaskHasItselfAreRefused() {
		assertThatProblems("""
				namespace: demo
				id: x
				taskDefaults:
				  lgo: {level: warn}
				  log: {id: a, levle: warn}
				  http: none
				tasks:
				  - {id: a, type: log, message: hi}
				""")
			.anyMatch((problem) -> problem
				.contains("f.yaml:4:8: taskDefaults.lgo: type 'lgo' is not known; did you mean 'log'"))
			.contains("f.yaml:5:13: taskDefaults.log.id: 'id' cannot have a default; write it at each task",
					"f.yaml:6:9: taskDefaults.http: is a map of properties, such as {timeout: PT30S}")
			.anyMatch((problem) -> problem.contains("tasks[0].levle: unknown property 'levle'"));
	}

	private AbstractStringAssert<?> assertThatOnlyProblem(String yaml) {
		List<FlowProblem> problems = problems(yaml);
		assertThat(problems).hasSize(1);
		return assertThat(problems.get(0).toString());
	}

}
