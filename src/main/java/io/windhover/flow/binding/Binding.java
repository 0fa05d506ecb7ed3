package io.windhover.flow.binding;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a binding.
 *
 * @param value without the properties that are wrong; null when it cannot be made at all
 */
public record Binding<T>(@Nullable T value, List<BindingProblem> problems) {
}
