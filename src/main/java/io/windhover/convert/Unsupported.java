package io.windhover.convert;

/**
 * Ends the conversion of one property, which is left as it was then.
 */
public final class Unsupported extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String proposal;

	/**
	 * Takes both parts of the note about the property, and records no stack trace.
	 * @param proposal what to do by hand
	 */
	public Unsupported(String reason, String proposal) {
		super(reason, null, false, false);
		this.proposal = proposal;
	}

	/**
	 * Why the property is not converted.
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

	/**
	 * What to do by hand.
	 */
	public String proposal() {
		return this.proposal;
	}

}
