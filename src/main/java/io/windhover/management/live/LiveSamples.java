package io.windhover.management.live;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Samples by column, all of the same length.
 *
 * @param at epoch milliseconds, oldest first
 * @param columns every figure; what is unknown is not a number
 */
public record LiveSamples(List<Long> at, Map<LiveFigure, List<Number>> columns) {

	/**
	 * The values of a figure.
	 */
	public List<Number> of(LiveFigure figure) {
		return Objects.requireNonNull(this.columns.get(figure));
	}

}
