package io.windhover.flow.expectation;

/**
 * The kinds of what can be expected of a flow, by the names of their properties.
 */
public enum Expected {

	SUCCESS_EVERY("successEvery"), STARTED_BY("startedBy"), ENDED_BY("endedBy"), MAX_DURATION("maxDuration"),
	MIN_METRIC("minMetric"), MAX_FAILURES_IN_A_ROW("maxFailuresInARow");

	private final String property;

	Expected(String property) {
		this.property = property;
	}

	/**
	 * The name of the property of {@code expect}.
	 */
	public String property() {
		return this.property;
	}

}
