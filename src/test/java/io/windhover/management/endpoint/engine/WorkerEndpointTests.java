package io.windhover.management.endpoint.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.management.endpoint.EndpointApplication;
import io.windhover.management.endpoint.ManagementPort;
import io.windhover.worker.WorkerControl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;

class WorkerEndpointTests {

	private static final String[] JSON = { "Content-Type", "application/json" };

	private static final String BY = "killed by local from 127.0.0.1";

	private static ConfigurableApplicationContext context;

	private static ManagementPort port;

	private static WorkerControl control;

	@BeforeAll
	static void start() {
		context = EndpointApplication.run();
		port = EndpointApplication.port(context);
		control = context.getBean(WorkerControl.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void forget() {
		Mockito.reset(control);
	}

	@Test
	void stuckTaskRunIsMarkedWithItsCause() {
		JsonNode stuck = port.get("/worker").json().at("/runnings/0/stuck");
		assertThat(stuck.propertyNames()).containsExactly("since", "reason", "cause");
		assertThat(stuck.get("reason").asString()).isEqualTo("runs for too long");
		assertThat(stuck.get("cause").asString())
			.isEqualTo("waits in java.lang.Thread.sleep, called by io.windhover.Some.run (Some.java:2)");
	}

	@Test
	void detailHasEverythingAndHidesValues() {
		ManagementPort.Answer answer = port.get("/worker/e1.rest");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).doesNotContain(EndpointApplication.SECRET);
		JsonNode detail = answer.json();
		assertThat(detail.propertyNames()).containsExactly("type", "taskRun", "task", "stopping", "stuck", "attempts",
				"usual", "configuration", "facts", "metrics", "log", "thread", "instance");
		assertThat(detail.at("/stuck/cause").asString()).startsWith("waits in java.lang.Thread.sleep");
		assertThat(detail.at("/attempts/0").propertyNames()).containsExactly("number", "queuedAt", "startedAt",
				"timeout", "deadline");
		assertThat(detail.at("/attempts/0/timeout").asString()).isEqualTo("PT1H");
		assertThat(detail.get("usual").asString()).isEqualTo("PT1S");
		JsonNode configuration = detail.get("configuration");
		assertThat(configuration.propertyNames()).containsExactlyInAnyOrder("password", "uri", "headers", "tokens",
				"duration", "count");
		assertThat(configuration.get("count").asString()).isEqualTo("******");
		assertThat(configuration.at("/headers/Accept").asString()).isEqualTo("******");
		assertThat(configuration.at("/tokens/0/value").asString()).isEqualTo("******");
		assertThat(detail.at("/log/0").toString())
			.isEqualTo("{\"at\":\"1970-01-01T00:00:00Z\",\"level\":\"INFO\",\"message\":\"******\"}");
		assertThat(detail.get("metrics").toString()).isEqualTo("[{\"name\":\"seen\",\"kind\":\"COUNTER\","
				+ "\"tags\":{\"kind\":\"bird\"},\"count\":null,\"total\":5.0,\"max\":null},"
				+ "{\"name\":\"took\",\"kind\":\"TIMER\",\"tags\":{},\"count\":2,\"total\":2.0,\"max\":1.5}]");
		assertThat(detail.at("/facts/pid").asInt()).isEqualTo(42);
		assertThat(detail.at("/thread/stack")).hasSize(2);
		assertThat(detail.at("/thread/stack/1").asString()).isEqualTo("io.windhover.Some.run(Some.java:2)");
	}

	@Test
	void valuesAreShownWhenToldSoButNeverWhatSoundsLikeASecret() {
		try (ConfigurableApplicationContext showing = EndpointApplication
			.run("management.endpoint.worker.show-values=always")) {
			JsonNode detail = EndpointApplication.port(showing).get("/worker/e1.rest").json();
			assertThat(detail.at("/log/0/message").asString()).startsWith("line with ");
			JsonNode configuration = detail.get("configuration");
			assertThat(configuration.toString()).doesNotContain(EndpointApplication.SECRET);
			assertThat(configuration.get("duration").asString()).isEqualTo("{{ inputs.duration }}");
			assertThat(configuration.get("count").asInt()).isEqualTo(3);
			assertThat(configuration.at("/headers/Accept").asString()).isEqualTo("text/plain");
			assertThat(configuration.at("/headers/Authorization").asString()).isEqualTo("******");
			assertThat(configuration.get("uri").asString()).isEqualTo("******");
			assertThat(configuration.at("/tokens/0/value").asString()).isEqualTo("******");
		}
	}

	@Test
	void valuesAreShownToWhoHasARole() {
		ValueSanitizer values = new ValueSanitizer(Show.WHEN_AUTHORIZED, Set.of("operator"),
				List.of(SanitizingFunction.sanitizeValue().ifKeyEquals("mine")));
		assertThat(values.areShown(user("operator"))).isTrue();
		assertThat(values.areShown(user("viewer"))).isFalse();
		assertThat(values.areShown(SecurityContext.NONE)).isFalse();
		assertThat(String.valueOf(values.sanitize(Map.of("mine", Map.of("inner", 1), "plain", 3), true)))
			.contains("mine={inner=******}", "plain=3");
		assertThat(String.valueOf(values.sanitize(Map.of("plain", List.of(1, 2)), false)))
			.isEqualTo("{plain=[******, ******]}");
	}

	@Test
	void drainAndResumeAreAcceptedHoweverOften() {
		for (int i = 0; i < 2; i++) {
			ManagementPort.Answer answer = port.send("POST", "/worker", "{\"state\": \"draining\"}", JSON);
			assertThat(answer.status()).isEqualTo(202);
			assertThat(answer.json().toString())
				.isEqualTo("{\"operation\":\"worker.drain\",\"target\":\"test\",\"outcome\":\"accepted\"}");
		}
		then(control).should(Mockito.times(2)).drain(any());
		assertThat(port.send("POST", "/worker", "{\"state\": \"running\"}", JSON).status()).isEqualTo(202);
		then(control).should().resume();
	}

	@Test
	void drainKeepsWhoAskedAndWhy() {
		assertThat(port.send("POST", "/worker", "{\"state\": \"draining\", \"reason\": \"new disks\"}", JSON).status())
			.isEqualTo(202);
		then(control).should().drain(argThat((note) -> "local".equals(note.by()) && "new disks".equals(note.reason())));
	}

	@Test
	void drainThatCannotBeKeptFails() {
		willThrow(new UncheckedIOException(new IOException("disk full"))).given(control).drain(any());
		ManagementPort.Answer answer = port.send("POST", "/worker", "{\"state\": \"draining\"}", JSON);
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.json().get("detail").asString()).contains("disk full");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"state\": \"drained\"}", "{\"state\": 1}", "{\"state\": null}" })
	void otherStateIsAProblemThatNamesWhatIsAllowed(String body) {
		ManagementPort.Answer answer = port.send("POST", "/worker", body, JSON);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.json().get("detail").asString()).contains("'state'", "'draining'", "'running'");
		then(control).shouldHaveNoInteractions();
	}

	@Test
	void unknownFieldIsAProblemThatNamesWhatThereIs() {
		ManagementPort.Answer answer = port.send("POST", "/worker", "{\"other\": \"running\"}", JSON);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").asString())
			.isEqualTo("There is no parameter other here; it takes state, reason");
		then(control).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"state\": {}}", "{", "[]", "" })
	void bodyThatCannotBeReadIsAProblem(String body) {
		ManagementPort.Answer answer = port.send("POST", "/worker", body, JSON);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
	}

	@Test
	void killAnswersWhatBecameOfIt() {
		given(control.kill("e1.rest", BY)).willReturn(WorkerControl.Kill.KILLED);
		given(control.kill("over", BY)).willReturn(WorkerControl.Kill.ENDED);
		given(control.kill("gone", BY)).willReturn(WorkerControl.Kill.UNKNOWN);
		assertThat(port.send("DELETE", "/worker/e1.rest", null).json().toString())
			.isEqualTo("{\"operation\":\"taskrun.kill\",\"target\":\"e1.rest\",\"outcome\":\"accepted\"}");
		assertThat(port.send("DELETE", "/worker/e1.rest", null).status()).isEqualTo(202);
		assertThat(port.send("DELETE", "/worker/over", null).status()).isEqualTo(409);
		assertThat(port.send("DELETE", "/worker/gone", null).status()).isEqualTo(404);
		assertThat(port.send("DELETE", "/worker", null).status()).isEqualTo(405);
	}

	@Test
	void killSaysWhoAndWhyToTheWorker() {
		given(control.kill("e1.rest", BY + ": disk is full")).willReturn(WorkerControl.Kill.KILLED);
		assertThat(port.send("DELETE", "/worker/e1.rest?reason=disk%20is%20full", null).status()).isEqualTo(202);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "two%0Alines", "%1B%5B2J" })
	void reasonThatIsNotOneLineOfTextIsAProblem(String reason) {
		ManagementPort.Answer answer = port.send("DELETE", "/worker/e1.rest?reason=" + reason, null);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").asString()).contains("'reason'", "500");
		then(control).shouldHaveNoInteractions();
	}

	@Test
	void readOnlyAccessTakesOperationsAway() {
		try (ConfigurableApplicationContext reading = EndpointApplication
			.run("management.endpoint.worker.access=read-only")) {
			ManagementPort readOnly = EndpointApplication.port(reading);
			assertThat(readOnly.send("POST", "/worker", "{\"state\": \"draining\"}", JSON).status()).isEqualTo(405);
			assertThat(readOnly.send("DELETE", "/worker/e1.rest", null).status()).isEqualTo(405);
			assertThat(readOnly.get("/worker/e1.rest").status()).isEqualTo(200);
		}
	}

	private static SecurityContext user(String role) {
		return new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> "somebody";
			}

			@Override
			public boolean isUserInRole(String asked) {
				return asked.equals(role);
			}

		};
	}

}
