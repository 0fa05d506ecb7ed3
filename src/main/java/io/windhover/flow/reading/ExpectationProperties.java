package io.windhover.flow.reading;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expectations;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is expected of flows that do not say it themselves; the same on every instance.
 *
 * @param defaults What is expected of the flows of a namespace, each with the properties
 * of a flow's expect.
 */
@Validated
@ConfigurationProperties("windhover.expect")
record ExpectationProperties(@DefaultValue List<@Valid Default> defaults) {

	ExpectationDefaults toDefaults() {
		return new ExpectationDefaults(this.defaults.stream().map(Default::toDefault).toList());
	}

	/**
	 * The defaults of a namespace.
	 *
	 * @param namespace Whose flows, or with a dot at its end of all that begin with it.
	 * @param successEvery Longest time from one success to the next.
	 * @param startedBy Time of day by which an execution has begun.
	 * @param endedBy Time of day by which an execution has succeeded.
	 * @param timezone Time zone of the times of day.
	 * @param days Days of the week on which the times of day hold.
	 * @param maxDuration Longest time that an execution may take.
	 * @param onMaxDuration What becomes of one that takes longer.
	 * @param minMetric Least sum of a metric over the tasks of an execution that
	 * succeeds.
	 * @param maxFailuresInARow How many executions may fail one after the other.
	 */
	record Default(
			@NotNull @Pattern(regexp = FlowKey.NAMESPACE,
					message = "must be a namespace such as prod, or prod. for all that begin with it") String namespace,
			@Nullable @DurationMin(millis = 1) Duration successEvery, @Nullable LocalTime startedBy,
			@Nullable LocalTime endedBy, @Nullable ZoneId timezone, @DefaultValue List<DayOfWeek> days,
			@Nullable @DurationMin(millis = 1) Duration maxDuration, Expectations.@Nullable OnMaxDuration onMaxDuration,
			@Nullable @Valid LeastMetric minMetric, @Nullable @Min(0) @Max(1_000) Integer maxFailuresInARow) {

		Default {
			if (LocalTime.MIDNIGHT.equals(startedBy) || LocalTime.MIDNIGHT.equals(endedBy)) {
				throw new IllegalArgumentException(
						"startedBy and endedBy are later than 00:00, with which the day begins");
			}
		}

		private ExpectationDefaults.Of toDefault() {
			return new ExpectationDefaults.Of(this.namespace,
					new Expectations(this.successEvery, this.startedBy, this.endedBy, this.timezone, this.days,
							this.maxDuration, this.onMaxDuration,
							(this.minMetric != null) ? this.minMetric.toExpected() : null, this.maxFailuresInARow));
		}

	}

	/**
	 * What the tasks of an execution measure.
	 *
	 * @param name Name of the metric, as a task publishes it.
	 * @param value Least sum.
	 */
	record LeastMetric(@NotNull @Size(min = 1, max = 200) String name, @NotNull Double value) {

		private Expectations.MinMetric toExpected() {
			return new Expectations.MinMetric(this.name, this.value);
		}

	}

}
