package io.windhover.api.execution;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@ApiTest
class CreateBacklogTests {

	private static final String CREATE = "/api/flows/demo/hello/executions";

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final Backlog backlog;

	CreateBacklogTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired Backlog backlog) {
		this.mvc = mvc;
		this.bench = bench;
		this.backlog = backlog;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		this.bench.given("demo", "hello");
	}

	@AfterEach
	void empty() {
		look(0);
		this.backlog.lookedAtJobs("default", 0, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?wait=PT10S" })
	void beyondTheBacklogACreateIsRefusedBeforeAnythingIsWritten(String query) {
		look(25_000);
		long before = this.backlog.rejectedForBacklog();
		MvcTestResult refused = this.mvc.post().uri(CREATE + query).exchange();
		assertThat(refused).hasStatus(429).containsHeader("Retry-After").bodyJson().isLenientlyEqualTo("""
				{"title": "Too Many Requests", "status": 429, "detail":
				"25000 commands wait for the executor in the partition of this execution, as many as may."}
				""");
		assertThat(refused).bodyJson().extractingPath("hint").asString().contains("windhover.api.max-backlog");
		assertThat(this.bench.commands()).isEmpty();
		assertThat(this.backlog.rejectedForBacklog()).isEqualTo(before + 1);
	}

	@Test
	void beyondTheJobsThatMayWaitACreateIsRefusedBeforeAnythingIsWritten() {
		this.backlog.lookedAtJobs("default", 200_000, 0);
		MvcTestResult refused = this.mvc.post().uri(CREATE).exchange();
		assertThat(refused).hasStatus(429).containsHeader("Retry-After").bodyJson().isLenientlyEqualTo("""
				{"title": "Too Many Requests", "status": 429, "detail":
				"200000 jobs wait for workers, and at most 200000 may."}
				""");
		assertThat(refused).bodyJson().extractingPath("hint").asString().contains("windhover.api.max-waiting-jobs");
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void belowItACreateIsTaken() {
		look(24_999);
		assertThat(this.mvc.post().uri(CREATE)).hasStatus(201);
		assertThat(this.mvc.post().uri(CREATE)).hasStatus(429);
		assertThat(this.bench.commands()).hasSize(1);
	}

	private void look(long waiting) {
		this.backlog.looked(this.backlog.sent(), new long[] { waiting }, new long[] { 0 });
	}

}
