package io.windhover.monitoring;

import java.util.Set;

/**
 * A PromQL expression of a rule or a dashboard, without variables.
 *
 * @param file where it stands, from the root of the files
 * @param where the alert, panel or variable in the file
 * @param kind what it is for
 * @param text the expression
 * @param uses labels of its result that somebody reads: legends, texts, links
 * @param name of the series that it makes, where it is a recording rule; else empty
 * @param adds labels that the rule adds to what it finds
 */
public record Expression(String file, String where, Kind kind, String text, Set<String> uses, String name,
		Set<String> adds) {

	Expression(String file, String where, Kind kind, String text, Set<String> uses) {
		this(file, where, kind, text, uses, "", Set.of());
	}

	@Override
	public String toString() {
		return "%s, %s: %s".formatted(this.file, this.where, this.text);
	}

	/**
	 * What an expression is for.
	 */
	public enum Kind {

		/** Tells when an alert fires. */
		ALERT,
		/** Makes a series of its own. */
		RECORDING,
		/** Draws a line over time. */
		RANGE,
		/** Shows what is now. */
		INSTANT,
		/** Marks events. */
		ANNOTATION,
		/** Has the values of a variable as those of a label. */
		VARIABLE,
		/** Plays series in a test of rules. */
		SAMPLE

	}

}
