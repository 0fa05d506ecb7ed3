package io.windhover.topic;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class TopicPropertiesTests {

	@Test
	void defaultsHold() {
		assertThat(bind(Map.of())).isEqualTo(new TopicProperties("windhover-", null, (short) -1, Duration.ofDays(14),
				Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofHours(1), DataSize.ofMegabytes(8)));
	}

	@Test
	void everyPropertyIsMapped() {
		assertThat(bind(Map.of("prefix", "p-", "partitions", "4", "replication-factor", "3", "retention", "1d",
				"heartbeat-interval", "1s", "lease", "10s", "forget-after", "2h", "max-record-size", "9MB")))
			.isEqualTo(new TopicProperties("p-", 4, (short) 3, Duration.ofDays(1), Duration.ofSeconds(1),
					Duration.ofSeconds(10), Duration.ofHours(2), DataSize.ofMegabytes(9)));
	}

	@Test
	void instanceIsNotForgottenBeforeItsLeaseIsOver() {
		Validator validator = Validation.buildDefaultValidatorFactory().getValidator();
		assertThat(validator.validate(bind(Map.of("lease", "1h", "forget-after", "1h"))))
			.extracting(ConstraintViolation::getMessage)
			.containsExactly("windhover.topics.forget-after must be longer than windhover.topics.lease");
		assertThat(validator.validate(bind(Map.of("lease", "1h", "forget-after", "61m")))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "8388607B", "16777217B" })
	void recordsAreNeitherSmallerNorLargerThanWhatTheBoundsElsewhereLetThemBe(String size) {
		assertThat(bind(Map.of("max-record-size", "8388608B")).recordBytes()).isEqualTo(8 * 1024 * 1024);
		assertThat(bind(Map.of("max-record-size", "16MB")).deadLetterBytes()).isGreaterThan(16 * 1024 * 1024);
		assertThatException().isThrownBy(() -> bind(Map.of("max-record-size", size)))
			.havingRootCause()
			.withMessage("windhover.topics.max-record-size must be from 8MB to 16MB");
	}

	private static TopicProperties bind(Map<String, String> properties) {
		Binder binder = new Binder(new MapConfigurationPropertySource(properties.entrySet()
			.stream()
			.collect(Collectors.toMap((each) -> "windhover.topics." + each.getKey(), Map.Entry::getValue))));
		return binder.bindOrCreate("windhover.topics", Bindable.of(TopicProperties.class));
	}

}
