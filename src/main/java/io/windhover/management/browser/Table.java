package io.windhover.management.browser;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rows of a page.
 *
 * @param columns their heads; empty where no head is needed
 * @param left rows that are not shown
 */
public record Table(String name, List<String> columns, List<Row> rows, int left) {

	/**
	 * A row, with what leads on from it.
	 */
	public record Row(List<Cell> cells, List<Link> links) {
	}

	/**
	 * Lines of text.
	 */
	public record Cell(List<Line> lines) {

		static Cell of(String text) {
			return new Cell(List.of(new Line(null, text, null)));
		}

	}

	/**
	 * A line, with a name before it where it has one, which leads somewhere where it has
	 * an address.
	 */
	public record Line(@Nullable String name, String text, @Nullable String href) {
	}

	/**
	 * Something to follow.
	 */
	public record Link(String text, String href) {
	}
}
