package io.windhover.api.execution;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.windhover.management.FixedClock;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BacklogTests {

	private final FixedClock clock = new FixedClock();

	private final Backlog backlog = new Backlog(100, 1000, this.clock);

	@Test
	void nothingIsRefusedBeforeTheFirstLookAndAfterTheLastIsOld() {
		this.backlog.admit(id(0), List.of());
		look(100, 0);
		assertRefused(id(0));
		this.clock.advance(Duration.ofSeconds(11));
		this.backlog.admit(id(0), List.of());
	}

	@Test
	void onlyThePartitionThatIsFullRefuses() {
		look(100, 99);
		assertRefused(id(0));
		this.backlog.admit(id(1), List.of());
		assertRefused(id(1));
		assertThat(this.backlog.rejectedForBacklog()).isEqualTo(2);
	}

	@Test
	void whatWasSentSinceTheLookCountsUntilTheNextFindsIt() {
		look(98, 0);
		this.backlog.admit(id(0), List.of());
		long[] sent = this.backlog.sent();
		this.backlog.admit(id(0), List.of());
		assertRefused(id(0));
		this.backlog.looked(sent, new long[] { 99, 0 }, new long[] { 0, 0 });
		assertRefused(id(0));
		look(0, 0);
		this.backlog.admit(id(0), List.of());
	}

	@Test
	void retryAfterIsWhenHalfIsLikelyToBeDone() {
		look(100, 0);
		this.clock.advance(Duration.ofSeconds(1));
		this.backlog.looked(this.backlog.sent(), new long[] { 100, 0 }, new long[] { 10, 0 });
		assertThat(assertRefused(id(0)).getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
		this.clock.advance(Duration.ofSeconds(1));
		this.backlog.looked(this.backlog.sent(), new long[] { 100, 0 }, new long[] { 10, 0 });
		assertThat(assertRefused(id(0)).getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("30");
	}

	@Test
	void jobsThatWaitRefuseInEachPartitionUntilFewerDoOrTheLookIsOld() {
		look(0, 0);
		this.backlog.lookedAtJobs("default", 1000, 0);
		ErrorResponseException refused = assertRefused(id(0));
		assertThat(refused.getBody().getDetail()).isEqualTo("1000 jobs wait for workers, and at most 1000 may.");
		assertRefused(id(1));
		assertThat(this.backlog.isRejectingForJobs()).isTrue();
		assertThat(this.backlog.isRejectingForBacklog()).isFalse();
		this.backlog.lookedAtJobs("default", 999, 1);
		this.backlog.admit(id(0), List.of());
		assertThat(this.backlog.isRejectingForJobs()).isFalse();
		this.backlog.lookedAtJobs("default", 1000, 1);
		this.clock.advance(Duration.ofSeconds(11));
		this.backlog.admit(id(0), List.of());
		assertThat(this.backlog.isRejectingForJobs()).isFalse();
		assertThat(this.backlog.rejectedForJobs()).isEqualTo(2);
		assertThat(this.backlog.rejectedForBacklog()).isZero();
	}

	@Test
	void jobsOfAGroupThatIsFullRefuseTheFlowsThatNameIt() {
		look(0, 0);
		this.backlog.lookedAtJobs("default", 999, 0);
		this.backlog.lookedAtJobs("gpu", 1000, 0);
		this.backlog.admit(id(0), List.of("eu"));
		assertThatExceptionOfType(ErrorResponseException.class)
			.isThrownBy(() -> this.backlog.admit(id(0), List.of("eu", "gpu")))
			.satisfies((ex) -> assertThat(ex.getBody().getDetail())
				.isEqualTo("1000 jobs wait for workers of group 'gpu', and at most 1000 may."));
		assertThat(this.backlog.isRejectingForJobs()).isTrue();
	}

	@Test
	void retryAfterOfJobsIsWhenHalfAreLikelyToBeDone() {
		this.backlog.lookedAtJobs("default", 1000, 0);
		assertThat(assertRefused(id(0)).getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("30");
		this.clock.advance(Duration.ofSeconds(1));
		this.backlog.lookedAtJobs("default", 1000, 100);
		assertThat(assertRefused(id(0)).getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
	}

	@Test
	void itIsAskedOnceForEachTimeThatSomethingIsCreated() {
		assertThat(this.backlog.isAsked()).isFalse();
		this.backlog.admit(id(0), List.of());
		assertThat(this.backlog.isAsked()).isTrue();
		assertThat(this.backlog.isAsked()).isFalse();
	}

	private void look(long... waiting) {
		this.backlog.looked(this.backlog.sent(), waiting, new long[waiting.length]);
	}

	private ErrorResponseException assertRefused(String id) {
		return assertThatExceptionOfType(ErrorResponseException.class)
			.isThrownBy(() -> this.backlog.admit(id, List.of()))
			.matches((ex) -> ex.getStatusCode() == HttpStatus.TOO_MANY_REQUESTS)
			.actual();
	}

	private static String id(int partition) {
		return Stream.generate(() -> UUID.randomUUID().toString())
			.filter((id) -> BuiltInPartitioner.partitionForKey(id.getBytes(UTF_8), 2) == partition)
			.findFirst()
			.orElseThrow();
	}

}
