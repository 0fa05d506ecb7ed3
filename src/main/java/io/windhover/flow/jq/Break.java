package io.windhover.flow.jq;

/**
 * Leaves what produces values, because no more are wanted; caught by who made it.
 */
final class Break extends RuntimeException {

	private static final long serialVersionUID = 1;

	Break() {
		super(null, null, false, false);
	}

}
