package io.windhover.convert;

import java.util.List;

/**
 * A converted flow. It is valid where nothing is blocking: what was not carried over
 * stands in it under {@code notCarriedOver}, which no part of a flow may have.
 *
 * @param source the YAML
 * @param notCarriedOver in the order of the flow of Kestra
 */
public record Conversion(String source, List<NotCarriedOver> notCarriedOver) {

	/** Whether the flow of Windhover may be stored as it is. */
	public boolean complete() {
		return this.notCarriedOver.stream().noneMatch(NotCarriedOver::blocking);
	}

}
