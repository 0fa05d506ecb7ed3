package io.windhover.flow.reading;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.windhover.flow.FlowProblem;

/**
 * What may be wrong with a flow and no JSON Schema can express, by what the reader says
 * of it.
 */
enum BeyondSchema {

	/** The text of a flow, of which a schema sees only the values. */
	TEXT("is there twice; it first stands in line", "must be written as it is", "stands in the flow more than once",
			"has more than 100 digits; put it in quotes"),

	/** Templates are a language of their own. */
	TEMPLATES("template: ", "is not a variable here", "; it sees '", "workers only; use secret\\(\\)",
			"workers only; use read\\(\\)", "a default cannot call '"),

	/** What is named must stand elsewhere in the flow, and before. */
	NAMES("there is no task '", "task '.*' has no (outputs|metrics) here", "task '.*' publishes no metric",
			"the flow has no (input|variable) '", "there is no input '.*' above this one"),

	/** Each of a list has its own. */
	UNIQUE("the id '.*' is taken by line"),

	/** Two values of which one must not be more than the other. */
	ORDER("is more than 'max'; swap the two", "is before 'from'"),

	/**
	 * A value is text in one of many forms, by the type of an input that stands
	 * elsewhere.
	 */
	VALUES_OF_INPUTS("is not of type ", "is not the address of a file; give", "is not an input of the flow",
			"inputs\\.\\w+: is required"),

	/** The days of the months and what a cron expression makes of them. */
	CALENDAR("'61 \\* \\* \\* \\*' is not a cron expression", "never comes", "exclude every date",
			"'2026-02-30' is not a date"),

	/** The time zones that a JVM knows. */
	ZONES("is not a time zone"),

	/** How often a regular expression repeats, and what is one. */
	REGULAR_EXPRESSIONS("is not a regular expression", "repeats too often"),

	/** How many digits a number has when it is written out. */
	DIGITS("has too many digits; give a number"),

	/** Tasks that share a directory, however deep they are in the task that has it. */
	DIRECTORIES("share a working directory and run one after the other", "share the working directory of '",
			"share a working directory, and all run on workers of one group"),

	/** What the code of a task or trigger type finds. */
	TYPES("is not for flows");

	private final Pattern message;

	BeyondSchema(String... messages) {
		this.message = Pattern.compile(String.join("|", messages));
	}

	static boolean is(FlowProblem problem) {
		return Stream.of(values()).anyMatch((each) -> each.message.matcher(problem.toString()).find());
	}

}
