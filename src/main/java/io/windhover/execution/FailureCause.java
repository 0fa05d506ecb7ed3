package io.windhover.execution;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Why executions fail, the same for all that fail for the same reason: the type of the
 * task that failed, and the error without what differs from one to the next, such as ids,
 * numbers, dates and addresses, and without the tasks and iterations around what failed.
 *
 * @param id a fingerprint of the type and the text
 * @param text for people, with {@code <id>}, {@code <n>}, {@code <date>} and
 * {@code <address>} in place of what differs
 * @param taskType of the task that failed, however deep; null where the flow failed by
 * itself, and where it is not known, as of an execution that an older version ended
 */
public record FailureCause(String id, String text, @Nullable String taskType) {

	/** Of an error without a text. */
	private static final String NO_REASON = "no reason given";

	/** Of an error that are read. */
	private static final int MOST_READ = 2000;

	private static final int LONGEST = 200;

	private static final Pattern AROUND = Pattern
		.compile("^((Task '[^']{0,300}'|Iteration [0-9]{1,10}) (failed|ended as KILLED): )+");

	private static final Pattern DATE = Pattern.compile("\\b[0-9]{4}-[0-9]{2}-[0-9]{2}"
			+ "([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?");

	private static final Pattern URL = Pattern.compile("\\b[a-z][a-z0-9+.-]{1,20}://[^\\s'\"<>)\\]]+");

	private static final Pattern ID = Pattern
		.compile("\\b([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,128})\\b");

	private static final Pattern ADDRESS = Pattern
		.compile("\\b([0-9]{1,3}(\\.[0-9]{1,3}){3}|[A-Za-z0-9][A-Za-z0-9.-]{0,250})(:[0-9]{2,5})\\b|"
				+ "\\b[0-9]{1,3}(\\.[0-9]{1,3}){3}\\b");

	private static final Pattern NUMBER = Pattern.compile("[0-9]+([.,][0-9]+)*");

	/**
	 * The cause of a failure.
	 * @param taskType of the task that failed; null where there is none
	 * @param error of the execution; null where it gives none
	 */
	public static FailureCause of(@Nullable String taskType, @Nullable String error) {
		String text = (error != null && !error.isBlank()) ? text(error) : NO_REASON;
		String whole = (taskType != null) ? taskType + "\n" + text : text;
		return new FailureCause(Fingerprint.of(whole), text, taskType);
	}

	/**
	 * The cause of the failure of an execution.
	 */
	public static FailureCause of(Execution execution) {
		return of(execution.failedTaskType(), execution.error());
	}

	/**
	 * The id of the cause of an execution; null of one that has not failed.
	 */
	public static @Nullable String idOf(Execution execution) {
		return (execution.state() == State.FAILED) ? of(execution).id() : null;
	}

	private static String text(String error) {
		String text = error.substring(0, Math.min(error.length(), MOST_READ)).strip();
		text = AROUND.matcher(text).replaceFirst("");
		text = URL.matcher(text).replaceAll("<address>");
		text = DATE.matcher(text).replaceAll("<date>");
		text = ID.matcher(text).replaceAll("<id>");
		text = ADDRESS.matcher(text).replaceAll("<address>");
		text = NUMBER.matcher(text).replaceAll("<n>");
		text = text.replaceAll("\\s+", " ");
		return (text.length() <= LONGEST) ? text : text.substring(0, LONGEST - 1) + "…";
	}

}
