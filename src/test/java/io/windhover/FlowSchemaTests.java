package io.windhover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.windhover.convert.Conversion;
import io.windhover.convert.flow.FlowConverter;
import io.windhover.execution.json.Json;
import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowSchema;
import io.windhover.flow.InvalidFlowException;
import io.windhover.flow.yaml.YamlDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The schema of flows takes every flow of the tests and the documentation, and refuses
 * what a schema can.
 */
class FlowSchemaTests {

	private static final AnnotationConfigApplicationContext CONTEXT = DocumentationTests.context();

	private static final JsonNode DOCUMENT = Json.mapper().valueToTree(CONTEXT.getBean(FlowSchema.class).document());

	private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
		.getSchema(DOCUMENT);

	@AfterAll
	static void close() {
		CONTEXT.close();
	}

	static List<JsonNode> flows() throws IOException {
		List<JsonNode> flows = new ArrayList<>();
		DocumentationTests.flows().forEach((yaml) -> flows.add(json(yaml)));
		try (Stream<Path> files = Files.list(Path.of("src/test/resources/conformance"))) {
			for (Path file : files.sorted().toList()) {
				flows.add(conformance(Files.readString(file)));
			}
		}
		for (String name : ConvertedFlowsTests.names()) {
			Conversion converted = converted(name);
			if (converted.complete()) {
				flows.add(json(converted.source()));
			}
		}
		assertThat(flows).hasSizeGreaterThan(300);
		return flows;
	}

	private static Conversion converted(String name) throws IOException {
		return FlowConverter.convert(Files.readString(Path.of("src/test/resources/convert", name + ".yml")));
	}

	/** Such a flow lacks something, and an editor says so. */
	@Test
	void whatIsNotCarriedOverIsRefused() throws IOException {
		for (String name : ConvertedFlowsTests.names()) {
			Conversion converted = converted(name);
			if (!converted.complete()) {
				assertThat(SCHEMA.validate(json(converted.source()))).as(name)
					.anySatisfy((error) -> assertThat(error.toString()).contains("notCarriedOver"));
			}
		}
	}

	private static JsonNode conformance(String yaml) {
		Map<?, ?> root = (Map<?, ?>) Objects.requireNonNull(YamlDocument.read(yaml).root());
		Map<Object, Object> flow = new LinkedHashMap<>(Map.of("namespace", "conformance", "id", "x"));
		flow.putAll((Map<?, ?>) Objects.requireNonNull(root.get("flow")));
		return Json.mapper().valueToTree(flow);
	}

	@ParameterizedTest
	@MethodSource("flows")
	void flowIsValid(JsonNode flow) {
		assertThat(SCHEMA.validate(flow)).isEmpty();
		assertThatCode(() -> CONTEXT.getBean(FlowReader.class).read("flow.yaml", flow.toString()))
			.doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
			type: log                                                       | message
			type: log, message: a, mesage: b                                | mesage
			type: log, message: a, level: loud                              | level
			type: log, message: a, allowFailure: yes                        | allowFailure
			type: log, message: a, timeout: 5                               | timeout
			type: log, message: [a]                                         | message
			type: log, message: a, onWorkerLoss: ignore                     | onWorkerLoss
			type: log, message: a, workerGroup: '{{ inputs.x }}'            | workerGroup
			type: sequential, workerGroup: x, tasks: [{id: b, type: log, message: a}] | workerGroup
			type: log, message: a, retry: 3                                 | retry
			type: log, message: a, retry: {type: constant, delay: PT1S}     | maxAttempts
			type: log, message: a, dependsOn: [b]                           | dependsOn
			type: http, uri: 'http://x', method: FETCH                      | method
			type: http, uri: 'http://x', acceptStatus: 200                  | acceptStatus
			type: http, uri: 'http://x', headers: {a: [b]}                  | headers
			type: http, uri: 'http://x', multipart: [{file: a}]             | name
			type: http, uri: 'http://x', multipart: [{name: a, contents: b, content: c}] | contents
			type: http, uri: 'http://x', basicAuth: {username: a}           | password
			type: http, uri: 'http://x', maxRedirects: 21                   | maxRedirects
			type: shell, command: ls, memory: 512m                          | memory
			type: assert, conditions: []                                    | conditions
			type: assert, conditions: [{condition: true}]                   | message
			type: assert, conditions: [{message: a}]                        | condition
			type: sleep, duration: 1h                                       | duration
			type: foreach, items: [1]                                       | type
			type: for-each, tasks: [{id: b, type: return}]                  | items
			type: for-each, items: [1], tasks: [{id: b, type: log}]         | message
			type: parallel, concurrency: -1, tasks: [{id: b, type: return}] | concurrency
			type: sequential, tasks: []                                     | tasks
			type: switch, value: a, cases: {}                               | cases
			type: switch, value: a, cases: {a: [{id: b, type: log}]}        | cases
			type: pause, inputs: [{id: a, type: number}]                    | inputs
			type: pause, inputs: [{id: a, type: enum}]                      | values
			type: pause, inputs: [{id: a, type: MULTI-ENUM, values: []}]    | values
			type: pause, inputs: [{id: a, type: enum, values: [a], min: 1}] | min
			type: pause, inputs: [{id: a, type: int, pattern: x}]           | pattern
			type: pause, inputs: [{id: a, type: string, max: 1}]            | max
			type: pause, inputs: [{id: a, type: json, values: [a]}]         | values
			type: pause, inputs: [{id: a, type: string, itemType: int}]     | itemType
			type: pause, inputs: [{id: a, type: array, itemType: secret}]   | itemType
			type: pause, inputs: [{id: a, type: array, itemType: array}]    | itemType
			type: dag, tasks: [{id: b, type: return, dependsOn: c}]         | dependsOn
			type: pause, duration: PT1S, inputs: [{id: a, type: int}]       | not
			type: pause, duration: PT0.0S                                   | duration
			type: pause, inputs: [{id: a, type: float, max: a}]             | max
			type: log, message: a, timeout: PT-1M-1S                        | timeout
			type: log, message: a, timeout: -P1D                            | timeout
			type: loop-until, condition: a, interval: -PT1S, tasks: [{id: b, type: return}] | interval
			type: shell, command: ls, workingDirectory: true                | workingDirectory
			""")
	void whatASchemaCanSayOfATaskItSays(String properties, String where) {
		assertThatBoth("namespace: demo\nid: x\ntasks: [{id: a, %s}]".formatted(properties), where);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			textBlock = """
					namespace: Demo, id: x, tasks: [{id: a, type: return}]                                            | namespace
					namespace: demo, tasks: [{id: a, type: return}]                                                   | id
					namespace: demo, id: x, tasks: []                                                                 | tasks
					namespace: demo, id: x, task: [], tasks: [{id: a, type: return}]                                  | task
					namespace: demo, id: x, labels: [a], tasks: [{id: a, type: return}]                               | labels
					namespace: demo, id: x, concurrency: {limit: 0}, tasks: [{id: a, type: return}]                   | concurrency
					namespace: demo, id: x, inputs: [{id: a}], tasks: [{id: a, type: return}]                         | type
					namespace: demo, id: x, errors: [{id: b}], tasks: [{id: a, type: return}]                         | type
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: schedule}]       | cron
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: http-poll}]      | uri
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: webhook}]        | key
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: flow, namespace: a, states: [done]}] | states
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: flow, allOf: [{id: a, namespace: b}]}] | allOf
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: flow, flowId: a}] | namespace
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: flow, namespace: a, window: PT1H}] | window
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: flow, namespace: a, allOf: [{id: a, namespace: b}, {id: c, namespace: d}]}] | namespace
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: webhook, key: a}] | key
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: other}]          | type
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: schedule, cron: '* * *'}] | cron
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: schedule, cron: '@daily', conditions: {holidays: [1 May]}}] | holidays
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: schedule, cron: '@daily', inputs: {a: '{{ flow.id }}'}}] | inputs
					namespace: demo, id: x, tasks: [{id: a, type: return}], triggers: [{id: t, type: http-poll, uri: 'http://x', interval: PT0.9S}] | interval
					namespace: demo, id: x, taskDefaults: {lgo: {level: info}}, tasks: [{id: a, type: return}]         | taskDefaults
					namespace: demo, id: x, taskDefaults: {log: {id: b}}, tasks: [{id: a, type: return}]               | taskDefaults
					namespace: demo, id: x, taskDefaults: {log: none}, tasks: [{id: a, type: return}]                  | taskDefaults
					""")
	void whatASchemaCanSayOfAFlowItSays(String flow, String where) {
		assertThatBoth("{" + flow + "}", where);
	}

	@Test
	void rulesAreForInputsOfTheirTypes() {
		assertThat(SCHEMA.validate(json("""
				namespace: demo
				id: x
				inputs:
				  - {id: a, type: string, pattern: "[a-z]+", min: null}
				  - {id: b, type: float, min: 0, max: 1}
				  - {id: c, type: array, itemType: date}
				  - {id: d, type: Enum, values: [a]}
				  - {id: e, type: json}
				tasks: [{id: a, type: return, value: 1}]
				"""))).isEmpty();
	}

	@Test
	void whatTheReaderTakesIsValid() {
		JsonNode flow = json("""
				namespace: demo
				id: x
				timeout: -PT-1H
				taskDefaults: {log: {timeout: PT1H-30M}, pause:}
				tasks:
				  - {id: a, type: log, message: a, retry: {type: constant, delay: pt0.5s, maxAttempts: 2}}
				  - {id: b, type: pause, duration: PT1S, inputs:}
				  - {id: c, type: loop-until, condition: a, interval: PT0S, tasks: [{id: b, type: return, value: 1}]}
				triggers:
				  - {id: t, type: schedule, cron: " 0  0 * * SUN ", conditions: {holidays: [2026-05-01]}}
				  - {id: u, type: http-poll, uri: "http://x", interval: PT1M0.5S}
				""");
		assertThat(SCHEMA.validate(flow)).isEmpty();
		assertThatCode(() -> CONTEXT.getBean(FlowReader.class).read("flow.yaml", flow.toString()))
			.doesNotThrowAnyException();
	}

	@Test
	void typesAreDescribedForAnEditorThatCompletesThem() {
		assertThat(DOCUMENT.at("/definitions/task/properties/type/oneOf").valueStream())
			.anySatisfy((type) -> assertThat(type.toString()).contains("\"http\"", "Sends an HTTP request"))
			.anySatisfy((type) -> assertThat(type.toString()).contains("\"for-each\"", "once for each item"));
	}

	@Test
	void propertiesAreDescribedForAnEditorThatShowsThem() {
		assertThat(DOCUMENT.at("/definitions/task.http/properties/uri/description").asString())
			.isEqualTo("Where the request goes");
		assertThat(DOCUMENT.at("/definitions/task.http/properties/multipart").toString()).contains("Name of the field");
	}

	/** The reader and the schema refuse it. */
	private static void assertThatBoth(String yaml, String where) {
		assertThatExceptionOfType(InvalidFlowException.class)
			.isThrownBy(() -> CONTEXT.getBean(FlowReader.class).read("flow.yaml", yaml));
		List<Error> errors = SCHEMA.validate(json(yaml));
		assertThat(errors.toString()).contains(where);
	}

	private static JsonNode json(String yaml) {
		return Json.mapper().valueToTree(YamlDocument.read(yaml).root());
	}

}
