package io.windhover.execution.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.windhover.flow.task.Retry;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * A task of a compiled flow revision: what never transition while executions run it.
 */
public final class Node {

	private final int ordinal;

	private final String id;

	private final String type;

	private final @Nullable Control control;

	private final @Nullable WorkerTask task;

	private final Settings settings;

	private final List<Node> body = new ArrayList<>();

	private final List<Node> errors = new ArrayList<>();

	private final List<Node> finals = new ArrayList<>();

	/**
	 * A node without children yet.
	 * @param ordinal its place in the plan
	 * @param control null for a worker task
	 * @param task null for a control task
	 */
	Node(int ordinal, String id, String type, @Nullable Control control, @Nullable WorkerTask task, Settings settings) {
		this.ordinal = ordinal;
		this.id = id;
		this.type = type;
		this.control = control;
		this.task = task;
		this.settings = settings;
	}

	/**
	 * Its place in the plan, from 0 for the root.
	 */
	public int ordinal() {
		return this.ordinal;
	}

	/** Empty for the root and for the iterations of a loop. */
	public String id() {
		return this.id;
	}

	String type() {
		return this.type;
	}

	/** What a worker runs; null for a control task. */
	public @Nullable WorkerTask task() {
		return this.task;
	}

	/**
	 * How its children run; null for a worker task.
	 */
	public @Nullable Control control() {
		return this.control;
	}

	/** Whether its only child is an iteration. */
	public boolean isLoop() {
		return this.control instanceof ControlForEach || this.control instanceof ControlLoop;
	}

	/** Whether it runs another flow. */
	public boolean isSubflow() {
		return this.control instanceof ControlSubflow;
	}

	/** Whether it is run as a whole or not at all. */
	public boolean isWhole() {
		return this.control == null || this.control instanceof ControlPause || isSubflow();
	}

	/** Whether the list around it sees what the tasks in it gave. */
	public boolean handsOut() {
		return this.control instanceof ControlSequence || this.control instanceof ControlParallel
				|| this.control instanceof ControlChoice || this.control instanceof ControlDag;
	}

	/** The tasks of all its lists; of a loop those of an iteration for its body. */
	public List<Node> inside() {
		List<Node> inside = new ArrayList<>(isLoop() ? this.body.get(0).body : this.body);
		inside.addAll(this.errors);
		inside.addAll(this.finals);
		return inside;
	}

	/** Whether the tasks in it share a working directory. */
	public boolean hasDirectory() {
		return this.control instanceof ControlSequence sequence && sequence.workingDirectory();
	}

	/**
	 * Its options, with defaults for those that the flow does not set.
	 */
	public Settings settings() {
		return this.settings;
	}

	/**
	 * The tasks that it runs; of a loop the one node of its iterations.
	 */
	public List<Node> body() {
		return this.body;
	}

	/**
	 * The tasks that it runs after a failure; empty for none.
	 */
	public List<Node> errors() {
		return this.errors;
	}

	/**
	 * The tasks that it runs at its end in any case; empty for none.
	 */
	public List<Node> finals() {
		return this.finals;
	}

	/**
	 * The tasks that it runs in a phase.
	 */
	public List<Node> list(Phase phase) {
		return switch (phase) {
			case BODY -> this.body;
			case ERRORS -> this.errors;
			case FINALLY -> this.finals;
		};
	}

	/**
	 * What every task may say.
	 *
	 * @param failFast whether a failed child keeps further ones from beginning
	 * @param retryOnLoss whether an attempt whose worker is lost is followed by another
	 */
	public record Settings(@Nullable String runIf, boolean disabled, @Nullable Retry retry, @Nullable Duration timeout,
			boolean allowFailure, boolean failFast, boolean retryOnLoss) {

		public static final Settings NONE = new Settings(null, false, null, null, false, true, true);

	}

}
