package io.windhover.api.execution;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.cluster.owner.PlayedOwner;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.file.FileStore;
import io.windhover.flow.input.FileAddress;
import io.windhover.repository.Documents;
import io.windhover.repository.Page;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

@ApiTest
class DeletionTests {

	private static final String PATH = "/api/executions/e1";

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final PlayedOwner owner;

	private final Repository repository;

	DeletionTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired PlayedOwner owner,
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
	void noRouteFindsWhatWasDeleted(@Autowired FileStore files) throws IOException {
		files.write(FileAddress.of("e1", "a.csv"), new ByteArrayInputStream(new byte[3]));
		this.owner.changed(Documents.execution(1, "hello", State.SUCCESS, 3));
		assertThat(this.mvc.get().uri(PATH + "/files/a.csv")).hasStatusOk();
		MvcTestResult deleted = this.mvc.delete().uri(PATH).exchange();
		assertThat(deleted).hasStatus(204).body().isEmpty();
		assertThat(this.bench.commands()).singleElement()
			.isInstanceOfSatisfying(ExecutionCommand.Delete.class,
					(command) -> assertThat(command.executionId()).isEqualTo("e1"));
		// whatever the repository still has
		given(this.repository.execution("e1")).willReturn(Documents.execution(1, "hello", State.SUCCESS, 3));
		for (String route : List.of("", "/logs", "/events", "/files", "/files/a.csv")) {
			assertProblem(this.mvc.get().uri(PATH + route).exchange(), 404);
		}
		for (String command : List.of("pause", "resume", "restart")) {
			assertProblem(this.mvc.post().uri(PATH + "/" + command).exchange(), 404);
		}
		assertProblem(this.mvc.delete().uri(PATH).exchange(), 404);
		assertThat(this.bench.commands()).hasSize(1);
		files.delete("e1");
	}

	@Test
	void whatRunsIsNotDeletedAndWhatIsUnknownIsNotFound() {
		this.owner.changed(Documents.execution(1, "hello", State.RUNNING, 2));
		MvcTestResult refused = this.mvc.delete().uri(PATH).exchange();
		assertProblem(refused, 409);
		assertThat(refused).bodyJson().extractingPath("detail").asString().contains("RUNNING");
		assertThat(refused).bodyJson().extractingPath("hint").asString().contains("/kill");
		assertProblem(this.mvc.delete().uri("/api/executions/nobody").exchange(), 404);
		assertProblem(this.mvc.delete().uri("/api/executions").exchange(), 405);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void whatTheRepositoryHasForTooLongIsDeletedLater() {
		this.owner.changed(Documents.execution(1, "hello", State.FAILED, 3));
		given(this.repository.execution("e1")).willThrow(new RepositoryException("down", null));
		assertThat(this.mvc.delete().uri(PATH)).hasStatus(202);
		assertThat(this.bench.commands()).hasSize(1);
		assertProblem(this.mvc.get().uri(PATH).exchange(), 404);
	}

	@Test
	void theKeyOfADeletedExecutionCreatesNoOther() {
		assertThat(create()).hasStatus(201);
		String id = this.bench.commands().get(0).executionId();
		Execution created = Execution.created((ExecutionCommand.Create) this.bench.commands().get(0));
		this.owner.changed(new Execution(id, "demo", "hello", 1, State.SUCCESS, created.history(), Map.of(), Map.of(),
				null, null, Instant.now(), Instant.now(), Instant.now(), null, null, false, 9));
		assertThat(this.mvc.delete().uri("/api/executions/" + id)).hasStatus(204);
		MvcTestResult again = create();
		assertProblem(again, 409);
		assertThat(again).bodyJson().extractingPath("detail").asString().contains(id, "deleted");
		assertThat(this.bench.commands()).hasSize(2);
	}

	private MvcTestResult create() {
		return this.mvc.post().uri("/api/flows/demo/hello/executions").header("Idempotency-Key", "order-1").exchange();
	}

	private static void assertProblem(MvcTestResult result, int status) {
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("hint").asString().isNotBlank();
	}

}
