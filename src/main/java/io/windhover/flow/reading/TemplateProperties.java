package io.windhover.flow.reading;

import java.time.Duration;
import java.util.Set;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What templates may see and cost.
 *
 * @param environment Names of environment variables that templates may read with env().
 * @param maxTime How long a template of a task may take.
 * @param maxSize Characters that a template may make, at most 1MB.
 */
@Validated
@ConfigurationProperties("windhover.templates")
record TemplateProperties(@DefaultValue Set<String> environment,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 10) Duration maxTime,
		@DefaultValue("1MB") @NotNull DataSize maxSize) {

	private static final DataSize LARGEST = DataSize.ofMegabytes(1);

	TemplateProperties {
		if (maxSize.compareTo(LARGEST) > 0) {
			throw new IllegalArgumentException("windhover.templates.max-size must be at most 1MB");
		}
	}

}
