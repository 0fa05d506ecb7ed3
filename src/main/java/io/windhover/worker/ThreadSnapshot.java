package io.windhover.worker;

import java.util.Arrays;
import java.util.List;

/**
 * Where a thread stood when somebody looked.
 *
 * @param stack the innermost frame first
 */
public record ThreadSnapshot(String name, Thread.State state, List<StackTraceElement> stack) {

	private static final int MAX_FRAMES = 256;

	private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

	/**
	 * Looks at a thread, which goes on.
	 */
	public static ThreadSnapshot of(Thread thread) {
		StackTraceElement[] stack = thread.getStackTrace();
		return new ThreadSnapshot(thread.getName(), thread.getState(), Arrays.stream(stack).limit(MAX_FRAMES).toList());
	}

	/**
	 * What it does in one sentence: what the code of the task called last, and where.
	 * What the JDK does below that call says less.
	 */
	public String summary() {
		int caller = 0;
		while (caller < this.stack.size() && isJdk(this.stack.get(caller))) {
			caller++;
		}
		if (this.stack.isEmpty()) {
			return "its thread has no stack";
		}
		if (caller == this.stack.size()) {
			return verb() + " in " + method(this.stack.get(0));
		}
		if (caller == 0) {
			return verb() + " in " + frame(this.stack.get(0));
		}
		return "%s in %s, called by %s".formatted(verb(), method(this.stack.get(caller - 1)),
				frame(this.stack.get(caller)));
	}

	private String verb() {
		return switch (this.state) {
			case WAITING, TIMED_WAITING -> "waits";
			case BLOCKED -> "waits for a lock";
			case NEW, RUNNABLE, TERMINATED -> "runs";
		};
	}

	private static boolean isJdk(StackTraceElement frame) {
		return JDK.stream().anyMatch(frame.getClassName()::startsWith);
	}

	private static String method(StackTraceElement frame) {
		return frame.getClassName() + "." + frame.getMethodName();
	}

	private static String frame(StackTraceElement frame) {
		return (frame.getFileName() != null && frame.getLineNumber() > 0)
				? "%s (%s:%d)".formatted(method(frame), frame.getFileName(), frame.getLineNumber()) : method(frame);
	}

}
