package io.windhover.topic.streams;

import io.windhover.instance.Role;
import io.windhover.topic.access.Denials;
import io.windhover.topic.record.NewerRecords;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class ThreadReplacementTests {

	private final ThreadReplacement replacement = new ThreadReplacement(Role.EXECUTOR, "windhover-executor",
			mock(Denials.class), new NewerRecords());

	@Test
	void threadThatFailedIsReplacedTenTimes() {
		for (int i = 0; i < 10; i++) {
			assertThat(this.replacement.handle(new IllegalStateException()))
				.isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
		}
		assertThat(this.replacement.handle(new IllegalStateException()))
			.isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
	}

	@Test
	void threadWhoseMembershipAnotherProcessTookIsNotReplaced() {
		assertThat(this.replacement.handle(new StreamsException(new FencedInstanceIdException("taken"))))
			.isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
	}

}
