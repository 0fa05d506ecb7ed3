package io.windhover.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.execution.State;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who gets which events, and how. Each filter that is empty lets all pass.
 *
 * @param name of the subscription, its consumer group and its meters
 * @param url where events go, which may be a secret
 * @param format of what is sent
 * @param types of events, or with a dot at the end all that begin with it
 * @param namespaces of flows, or with a dot at the end all that begin with it
 * @param flows as namespace/id
 * @param states in which executions or task runs ended
 * @param labels that executions have, all of them
 * @param secret the name of the secret that signs; null to sign nothing
 * @param timeout of an attempt
 * @param retryDelay before the second attempt; it doubles with each
 * @param retryMaxDelay most that it grows to
 * @param giveUpAfter after which, since the first attempt, an event is given up
 * @param concurrency requests at once
 */
public record SubscriptionProperties(@NotNull String name, @NotNull String url,
		@DefaultValue("cloudevents") Format format, @DefaultValue List<String> types,
		@DefaultValue List<String> namespaces, @DefaultValue List<String> flows, @DefaultValue List<State> states,
		@DefaultValue Map<String, String> labels, @Nullable String secret,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 1) @DurationMax(minutes = 5) Duration timeout,
		@DefaultValue("1s") @NotNull @DurationMin(millis = 1) Duration retryDelay,
		@DefaultValue("5m") @NotNull @DurationMin(millis = 1) @DurationMax(hours = 1) Duration retryMaxDelay,
		@DefaultValue("24h") @NotNull @DurationMin(millis = 1) @DurationMax(days = 7) Duration giveUpAfter,
		@DefaultValue("8") @Min(1) @Max(64) int concurrency) {

	/**
	 * What is sent.
	 */
	public enum Format {

		/** The event as JSON, in structured mode. */
		CLOUDEVENTS,
		/** A message that Slack and those like it take. */
		SLACK

	}

}
