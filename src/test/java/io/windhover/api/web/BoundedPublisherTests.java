package io.windhover.api.web;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class BoundedPublisherTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	@Test
	void recordThatIsTooLargeIsAProblemThatNamesTheLimit() {
		Publisher publisher = mock(Publisher.class);
		given(publisher.send(any(), any(), any()))
			.willReturn(CompletableFuture.failedFuture(new RecordTooLargeException("a record of 9 bytes is more")));
		BoundedPublisher bounded = new BoundedPublisher(publisher, properties(DataSize.ofMegabytes(4)));
		assertThatExceptionOfType(ErrorResponseException.class)
			.isThrownBy(() -> bounded.publish(TOPICS.logs(), "key", null))
			.satisfies((ex) -> {
				assertThat(ex.getStatusCode().value()).isEqualTo(413);
				assertThat(ex.getBody().getDetail())
					.isEqualTo("The request does not fit into Kafka: a record of 9 bytes is more.");
				assertThat(Objects.requireNonNull(ex.getBody().getProperties()).get("hint")).asString()
					.contains("windhover.topics.max-record-size");
			});
	}

	@Test
	void bodyOfAWebhookFitsIntoARecord() {
		assertThatIllegalArgumentException().isThrownBy(() -> properties(DataSize.ofBytes(4 * 1024 * 1024 + 1)))
			.withMessage("windhover.api.max-webhook-body must be at most 4MB");
	}

	private static ApiProperties properties(DataSize maxWebhookBody) {
		return new ApiProperties(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, maxWebhookBody, 1, 1);
	}

}
