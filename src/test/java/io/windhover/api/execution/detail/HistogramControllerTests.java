package io.windhover.api.execution.detail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.windhover.api.web.ApiTest;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.State;
import io.windhover.repository.ExecutionHistogram;
import io.windhover.repository.Repository;
import io.windhover.repository.TimeBuckets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

@ApiTest
class HistogramControllerTests {

	private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

	private final MockMvcTester mvc;

	private final Repository repository;

	HistogramControllerTests(@Autowired MockMvcTester mvc, @Autowired Repository repository) {
		this.mvc = mvc;
		this.repository = repository;
	}

	@BeforeEach
	void reset() {
		Mockito.reset(this.repository);
		given(this.repository.histogram(any(), any())).willReturn(
				new ExecutionHistogram(new TreeMap<>(Map.of(NOON, Map.of(State.SUCCESS, 3L, State.FAILED, 1L))), true));
	}

	@Test
	void executionsAreCountedInBucketsOfRoundWidth() {
		MvcTestResult result = this.mvc.get()
			.uri("/api/executions/histogram?namespace=demo&flowId=hello&state=SUCCESS&state=FAILED&label=team=a,b&cause=0123456789ab"
					+ "&from=2026-11-30T11:59:59Z&to=2026-11-30T13:00:00Z&buckets=13")
			.exchange();
		assertThat(result).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{"from": "2026-11-30T11:59:59Z", "to": "2026-11-30T13:00:00Z", "width": "PT10M", "sampled": true,
					"buckets": [{"at": "2026-11-30T12:00:00Z", "counts": {"SUCCESS": 3, "FAILED": 1}}]}
				""");
		ArgumentCaptor<ExecutionQuery> query = ArgumentCaptor.forClass(ExecutionQuery.class);
		ArgumentCaptor<TimeBuckets> buckets = ArgumentCaptor.forClass(TimeBuckets.class);
		then(this.repository).should().histogram(query.capture(), buckets.capture());
		assertThat(query.getValue()).isEqualTo(new ExecutionQuery("demo", "hello", Set.of(State.SUCCESS, State.FAILED),
				List.of("team=a,b"), "0123456789ab", null, null, 0, 1));
		assertThat(buckets.getValue().to()).isEqualTo(NOON.plusSeconds(3_600));
	}

	@Test
	void theRangeIsTheLastDayWhereNoneIsGiven() {
		assertThat(this.mvc.get().uri("/api/executions/histogram")).hasStatusOk();
		ArgumentCaptor<TimeBuckets> buckets = ArgumentCaptor.forClass(TimeBuckets.class);
		then(this.repository).should().histogram(any(), buckets.capture());
		assertThat(Duration.between(buckets.getValue().from(), buckets.getValue().to())).isEqualTo(Duration.ofDays(1));
		assertThat(buckets.getValue().width()).isEqualTo(Duration.ofMinutes(30));
	}

	@ParameterizedTest
	@CsvSource({ "buckets=1, buckets", "buckets=501, buckets", "from=yesterday, from", "state=DONE, state",
			"label=team, label", "cause=network, cause", "from=2026-11-30T12:00:00Z&to=2026-11-30T12:00:00Z, from",
			"page=1, page", "from=%2B99999-01-01T00:00:00Z, from" })
	void mistakesInTheQueryAreReportedByTheirField(String query, String field) {
		MvcTestResult result = this.mvc.get().uri("/api/executions/histogram?" + query).exchange();
		assertThat(result).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("field").isEqualTo(field);
	}

	@Test
	void farDatesAreARange() {
		assertThat(this.mvc.get()
			.uri("/api/executions/histogram?from={from}&to={to}", "-9999-01-01T00:00:00Z", "+99999-01-01T00:00:00Z"))
			.hasStatusOk();
	}

}
