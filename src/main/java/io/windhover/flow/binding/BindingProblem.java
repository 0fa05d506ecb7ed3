package io.windhover.flow.binding;

/**
 * What is wrong with one property.
 *
 * @param aboutName whether its name is wrong, not its value
 */
public record BindingProblem(Path path, boolean aboutName, String message) {

	BindingProblem below(Path path) {
		return new BindingProblem(path.append(this.path), this.aboutName, this.message);
	}

}
