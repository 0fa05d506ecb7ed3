package io.windhover.scheduler.trigger;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code http-poll} trigger asks for, and when the answer fires it.
 *
 * @param uri may be a template, as the values of the headers may be; both may use secrets
 * @param method {@code GET} unless it says otherwise
 * @param condition over {@code status}, {@code headers} and {@code body}, true to fire;
 * null to fire at a status of 2xx
 */
public record HttpPollConfiguration(
		@JsonPropertyDescription("What is asked; may be a template, with secrets") @NotBlank String uri,
		@JsonPropertyDescription("Method of the request; GET by default") @Nullable String method,
		@JsonPropertyDescription("Headers of the request; the values may be templates, with secrets") @Nullable Map<String, String> headers,
		@JsonPropertyDescription("Template over status, headers and body that is true to start an execution; a status of 2xx by default") @Nullable String condition) {
}
