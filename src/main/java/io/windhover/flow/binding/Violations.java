package io.windhover.flow.binding;

import java.time.Duration;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import org.jspecify.annotations.Nullable;

/**
 * Turns violations of constraints into problems.
 */
final class Violations {

	private Violations() {
	}

	static BindingProblem problem(ConstraintViolation<?> violation, RecordShape shape) {
		Path path = Path.ROOT;
		for (jakarta.validation.Path.Node node : violation.getPropertyPath()) {
			if (node.isInIterable()) {
				Object step = (node.getIndex() != null) ? node.getIndex() : node.getKey();
				path = (step != null) ? path.child((step instanceof Integer) ? step : step.toString()) : path;
			}
			if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
				String name = path.isRoot() ? shape.name(node.getName()) : node.getName();
				path = (name != null) ? path.child(name) : path;
			}
		}
		return new BindingProblem(path, false, message(violation, path));
	}

	private static String message(ConstraintViolation<?> violation, Path path) {
		Object value = violation.getInvalidValue();
		if (path.isRoot()) {
			return violation.getMessage();
		}
		if (value == null) {
			return "property '%s' is missing".formatted(path);
		}
		return "'%s' %s%s".formatted(path, violation.getMessage(), but(value));
	}

	/** Texts are not repeated: they may hold a secret. */
	private static String but(@Nullable Object value) {
		return (value instanceof Number || value instanceof Duration) ? ", but is " + value : "";
	}

}
