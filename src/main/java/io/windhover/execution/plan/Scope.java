package io.windhover.execution.plan;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;

/**
 * One run of a control task, or the execution itself: what an event about one of its
 * children must know, whatever the number of them. Changed only by the machine, on a copy
 * of what the store has. What is 0, false or empty is mostly not written.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.NON_PRIVATE,
		getterVisibility = JsonAutoDetect.Visibility.NONE, isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public final class Scope {

	/** Unique in its execution; empty for the root. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public final String path;

	/** The path of the scope that it is in; null for the root. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public final @Nullable String parent;

	@JsonInclude(JsonInclude.Include.ALWAYS)
	public final int node;

	/** Of the iteration; -1 where it is none. */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public final int index;

	/** What templates inside see as the item. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Nullable Object item;

	public State state = State.RUNNING;

	public Phase phase = Phase.BODY;

	/** Counts from 1. The paths of the children of later attempts name it. */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public int attempt = 1;

	/** Of the children begun, in the phase. */
	public int cursor;

	/** Children begun in the body, once it is over. */
	int iterations;

	/** Children that have not ended. */
	public int active;

	@JsonInclude(JsonInclude.Include.ALWAYS)
	int branch = -1;

	/** Items of the loop; -1 before they are known. */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public int total = -1;

	/** Only in the event that evaluated them, in which the store does not have them. */
	@JsonIgnore
	public @Nullable List<Object> items;

	/** Children of a dag, by their place in the body. */
	Set<Integer> begun = new TreeSet<>();

	Set<Integer> done = new TreeSet<>();

	/** The wait that the control task asked for is over. */
	public boolean waited;

	/** It asked for a wait that is not over. */
	public boolean waiting;

	/** Tells the wait for which a timer was set among several. */
	public int waits;

	/** How often a subflow's flow was not known, in this attempt. */
	int looks;

	/** When the wait or the pause before a retry is over; null without a timer. */
	public @Nullable Instant waitsUntil;

	/** When its last pause began; null when it was never paused. */
	public @Nullable Instant pausedAt;

	/** When its last pause ended; null while it is paused. */
	public @Nullable Instant resumedAt;

	/**
	 * What the resumer gave, or what is known of the subflow: the outputs of the task.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public @Nullable Map<String, Object> given;

	/** Of what a subflow gave and the scope still has, in bytes of JSON. */
	public long givenSize;

	/** Of the root: how many scopes of the execution are paused. */
	public int paused;

	/** When the time of this attempt is over; null without a timeout. */
	public @Nullable Instant timesOutAt;

	/** Of the root: when the execution will have taken longer than expected. */
	public @Nullable Instant overrunsAt;

	/** Of the root: the sum of the metric that is expected of the execution. */
	public double measured;

	/** The rest of an event is on its way: until then nothing more begins. */
	public boolean continuing;

	/** Tells that rest among several. */
	public int continuations;

	public boolean failed;

	public boolean killed;

	public boolean warned;

	/** It was stopped: nothing of the body and its errors begins. */
	public boolean stopped;

	/** The next child to stop; -1 when there is none. */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public int stopCursor = -1;

	/**
	 * Children that were looked at, and one, since the pause of the execution is over.
	 */
	public int waking;

	/** A task of this phase failed, so that the rest of it does not run. */
	public boolean phaseFailed;

	@JsonInclude(JsonInclude.Include.NON_NULL)
	public @Nullable String error;

	/** Of the task run or scope, however deep, that the error is from. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public @Nullable String failedPath;

	/** The small outputs of its tasks that some template names, by task. */
	public Map<String, Map<String, Object>> outputs = new LinkedHashMap<>();

	/** What its tasks published that some template names, by task. */
	public Map<String, Map<String, Object>> metrics = new LinkedHashMap<>();

	/** The tasks whose outputs have entries of their own. */
	public Set<String> outputsApart = new LinkedHashSet<>();

	/**
	 * The tasks in scopes that are over whose outputs have entries of their own, with the
	 * path of the scope that these are under.
	 */
	public Map<String, String> outputsElsewhere = new LinkedHashMap<>();

	/** Those of the iterations of its loops that are over, by task. */
	public Map<String, LoopOutputs> lists = new LinkedHashMap<>();

	/**
	 * What outputs with entries of their own and lists take of what it keeps, in bytes of
	 * JSON, by task.
	 */
	public Map<String, Long> largeSizes = new LinkedHashMap<>();

	/** It is a loop and has kept outputs of its iterations. */
	public boolean keepsList;

	/** It is a loop whose condition holds. */
	boolean over;

	/**
	 * Of all outputs and metrics that it keeps, in bytes of JSON, with the ids and braces
	 * around them.
	 */
	public long outputsSize;

	/** The address of what its tasks have left in the directory that they share. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public @Nullable String directory;

	/** The address of what was there before, where nobody reads that any more. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public @Nullable String replacedDirectory;

	/** What was in the directory around it when it began, for its next attempt. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public @Nullable String directoryBefore;

	/** Of the items of the loop, in bytes of JSON. */
	public long itemsSize;

	/** Task runs and control tasks in it whose last document is published. */
	public int documents;

	final Instant startedAt;

	long version;

	/**
	 * Makes a scope that runs its body.
	 * @param parent null for the root
	 * @param node its place in the plan
	 * @param index of the iteration; -1 where it is none
	 */
	@JsonCreator
	public Scope(@JsonProperty("path") String path, @JsonProperty("parent") @Nullable String parent,
			@JsonProperty("node") int node, @JsonProperty("index") int index,
			@JsonProperty("item") @Nullable Object item, @JsonProperty("startedAt") Instant startedAt) {
		this.path = path;
		this.parent = parent;
		this.node = node;
		this.index = index;
		this.item = item;
		this.startedAt = startedAt;
	}

	/**
	 * A copy for the machine to change.
	 */
	public Scope copy() {
		Scope copy = new Scope(this.path, this.parent, this.node, this.index, this.item, this.startedAt);
		copy.state = this.state;
		copy.phase = this.phase;
		copy.attempt = this.attempt;
		copy.cursor = this.cursor;
		copy.iterations = this.iterations;
		copy.active = this.active;
		copy.branch = this.branch;
		copy.total = this.total;
		copy.begun = new TreeSet<>(this.begun);
		copy.done = new TreeSet<>(this.done);
		copy.waited = this.waited;
		copy.waiting = this.waiting;
		copy.waits = this.waits;
		copy.looks = this.looks;
		copy.waitsUntil = this.waitsUntil;
		copy.pausedAt = this.pausedAt;
		copy.resumedAt = this.resumedAt;
		copy.given = this.given;
		copy.givenSize = this.givenSize;
		copy.paused = this.paused;
		copy.timesOutAt = this.timesOutAt;
		copy.overrunsAt = this.overrunsAt;
		copy.measured = this.measured;
		copy.continuing = this.continuing;
		copy.continuations = this.continuations;
		copy.failed = this.failed;
		copy.killed = this.killed;
		copy.warned = this.warned;
		copy.stopped = this.stopped;
		copy.stopCursor = this.stopCursor;
		copy.waking = this.waking;
		copy.phaseFailed = this.phaseFailed;
		copy.outputs = new LinkedHashMap<>(this.outputs);
		copy.metrics = new LinkedHashMap<>(this.metrics);
		copy.outputsApart = new LinkedHashSet<>(this.outputsApart);
		copy.outputsElsewhere = new LinkedHashMap<>(this.outputsElsewhere);
		copy.lists = new LinkedHashMap<>(this.lists);
		copy.largeSizes = new LinkedHashMap<>(this.largeSizes);
		copy.keepsList = this.keepsList;
		copy.over = this.over;
		copy.outputsSize = this.outputsSize;
		copy.directory = this.directory;
		copy.replacedDirectory = this.replacedDirectory;
		copy.directoryBefore = this.directoryBefore;
		copy.itemsSize = this.itemsSize;
		copy.documents = this.documents;
		copy.error = this.error;
		copy.failedPath = this.failedPath;
		copy.version = this.version;
		return copy;
	}

	/**
	 * The path of a child: {@code each[3]}, {@code each[3].say}, and in the second
	 * attempt of a scope {@code each~2[3]}, so that no result of an earlier one is taken
	 * for it.
	 */
	public String path(Child child) {
		String prefix = prefix();
		if (child.index() >= 0) {
			return prefix + "[" + child.index() + "]";
		}
		return prefix.isEmpty() ? child.node().id() : prefix + "." + child.node().id();
	}

	/** What the paths of its children begin with. */
	public String prefix() {
		return (this.attempt > 1) ? this.path + "~" + this.attempt : this.path;
	}

	/**
	 * Unique in its execution; empty for the root.
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Whether a copy that was written and read again is the same: items are what a
	 * template made, whose types JSON does not keep.
	 */
	public boolean isPlain() {
		return this.item == null && this.items == null;
	}

	/**
	 * The path of the scope that it is in; null for the root.
	 */
	public @Nullable String parent() {
		return this.parent;
	}

	/** Of the iteration; -1 where it is none. */
	public int index() {
		return this.index;
	}

	/**
	 * Whether its {@code errors} or {@code finally} run.
	 */
	public boolean isAfterBody() {
		return this.phase != Phase.BODY;
	}

	/**
	 * Why it failed or was killed; null while it has not.
	 */
	public @Nullable String error() {
		return this.error;
	}

	/**
	 * The path of the task run or scope, however deep, that the error is from; null
	 * without an error, and where somebody killed the execution.
	 */
	public @Nullable String failedPath() {
		return this.failedPath;
	}

	/** What templates inside see as the item. */
	public @Nullable Object item() {
		return this.item;
	}

	/**
	 * The small outputs of its tasks that some template names, by task.
	 */
	public Map<String, Map<String, Object>> outputs() {
		return this.outputs;
	}

	/** What its tasks published that some template names, by task and name. */
	public Map<String, Map<String, Object>> metrics() {
		return this.metrics;
	}

	/** The tasks whose outputs have entries of their own. */
	public Set<String> outputsApart() {
		return this.outputsApart;
	}

	/**
	 * The tasks in scopes that are over whose outputs have entries of their own, with the
	 * path of the scope that these are under.
	 */
	public Map<String, String> outputsElsewhere() {
		return this.outputsElsewhere;
	}

	/** The outputs of the iterations of its loops that are over, by task. */
	public Map<String, LoopOutputs> lists() {
		return this.lists;
	}

	/**
	 * Of all outputs and metrics that it keeps, in bytes of JSON, with the ids and braces
	 * around them.
	 */
	public long outputsSize() {
		return this.outputsSize;
	}

	/** Of all that it keeps besides what it knows of itself, in bytes of JSON. */
	public long keptSize() {
		return this.outputsSize + this.itemsSize + this.givenSize;
	}

	/** Items of a loop; -1 where it is none, or they are not known yet. */
	public int total() {
		return this.total;
	}

	/** Of a loop, those begun. */
	public int iterations() {
		return (this.phase == Phase.BODY) ? this.cursor : this.iterations;
	}

	/** Begins a phase anew. */
	public void enter(Phase next) {
		this.iterations = iterations();
		this.phase = next;
		this.cursor = 0;
		this.phaseFailed = false;
		this.stopped = false;
		this.stopCursor = -1;
		this.waking = 0;
	}

	/** The next attempt, with nothing of the one before. */
	public void again() {
		this.attempt++;
		this.state = State.RUNNING;
		this.branch = -1;
		this.total = -1;
		this.items = null;
		this.begun = new TreeSet<>();
		this.done = new TreeSet<>();
		this.waited = false;
		this.pausedAt = null;
		this.resumedAt = null;
		this.given = null;
		this.givenSize = 0;
		this.looks = 0;
		this.failed = false;
		this.warned = false;
		this.error = null;
		this.failedPath = null;
		this.outputs = new LinkedHashMap<>();
		this.metrics = new LinkedHashMap<>();
		this.outputsApart = new LinkedHashSet<>();
		this.outputsElsewhere = new LinkedHashMap<>();
		this.lists = new LinkedHashMap<>();
		this.largeSizes = new LinkedHashMap<>();
		this.keepsList = false;
		this.over = false;
		this.outputsSize = 0;
		this.itemsSize = 0;
		enter(Phase.BODY);
	}

	/** Fails by itself. */
	public void fail(@Nullable String reason) {
		fail(reason, this.path);
	}

	/**
	 * Fails.
	 * @param at the path of what failed in it
	 */
	public void fail(@Nullable String reason, String at) {
		this.failed = true;
		if (this.error == null) {
			this.error = reason;
			this.failedPath = at;
		}
	}

}
