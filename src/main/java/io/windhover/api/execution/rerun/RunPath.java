package io.windhover.api.execution.rerun;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The path of a task run or of a control task, step by step from the outermost.
 *
 * @param attempt of the execution as a whole, from 1
 */
record RunPath(int attempt, List<Step> steps) {

	private static final Pattern STEP = Pattern.compile("([^~\\[]*)(?:~(\\d{1,9}))?(?:\\[(\\d{1,9})])?");

	static RunPath of(String path) {
		List<Step> steps = new ArrayList<>();
		int attempt = 1;
		for (String text : path.split("\\.", -1)) {
			Matcher matcher = STEP.matcher(text);
			if (!matcher.matches()) {
				steps.add(new Step(text, 1, -1));
			}
			else if (matcher.group(1).isEmpty() && steps.isEmpty()) {
				attempt = number(matcher.group(2), 1);
			}
			else {
				steps.add(new Step(matcher.group(1), number(matcher.group(2), 1), number(matcher.group(3), -1)));
			}
		}
		return new RunPath(attempt, steps);
	}

	@SuppressWarnings("NullAway") // a group that did not take part is null
	private static int number(String digits, int otherwise) {
		return (digits != null) ? Integer.parseInt(digits) : otherwise;
	}

	/** The same in first attempts throughout. */
	RunPath first() {
		return new RunPath(1, this.steps.stream().map((step) -> new Step(step.id(), 1, step.index())).toList());
	}

	/** Of the first so many steps, without an iteration of the last. */
	String scope(int size) {
		if (size == 0) {
			return prefix();
		}
		Step last = this.steps.get(size - 1);
		String before = new RunPath(this.attempt, this.steps.subList(0, size - 1)).toString();
		return before.isEmpty() ? last.id() : before + "." + last.id();
	}

	/** Whether it is of the last attempt of each scope around it. */
	boolean isLast(Map<String, Integer> attempts) {
		if (this.attempt < attempts.getOrDefault("", 1)) {
			return false;
		}
		for (int size = 1; size < this.steps.size(); size++) {
			if (this.steps.get(size - 1).attempt() < attempts.getOrDefault(scope(size), 1)) {
				return false;
			}
		}
		return true;
	}

	/** Whether it is another path, or something within it. */
	boolean isWithin(RunPath other) {
		int size = other.steps.size();
		if (size == 0 || size > this.steps.size()
				|| !this.steps.subList(0, size - 1).equals(other.steps.subList(0, size - 1))) {
			return false;
		}
		Step mine = this.steps.get(size - 1);
		Step its = other.steps.get(size - 1);
		return mine.id().equals(its.id()) && (its.index() < 0 || its.index() == mine.index());
	}

	private String prefix() {
		return (this.attempt > 1) ? "~" + this.attempt : "";
	}

	@Override
	public String toString() {
		String text = this.steps.stream().map(Step::toString).collect(Collectors.joining("."));
		return prefix().isEmpty() || text.isEmpty() ? prefix() + text : prefix() + "." + text;
	}

	/**
	 * A task in the one around it.
	 *
	 * @param attempt of its children, from 1
	 * @param index of the iteration that its children are in; -1 when they are in none
	 */
	record Step(String id, int attempt, int index) {

		@Override
		public String toString() {
			return this.id + ((this.attempt > 1) ? "~" + this.attempt : "")
					+ ((this.index >= 0) ? "[" + this.index + "]" : "");
		}

	}

}
