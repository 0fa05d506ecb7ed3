package io.windhover.api.webhook;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.api.trigger.Triggers;
import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.Flow;
import io.windhover.flow.WebhookSignature;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@ApiTest
class WebhookControllerTests {

	private static final String KEY = "d41b8e0c6fa24b7f-93a1_c85e";

	private static final String HOOK = "/api/webhooks/demo/called/" + KEY;

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final Triggers triggers;

	WebhookControllerTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired Triggers triggers) {
		this.mvc = mvc;
		this.bench = bench;
		this.triggers = triggers;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		this.triggers.follows(() -> true);
		this.triggers.accept("demo/called/hook", null);
		given(Map.of("by", "{{ trigger.headers['X-Event'] ?? 'nobody' }}"));
	}

	/** The flow, whose webhook gives these inputs. */
	private void given(Map<String, Object> inputs) {
		given(inputs, null);
	}

	private void given(Map<String, Object> inputs, @Nullable WebhookSignature signature) {
		List<Input> declared = List.of(new Input("event", Input.Type.JSON, false, null, null, null, InputRules.NONE),
				new Input("by", Input.Type.STRING, false, null, null, null, InputRules.NONE),
				new Input("count", Input.Type.INT, false, 1, null, null, InputRules.NONE));
		given(declared, inputs, signature);
	}

	private void given(List<Input> declared, Map<String, Object> inputs, @Nullable WebhookSignature signature) {
		Flow flow = new Flow("demo", "called", 2, null, Map.of("team", "blue"), declared, Map.of(), List.of(),
				ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null,
				List.of(new WebhookTrigger("other", WebhookTrigger.digest("0123456789abcdef"), Map.of(), null),
						new WebhookTrigger("hook", WebhookTrigger.digest(KEY), new LinkedHashMap<>(inputs), signature)),
				"", null, null);
		this.bench.flows().put(flow.key(), flow);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT" })
	void callStartsAnExecutionWithWhatTheInputsMakeOfIt(String method) {
		given(Map.of("event", "{{ trigger.body }}", "by", "{{ trigger.headers['X-Event'] }}"));
		MvcTestResult called = this.mvc.method(HttpMethod.valueOf(method))
			.uri(HOOK)
			.header("x-event", "push")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"name\": \"a\", \"sizes\": [1, 2]}")
			.exchange();
		ExecutionCommand.Create command = created();
		assertThat(called).hasStatus(201)
			.hasHeader("Location", "/api/executions/" + command.executionId())
			.hasContentType(MediaType.APPLICATION_JSON);
		assertThat(called).bodyJson()
			.isLenientlyEqualTo(
					"{\"id\": \"%s\", \"namespace\": \"demo\", \"flowId\": \"called\", \"flowRevision\": 2, \"state\": \"CREATED\"}"
						.formatted(command.executionId()));
		// neither what was sent nor what the flow gives
		assertThat(called).bodyText().doesNotContain("push", "sizes", "blue", KEY);
		assertThat(command.inputs())
			.isEqualTo(Map.of("event", Map.of("name", "a", "sizes", List.of(1, 2)), "by", "push", "count", 1));
		assertThat(command.labels()).isEqualTo(Map.of("team", "blue"));
		assertThat(command.trigger()).satisfies((fire) -> {
			assertThat(fire.id()).isEqualTo("hook");
			assertThat(fire.type()).isEqualTo("webhook");
			assertThat(fire.variables()).isEmpty();
		});
	}

	@Test
	void inputsSeeMethodParametersAndText() {
		given(Map.of("by", "{{ trigger.method }} {{ trigger.parameters.who }} {{ trigger.parameters.n | join('+') }}",
				"event", Map.of("text", "{{ trigger.body }}", "flow", "{{ flow.id }}")));
		assertThat(this.mvc.post()
			.uri(HOOK + "?who=a+b+c&n=1&n=2&wait=PT0S")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.content("who=form&x=%7B%7B")).hasStatus(202);
		assertThat(created().inputs()).isEqualTo(Map.of("by", "POST a b c 1+2", "event",
				Map.of("text", "who=form&x=%7B%7B", "flow", "called"), "count", 1));
	}

	@Test
	void whatIsSentIsNoTemplate() {
		given(Map.of("event", "{{ trigger.body }}"));
		assertThat(this.mvc.post().uri(HOOK).contentType(MediaType.TEXT_PLAIN).content("\"{{ 1 + 1 }}\""))
			.hasStatus(201);
		assertThat(created().inputs()).containsEntry("event", "{{ 1 + 1 }}");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17, 201
			sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18, 403
			sha256=, 403
			, 403
			""")
	void signedWebhookTakesWhatIsSignedOnly(@Nullable String signature, int status) {
		given(Map.of("by", "{{ trigger.body }}"), signature("HOOK_KEY"));
		MvcTestResult called = this.mvc.post().uri(HOOK).headers((headers) -> {
			if (signature != null) {
				headers.set("X-Signature", signature);
			}
		}).content("Hello, World!").exchange();
		if (status == 201) {
			assertThat(called).hasStatus(201);
			assertThat(created().inputs()).containsEntry("by", "Hello, World!");
		}
		else {
			assertProblem(called, status);
			assertThat(called).bodyJson().extractingPath("detail").asString().startsWith("The header X-Signature ");
			assertThat(this.bench.commands()).isEmpty();
		}
	}

	@Test
	void signatureWhoseKeyIsNotThereIsRefusedUntilItIs() {
		given(Map.of(), signature("NOT_THERE"));
		MvcTestResult called = this.mvc.post().uri(HOOK).header("X-Signature", "sha256=00").content("x").exchange();
		assertProblem(called, 503);
		assertThat(called).bodyText().doesNotContain("NOT_THERE");
	}

	private static WebhookSignature signature(String secret) {
		return new WebhookSignature(secret, "X-Signature", WebhookSignature.Algorithm.SHA256,
				WebhookSignature.Encoding.HEX);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/webhooks/demo/called/wrong-wrong-wrong", "/api/webhooks/demo/none/" + KEY,
			"/api/webhooks/none/called/" + KEY })
	void whoHasNoKeyIsToldNothing(String path) {
		this.triggers.accept("demo/called/hook", state(true));
		MvcTestResult refused = this.mvc.post().uri(path).content("x").exchange();
		assertProblem(refused, 404);
		assertThat(refused).bodyJson().extractingPath("detail").isEqualTo("There is no webhook at this address.");
		assertThat(refused).bodyJson().extractingPath("instance").asString().endsWith("/******");
		assertThat(refused).bodyText().doesNotContain(KEY, "wrong-wrong");
	}

	@Test
	void digestIsNoKey() {
		assertProblem(this.mvc.post().uri("/api/webhooks/demo/called/" + WebhookTrigger.digest(KEY)).exchange(), 404);
	}

	@Test
	void pausedWebhookStartsNothingUntilItIsResumed() {
		this.triggers.accept("demo/called/hook", state(true));
		assertProblem(this.mvc.post().uri(HOOK).exchange(), 409);
		assertThat(this.mvc.post().uri("/api/webhooks/demo/called/0123456789abcdef")).hasStatus(201);
		this.triggers.accept("demo/called/hook", state(false));
		assertThat(this.mvc.post().uri(HOOK)).hasStatus(201);
		assertThat(this.bench.commands()).hasSize(2);
	}

	@Test
	void whileItIsUnknownWhatIsPausedNothingIsStarted() {
		this.triggers.follows(() -> false);
		assertProblem(this.mvc.post().uri(HOOK).exchange(), 503);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void bodyThatIsTooLongIsRefused() {
		assertProblem(this.mvc.post().uri(HOOK).content(new byte[1024 * 1024 + 1]).exchange(), 413);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void inputsThatAreTooLargeAreRefusedWithTheirSize() {
		given(Map.of("event", Map.of("one", "{{ trigger.body }}", "two", "{{ trigger.body }}")));
		MvcTestResult refused = this.mvc.post().uri(HOOK).content("x".repeat(600_000)).exchange();
		assertProblem(refused, 413);
		assertThat(refused).bodyJson()
			.extractingPath("detail")
			.isEqualTo("Inputs and labels are 1200034 bytes of JSON, more than 1048576.");
		assertThat(this.bench.commands()).isEmpty();
		assertThat(this.mvc.post().uri(HOOK).content("x".repeat(500_000))).hasStatus(201);
		assertThat(this.bench.commands()).hasSize(1);
	}

	@Test
	void inputsThatDefaultsMakeTooLargeAreRefusedWithTheirSize() {
		List<Input> declared = List.of(new Input("text", Input.Type.STRING, true, null, null, null, InputRules.NONE),
				new Input("twice", Input.Type.STRING, true, "{{ inputs.text }}{{ inputs.text }}", null, null,
						InputRules.NONE));
		given(declared, Map.of("text", "{{ trigger.body }}"), null);
		MvcTestResult refused = this.mvc.post().uri(HOOK).content("x".repeat(400_000)).exchange();
		assertProblem(refused, 413);
		assertThat(refused).bodyJson()
			.extractingPath("detail")
			.asString()
			.startsWith("Inputs with their defaults and labels are 12000");
		assertThat(this.bench.commands()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/json         | {"a": | body is not JSON
			application/x.a+json     | {"a": | body is not JSON
			text/plain               | x     | cannot be made of this call
			not a type               | x     | cannot be made of this call
			""")
	void whatDoesNotFitIsAProblem(String type, String body, String detail) {
		given(Map.of("by", "{{ trigger.body.a.b }}"));
		MvcTestResult refused = this.mvc.post().uri(HOOK).header("Content-Type", type).content(body).exchange();
		assertProblem(refused, 400);
		assertThat(refused).bodyJson().extractingPath("detail").asString().contains(detail);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void inputOfAnotherTypeIsAProblem() {
		given(Map.of("count", "{{ trigger.parameters.n }}"));
		assertProblem(this.mvc.get().uri(HOOK + "?n=many").exchange(), 400);
		assertProblem(this.mvc.get().uri(HOOK + "?n=1&wait=soon").exchange(), 400);
		assertProblem(this.mvc.get().uri(HOOK + "?n=1&wait=PT11M").exchange(), 400);
		assertThat(this.bench.commands()).isEmpty();
		assertThat(this.mvc.get().uri(HOOK + "?n=7")).hasStatus(201);
		assertThat(created().inputs()).containsEntry("count", 7);
	}

	@Test
	void theSameIdempotencyKeyIsTheSameExecutionOfThisWebhookAlone() {
		MvcTestResult first = this.mvc.post().uri(HOOK).header("Idempotency-Key", "delivery-1").exchange();
		String location = "/api/executions/" + created().executionId();
		assertThat(first).hasStatus(201).hasHeader("Location", location);
		assertThat(this.mvc.post().uri(HOOK).header("Idempotency-Key", "delivery-1")).hasStatus(200)
			.hasHeader("Location", location);
		assertThat(this.mvc.post().uri("/api/flows/demo/called/executions").header("Idempotency-Key", "delivery-1"))
			.hasStatus(201);
		assertThat(this.mvc.post()
			.uri("/api/webhooks/demo/called/0123456789abcdef")
			.header("Idempotency-Key", "delivery-1")).hasStatus(201);
		assertThat(this.bench.commands()).hasSize(3);
	}

	@Test
	void aLookStartsNothing() {
		assertThat(this.mvc.head().uri(HOOK)).hasStatus(405);
		assertThat(this.mvc.options().uri(HOOK)).hasStatus(200);
		assertThat(this.bench.commands()).isEmpty();
	}

	private ExecutionCommand.Create created() {
		return (ExecutionCommand.Create) this.bench.commands().get(0);
	}

	private static TriggerState state(boolean paused) {
		return new TriggerState("demo", "called", 2, "hook", "webhook", null, null, null, null, null, paused,
				Instant.EPOCH, 1, null);
	}

	private static void assertProblem(MvcTestResult result, int status) {
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("hint").asString().isNotBlank();
	}

}
