package io.windhover.topic;

import org.springframework.kafka.core.KafkaTemplate;

import static org.mockito.Mockito.mock;

/**
 * Dead letters for topologies, which write them themselves.
 */
public final class CountingDeadLetters {

	private CountingDeadLetters() {
	}

	@SuppressWarnings("unchecked")
	public static DeadLetters create() {
		return new DeadLetters(new Publisher(mock(KafkaTemplate.class), 1024 * 1024), Topics.withPrefix("test-"));
	}

}
