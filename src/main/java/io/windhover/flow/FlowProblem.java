package io.windhover.flow;

/**
 * One thing that is wrong with a flow, and what would be right.
 *
 * @param file as the reader was told
 * @param line counts from 1
 * @param column counts from 1
 * @param field such as {@code tasks[0].retry.delay}; empty for the whole file
 */
public record FlowProblem(String file, int line, int column, String field, String message) {

	@Override
	public String toString() {
		String where = "%s:%d:%d: ".formatted(this.file, this.line, this.column);
		return this.field.isEmpty() ? where + this.message : where + this.field + ": " + this.message;
	}

}
