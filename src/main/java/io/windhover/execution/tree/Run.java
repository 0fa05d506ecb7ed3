package io.windhover.execution.tree;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * One run of a worker task, with its place in the tree. Changed only by the machine, on a
 * copy of what the store has.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.NON_PRIVATE,
		getterVisibility = JsonAutoDetect.Visibility.NONE, isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public final class Run {

	/** The path of the scope that it is in. */
	public final String parent;

	public final int node;

	public TaskRun taskRun;

	/** It is to be killed: no attempt follows. */
	public boolean stopping;

	/** When the next attempt is due; null while none waits. */
	public @Nullable Instant retriesAt;

	/** What its attempts have logged so far; null where none has reported it. */
	public LogLine.@Nullable LogVolume logged;

	/**
	 * Makes a run that is not stopping and has no retry due.
	 * @param node its place in the plan
	 */
	@JsonCreator
	public Run(@JsonProperty("parent") String parent, @JsonProperty("node") int node,
			@JsonProperty("taskRun") TaskRun taskRun) {
		this.parent = parent;
		this.node = node;
		this.taskRun = taskRun;
	}

	/**
	 * A copy for the machine to change.
	 */
	public Run copy() {
		Run copy = new Run(this.parent, this.node, this.taskRun);
		copy.stopping = this.stopping;
		copy.retriesAt = this.retriesAt;
		copy.logged = this.logged;
		return copy;
	}

	/** The path of the scope that it is in. */
	public String parent() {
		return this.parent;
	}

	/** The task run as it stands. */
	public TaskRun taskRun() {
		return this.taskRun;
	}

	/**
	 * Unique in its execution.
	 */
	public String path() {
		return this.taskRun.path();
	}

	/**
	 * The state of its task run, which is RETRYING between attempts.
	 */
	public State state() {
		return this.taskRun.state();
	}

	/**
	 * The number of the current attempt, counted from 1.
	 */
	public int attempt() {
		return this.taskRun.attempt();
	}

	/**
	 * The worker that took the current attempt; null while none has.
	 */
	public @Nullable InstanceRef worker() {
		return this.taskRun.current().worker();
	}

	/**
	 * Whether it has a state in the attempt of a number.
	 */
	public boolean is(State expected, int number) {
		return state() == expected && attempt() == number;
	}

	/**
	 * Whether a worker runs the attempt of a number.
	 */
	public boolean isHeldBy(InstanceRef holder, int number) {
		return is(State.RUNNING, number) && holder.equals(worker());
	}

}
