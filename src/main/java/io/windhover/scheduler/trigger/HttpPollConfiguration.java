package io.windhover.scheduler.trigger;

import java.util.Map;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code http-poll} trigger asks for, and when the answer fires it.
 *
 * @param uri may be a template, as the values of the headers may be
 * @param method {@code GET} unless it says otherwise
 * @param condition over {@code status}, {@code headers} and {@code body}, true to fire;
 * null to fire at a status of 2xx
 */
public record HttpPollConfiguration(@NotBlank String uri, @Nullable String method,
		@Nullable Map<String, String> headers, @Nullable String condition) {
}
