package io.windhover.flow;

import java.util.Comparator;
import java.util.List;

import io.windhover.flow.expectation.Expectations;

/**
 * What is expected of the flows of a namespace that do not say it themselves.
 */
public final class ExpectationDefaults {

	/** Of flows of which only what they say themselves is expected. */
	public static final ExpectationDefaults NONE = new ExpectationDefaults(List.of());

	/** The nearest namespace first. */
	private final List<Of> defaults;

	/**
	 * Sorts the defaults, so that those of the longest namespace come first.
	 */
	public ExpectationDefaults(List<Of> defaults) {
		this.defaults = defaults.stream()
			.sorted(Comparator.comparing((Of each) -> each.namespace().length()).reversed())
			.toList();
	}

	/**
	 * What is expected of a flow, all in all: nothing while it is disabled.
	 */
	public Expectations of(Flow flow) {
		if (flow.isDisabled()) {
			return Expectations.NONE;
		}
		Expectations expected = flow.expectations();
		for (Of each : this.defaults) {
			if (flow.key().isIn(each.namespace())) {
				expected = expected.orElse(each.expectations());
			}
		}
		return expected;
	}

	/**
	 * The defaults of a namespace.
	 *
	 * @param namespace exactly this one, or, where it ends with a dot, all that begin
	 * with it
	 */
	public record Of(String namespace, Expectations expectations) {
	}

}
