package io.windhover.event;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The events that leave; the same on every instance.
 *
 * @param enabled Whether what happens is written to the topic of events, for others.
 * @param source The source of all events, a URI reference. Give each cluster its own.
 * @param subscriptions Who gets which events by HTTP, each with a name and a URL.
 */
@Validated
@ConfigurationProperties("windhover.events")
public record EventProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("/windhover") @NotNull String source,
		@DefaultValue List<@Valid SubscriptionProperties> subscriptions) {
}
