package io.windhover;

/**
 * How much a test does that finds more faults the longer it runs.
 */
public final class TestSize {

	private static final boolean LONG = Boolean.getBoolean("tests.long");

	private TestSize() {
	}

	/**
	 * Chooses between the size of each build and that of {@code -Plong}.
	 */
	public static int of(int usual, int inLongForm) {
		return LONG ? inLongForm : usual;
	}

}
