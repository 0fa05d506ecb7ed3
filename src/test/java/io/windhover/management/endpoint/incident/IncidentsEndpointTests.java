package io.windhover.management.endpoint.incident;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.windhover.management.endpoint.EndpointApplication;
import io.windhover.management.endpoint.ManagementPort;
import io.windhover.management.incident.Incidents;
import io.windhover.topic.Publisher;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;

/**
 * The stuck task run of the played worker, as an incident.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IncidentsEndpointTests {

	private static ConfigurableApplicationContext context;

	private static ManagementPort port;

	private static String id;

	@BeforeAll
	static void start() {
		context = EndpointApplication.run();
		port = EndpointApplication.port(context);
		Incidents incidents = context.getBean(Incidents.class);
		id = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(incidents::open, (open) -> !open.isEmpty())
			.get(0)
			.id();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	@Order(1)
	void listHasEveryFieldAndWhatIsUnknownAsNull() {
		JsonNode incidents = port.get("/incidents").json();
		assertThat(incidents.propertyNames()).containsExactly("answeredBy", "sampledAt", "openCount", "incidents",
				"page", "size", "more");
		assertThat(incidents.get("answeredBy").asString()).isEqualTo("test");
		assertThat(incidents.get("sampledAt").isString()).isTrue();
		assertThat(incidents.get("openCount").asInt()).isEqualTo(1);
		JsonNode incident = incidents.at("/incidents/0");
		assertThat(incident.propertyNames()).containsExactly("id", "kind", "severity", "subject", "since", "openedAt",
				"cause", "count", "runbook", "route", "link", "instance", "lastSeenAt", "acknowledged");
		assertThat(incident.get("id").asString()).isEqualTo(id);
		assertThat(incident.get("kind").asString()).isEqualTo("task-stuck");
		assertThat(incident.get("severity").asString()).isEqualTo("warning");
		assertThat(incident.get("subject").toString()).isEqualTo("{\"executionId\":\"e1\",\"flowId\":\"nightly\","
				+ "\"namespace\":\"ns\",\"taskId\":\"rest\",\"taskRunId\":\"e1.rest\"}");
		assertThat(incident.get("cause").asString()).isEqualTo("It runs for too long");
		assertThat(incident.get("runbook").asString()).isEqualTo("/runbooks/WindhoverTasksStuck");
		assertThat(port.get(incident.get("runbook").asString()).status()).isEqualTo(200);
		assertThat(incident.get("route").asString()).isEqualTo("/worker/e1.rest");
		assertThat(port.get(incident.get("route").asString()).status()).isEqualTo(200);
		assertThat(incident.get("instance").asString()).isEqualTo("test");
		assertThat(incident.get("link").isNull()).isTrue();
		assertThat(incident.get("acknowledged").isNull()).isTrue();
	}

	@Test
	@Order(2)
	void listFiltersAndHasPages() {
		for (String query : List.of("kind=task-stuck", "namespace=ns", "flowId=nightly",
				"kind=task-stuck&namespace=ns&flowId=nightly", "size=1")) {
			assertThat(port.get("/incidents?" + query).json().get("openCount").asInt()).as(query).isEqualTo(1);
		}
		for (String query : List.of("kind=dead-letters", "namespace=other", "flowId=other")) {
			assertThat(port.get("/incidents?" + query).json().get("incidents").toString()).as(query).isEqualTo("[]");
		}
		JsonNode beyond = port.get("/incidents?page=1&size=1").json();
		assertThat(beyond.get("incidents")).isEmpty();
		assertThat(beyond.get("more").asBoolean()).isFalse();
	}

	@ParameterizedTest
	@Order(3)
	@CsvSource(delimiter = '|', value = { "kind=nothing|takes one of instance-duplicate, ", "kind=|takes one of",
			"namespace=a%20b|namespace", "page=x|page", "size=0|size", "flow=a|There is no parameter flow here" })
	void malformedQueryIsAProblem(String query, String reason) {
		ManagementPort.Answer answer = port.get("/incidents?" + query);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.json().get("detail").asString()).contains(reason);
	}

	@Test
	@Order(4)
	void detailHasTheHistory() {
		JsonNode incident = port.get("/incidents/" + id).json();
		assertThat(incident.propertyNames()).contains("id", "cause", "acknowledged").endsWith("closedAt", "history");
		assertThat(incident.get("closedAt").isNull()).isTrue();
		assertThat(incident.at("/history/0").propertyNames()).containsExactly("at", "event", "count", "detail");
		assertThat(incident.at("/history/0/event").asString()).isEqualTo("opened");
		ManagementPort.Answer unknown = port.get("/incidents/nothing");
		assertThat(unknown.status()).isEqualTo(404);
		assertThat(unknown.header("Content-Type")).startsWith("application/problem+json");
	}

	@ParameterizedTest
	@Order(5)
	@ValueSource(strings = { "{}", "{\"acknowledged\": null}", "{\"acknowledged\": \" \"}", "{\"acknowledged\": \"\"}",
			"{\"acknowledged\": \"a\\nb\"}", "{\"acknowledge\": \"me\"}", "[]",
			"{\"acknowledged\": {\"by\": \"me\"}}" })
	void malformedAcknowledgementIsAProblem(String body) {
		ManagementPort.Answer answer = post(id, body);
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
	}

	@Test
	@Order(6)
	void problemOfAnAcknowledgementNamesTheField() {
		assertThat(post(id, "{}").json().get("detail").asString())
			.isEqualTo("The field 'acknowledged' names who handles the incident and why, and must not be missing");
		assertThat(post(id, "{\"acknowledged\": \" \"}").json().get("detail").asString()).endsWith("must not be blank");
		assertThat(post(id, "{\"acknowledged\": \"" + "x".repeat(501) + "\"}").json().get("detail").asString())
			.contains("'acknowledged' takes up to 500 characters");
	}

	@Test
	@Order(7)
	void unknownIncidentCannotBeAcknowledged() {
		ManagementPort.Answer answer = post("nothing", "{\"acknowledged\": \"me\"}");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().get("operation").asString()).isEqualTo("incident.acknowledge");
	}

	@Test
	@Order(8)
	void acknowledgementThatTheBrokerDoesNotTakeIsRefused() {
		Publisher publisher = context.getBean(Publisher.class);
		given(publisher.send(any(), anyString(), any()))
			.willAnswer((call) -> CompletableFuture.failedFuture(new TimeoutException("away")));
		assertThat(post(id, "{\"acknowledged\": \"me\"}").status()).isEqualTo(503);
		assertThat(port.get("/incidents/" + id).json().get("acknowledged").isNull()).isTrue();
		given(publisher.send(any(), anyString(), any())).willAnswer((call) -> CompletableFuture.completedFuture(null));
	}

	@Test
	@Order(9)
	void acknowledgementIsShownAuditedAndCounted() {
		ManagementPort.Answer answer = post(id, "{\"acknowledged\": \" Ada: waits for the partner \"}");
		assertThat(answer.status()).isEqualTo(202);
		assertThat(answer.json().toString())
			.isEqualTo("{\"operation\":\"incident.acknowledge\",\"target\":\"" + id + "\",\"outcome\":\"accepted\"}");
		JsonNode acknowledged = port.get("/incidents").json().at("/incidents/0/acknowledged");
		assertThat(acknowledged.propertyNames()).containsExactly("by", "note", "at");
		assertThat(acknowledged.get("by").asString()).isEqualTo("local");
		assertThat(acknowledged.get("note").asString()).isEqualTo("Ada: waits for the partner");
		assertThat(port.get("/incidents/" + id).json().at("/history/1/event").asString()).isEqualTo("acknowledged");
		assertThat(context.getBean(AuditEventRepository.class).find(null, null, "WRITE"))
			.anySatisfy((event) -> assertThat(event.getData()).containsEntry("operation", "incident.acknowledge")
				.containsEntry("target", id)
				.containsEntry("acknowledged", "Ada: waits for the partner"));
		assertThat(port.get("/prometheus").body())
			.contains("management_operations_total{operation=\"incident.acknowledge\",outcome=\"accepted\"} 1.0")
			.contains("incidents_open{kind=\"task-stuck\"} 1.0");
	}

	@Test
	@Order(10)
	void healthCountsThem() {
		JsonNode health = port.get("/health/incidents").json();
		assertThat(health.get("status").asString()).isEqualTo("UP");
		assertThat(health.at("/details/open").asInt()).isEqualTo(1);
		assertThat(health.at("/details/byKind/task-stuck").asInt()).isEqualTo(1);
		assertThat(health.at("/details/sampledAt").isString()).isTrue();
		assertThat(port.get("/health/readiness").body()).doesNotContain("incidents");
		assertThat(port.get("/health/liveness").body()).doesNotContain("incidents");
	}

	private static ManagementPort.Answer post(String id, String body) {
		return port.send("POST", "/incidents/" + id, body, "Content-Type", "application/json");
	}

}
