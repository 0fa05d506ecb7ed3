package io.windhover.worker.attempt;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.execution.Samples;
import io.windhover.execution.TaskResult;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class ResultPublisherTests {

	private static final TaskResult RESULT = Samples.started("e", "a", 1, Samples.ALICE);

	private final Publisher publisher = mock();

	private final AtomicBoolean fenced = new AtomicBoolean(true);

	private final ResultPublisher results = new ResultPublisher(this.publisher, Topics.withPrefix(""),
			new InstanceRef("a", "1"), this.fenced::get, Clock.systemUTC());

	@Test
	void fencedWorkerSendsNothing() throws Exception {
		assertThat(this.results.send(RESULT)).isCompletedExceptionally();
		this.results.publish(RESULT);
		verify(this.publisher, never()).send(any(), any(), any());
	}

	@Test
	void whatWasLoggedGoesWithTheResultOfAnAttemptThatMayHaveAnother() {
		Job job = TestTasks.job("1", Map.of(), null);
		LogLine.LogVolume logged = new LogLine.LogVolume(2, 9);
		AttemptOutcome failed = AttemptOutcome.failed("no luck", null).logging(logged);
		assertThat(this.results.ended(job, failed, Samples.START).logged()).isEqualTo(logged);
		AttemptOutcome done = AttemptOutcome.success(Map.of()).logging(logged);
		assertThat(this.results.ended(job, done, Samples.START).logged()).isNull();
	}

	@Test
	void resultThatCannotBePublishedIsGivenUpWhenTheWorkerIsFenced() {
		this.fenced.set(false);
		given(this.publisher.send(any(), any(), any())).willAnswer((call) -> {
			this.fenced.set(true);
			return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
		});
		assertTimeoutPreemptively(Duration.ofSeconds(30), () -> this.results.publish(RESULT));
	}

}
