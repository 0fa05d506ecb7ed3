package io.windhover.api.execution.detail;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.cluster.owner.PlayedOwner;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.repository.Documents;
import io.windhover.repository.Page;
import io.windhover.repository.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

@ApiTest
class EventControllerTests {

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final PlayedOwner owner;

	private final Repository repository;

	EventControllerTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired PlayedOwner owner,
			@Autowired Repository repository) {
		this.mvc = mvc;
		this.bench = bench;
		this.owner = owner;
		this.repository = repository;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		this.bench.given("demo", "hello");
		Mockito.reset(this.repository);
		given(this.repository.executions(any())).willReturn(new Page<>(List.of(), 0));
	}

	@Test
	void changesAreToldUntilTheEnd() {
		this.owner.changed(Documents.execution(1, "hello", State.RUNNING, 2));
		MvcTestResult stream = follow("e1");
		assertThat(stream).hasStatusOk().hasContentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM);
		await().untilAsserted(() -> assertThat(body(stream)).contains("event:execution"));
		this.owner.changed(Documents.taskRun("e1", "say", State.SUCCESS, 3));
		await().untilAsserted(() -> assertThat(body(stream)).contains("event:task-run", "\"path\":\"say\""));
		this.owner.changed(Documents.execution(1, "hello", State.SUCCESS, 3));
		stream.getMvcResult().getAsyncResult(10_000);
		String first = body(stream).lines().filter((line) -> line.startsWith("id:")).findFirst().orElseThrow();
		assertThat(first).startsWith("id:1-");
	}

	@Test
	void whoHasSeenAllIsToldToStayAway() {
		Execution ended = Documents.execution(1, "hello", State.SUCCESS, 3);
		given(this.repository.execution("e1")).willReturn(ended);
		MvcTestResult stream = follow("e1");
		stream.getMvcResult().getAsyncResult(10_000);
		List<String> ids = body(stream).lines().filter((line) -> line.startsWith("id:")).toList();
		assertThat(ids).hasSize(1);
		assertThat(this.mvc.get()
			.uri("/api/executions/e1/events")
			.header("Last-Event-ID", ids.get(0).substring(3))
			.exchange()).hasStatus(204);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "7", "7-", "7-1769860800123456-1", "-1-1769860800123456" })
	void whatIsNoIdOfAnEventIsAProblem(String lastId) {
		this.owner.changed(Documents.execution(1, "hello", State.RUNNING, 2));
		assertThat(this.mvc.get().uri("/api/executions/e1/events").header("Last-Event-ID", lastId).exchange())
			.hasStatus(400)
			.bodyJson()
			.hasPathSatisfying("$.field", (field) -> assertThat(field).isEqualTo("Last-Event-ID"))
			.hasPathSatisfying("$.detail",
					(detail) -> assertThat(detail).isEqualTo("The header Last-Event-ID is not the id of an event."));
	}

	@Test
	void headLooksWhetherThereIsOneAndOpensNothing() {
		this.owner.changed(Documents.execution(1, "hello", State.RUNNING, 2));
		MvcTestResult head = this.mvc.head().uri("/api/executions/e1/events").exchange();
		assertThat(head).hasStatusOk().hasContentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM);
		assertThat(head.getRequest().isAsyncStarted()).isFalse();
		assertThat(this.mvc.head().uri("/api/executions/nobody/events").exchange()).hasStatus(404);
	}

	@Test
	void whatIsNotKnownIsAProblem() {
		assertThat(this.mvc.get().uri("/api/executions/nobody/events").exchange()).hasStatus(404)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	private MvcTestResult follow(String id) {
		return this.mvc.get().uri("/api/executions/" + id + "/events").asyncExchange();
	}

	private static String body(MvcTestResult result) {
		return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
	}

}
