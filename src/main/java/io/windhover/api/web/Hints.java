package io.windhover.api.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says what would have been right.
 */
final class Hints {

	private Hints() {
	}

	static @Nullable String of(@Nullable Class<?> type) {
		if (type == null) {
			return null;
		}
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map(String::valueOf)
				.collect(Collectors.joining(", ", "One of ", "."));
		}
		if (type == Instant.class) {
			return "An ISO-8601 instant such as 2026-01-31T12:00:00Z.";
		}
		if (type == Duration.class) {
			return "An ISO-8601 duration such as PT30S.";
		}
		return (type == int.class || type == Integer.class) ? "A whole number." : null;
	}

	static ProblemDetail unreadable(JacksonException cause, String otherwise) {
		String field = cause.getPath()
			.stream()
			.map((reference) -> (reference.getPropertyName() != null) ? reference.getPropertyName()
					: "[" + reference.getIndex() + "]")
			.collect(Collectors.joining("."));
		ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, field.isEmpty() ? null : field, detail(cause, field),
				hint(cause, otherwise));
		TokenStreamLocation location = cause.getLocation();
		if (location != null && location.getLineNr() > 0) {
			body.setProperty("line", location.getLineNr());
			body.setProperty("column", location.getColumnNr());
		}
		return body;
	}

	private static String detail(JacksonException cause, String field) {
		if (cause instanceof UnrecognizedPropertyException) {
			return "'%s' is not a field of the body.".formatted(field);
		}
		return field.isEmpty() ? "The body is not well-formed JSON of the right shape."
				: "'%s' has a value that does not fit.".formatted(field);
	}

	private static String hint(JacksonException cause, String otherwise) {
		if (cause instanceof UnrecognizedPropertyException unknown && unknown.getKnownPropertyIds() != null) {
			return unknown.getKnownPropertyIds()
				.stream()
				.map(String::valueOf)
				.sorted()
				.collect(Collectors.joining(", ", "Its fields are ", "."));
		}
		String expected = (cause instanceof InvalidFormatException value) ? of(value.getTargetType()) : null;
		return (expected != null) ? expected : otherwise;
	}

}
