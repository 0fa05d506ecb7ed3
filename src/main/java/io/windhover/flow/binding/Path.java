package io.windhover.flow.binding;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value stands in a structure of maps and lists; its text is like
 * {@code tasks[0].retry.delay}.
 *
 * @param steps keys of maps as text, indexes of lists as Integer
 */
public record Path(List<Object> steps) {

	/** The structure itself. */
	public static final Path ROOT = new Path(List.of());

	/**
	 * The path of a value directly inside this one.
	 * @param step a key of a map as text, or an index of a list as Integer
	 */
	public Path child(Object step) {
		List<Object> longer = new ArrayList<>(this.steps);
		longer.add(step);
		return new Path(List.copyOf(longer));
	}

	/**
	 * The path of a value whose path starts here.
	 */
	public Path append(Path below) {
		List<Object> longer = new ArrayList<>(this.steps);
		longer.addAll(below.steps);
		return new Path(List.copyOf(longer));
	}

	/**
	 * Whether it is the path of the structure itself.
	 */
	public boolean isRoot() {
		return this.steps.isEmpty();
	}

	/**
	 * The path of the map or list that holds the value.
	 * @throws IllegalArgumentException for the root, which has none
	 */
	public Path parent() {
		return new Path(this.steps.subList(0, this.steps.size() - 1));
	}

	/**
	 * Whether one of the two is the other or holds it.
	 */
	public boolean overlaps(Path other) {
		int common = Math.min(this.steps.size(), other.steps.size());
		return this.steps.subList(0, common).equals(other.steps.subList(0, common));
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (Object step : this.steps) {
			if (step instanceof Integer) {
				text.append('[').append(step).append(']');
			}
			else {
				text.append(text.isEmpty() ? "" : ".").append(step);
			}
		}
		return text.toString();
	}

}
