package io.windhover.topic;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class TopicPropertiesTests {

	@Test
	void defaultsHold() {
		assertThat(bind(Map.of())).isEqualTo(new TopicProperties("windhover-", null, (short) -1, Duration.ofDays(14),
				Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofHours(1)));
	}

	@Test
	void everyPropertyIsMapped() {
		assertThat(bind(Map.of("prefix", "p-", "partitions", "4", "replication-factor", "3", "retention", "1d",
				"heartbeat-interval", "1s", "lease", "10s", "forget-after", "2h")))
			.isEqualTo(new TopicProperties("p-", 4, (short) 3, Duration.ofDays(1), Duration.ofSeconds(1),
					Duration.ofSeconds(10), Duration.ofHours(2)));
	}

	@Test
	void instanceIsNotForgottenBeforeItsLeaseIsOver() {
		Validator validator = Validation.buildDefaultValidatorFactory().getValidator();
		assertThat(validator.validate(bind(Map.of("lease", "1h", "forget-after", "1h"))))
			.extracting(ConstraintViolation::getMessage)
			.containsExactly("windhover.topics.forget-after must be longer than windhover.topics.lease");
		assertThat(validator.validate(bind(Map.of("lease", "1h", "forget-after", "61m")))).isEmpty();
	}

	private static TopicProperties bind(Map<String, String> properties) {
		Binder binder = new Binder(new MapConfigurationPropertySource(properties.entrySet()
			.stream()
			.collect(Collectors.toMap((each) -> "windhover.topics." + each.getKey(), Map.Entry::getValue))));
		return binder.bindOrCreate("windhover.topics", Bindable.of(TopicProperties.class));
	}

}
