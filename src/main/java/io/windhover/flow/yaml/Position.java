package io.windhover.flow.yaml;

import org.yaml.snakeyaml.error.Mark;

/**
 * A place in a text; both count from 1.
 */
public record Position(int line, int column) {

	/** Where a text begins. */
	public static final Position START = new Position(1, 1);

	static Position of(Mark mark) {
		return new Position(mark.getLine() + 1, mark.getColumn() + 1);
	}

}
