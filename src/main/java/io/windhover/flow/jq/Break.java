package io.windhover.flow.jq;

import java.util.function.Consumer;

/**
 * Leaves what produces values, because no more are wanted; caught by who made it.
 */
final class Break extends RuntimeException {

	private static final long serialVersionUID = 1;

	private Break() {
		super(null, null, false, false);
	}

	/** Does some work, until it ends or throws what it is given. */
	static void until(Consumer<Break> work) {
		Break mark = new Break();
		try {
			work.accept(mark);
		}
		catch (Break ex) {
			if (ex != mark) {
				throw ex;
			}
		}
	}

}
