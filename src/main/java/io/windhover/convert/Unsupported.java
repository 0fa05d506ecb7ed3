package io.windhover.convert;

/**
 * Ends the conversion of one property, which is left as it was then.
 */
public final class Unsupported extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String proposal;

	public Unsupported(String reason, String proposal) {
		super(reason, null, false, false);
		this.proposal = proposal;
	}

	public String reason() {
		return String.valueOf(getMessage());
	}

	public String proposal() {
		return this.proposal;
	}

}
