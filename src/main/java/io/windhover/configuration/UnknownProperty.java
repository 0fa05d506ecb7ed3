package io.windhover.configuration;

/**
 * A property that does not exist.
 *
 * @param name as it is written
 * @param origin where
 * @param suggestion what was meant, such as "; did you mean …?", or empty
 */
record UnknownProperty(String name, String origin, String suggestion) {

	@Override
	public String toString() {
		return "'%s' (%s)%s".formatted(this.name, this.origin, this.suggestion);
	}

}
