package io.windhover.executor.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * The newest documents of one execution that a transaction wrote.
 */
final class ChangedDocuments {

	private final String id;

	private final OwnedPartition partition;

	private final Map<String, TaskRun> taskRuns = new HashMap<>();

	private @Nullable Execution execution;

	private boolean created;

	private boolean deleted;

	ChangedDocuments(String id, OwnedPartition partition) {
		this.id = id;
		this.partition = partition;
	}

	String id() {
		return this.id;
	}

	OwnedPartition partition() {
		return this.partition;
	}

	/** Null where it did not change. */
	@Nullable Execution execution() {
		return this.execution;
	}

	Collection<TaskRun> taskRuns() {
		return this.taskRuns.values();
	}

	/** Whether all of its documents are from here on. */
	boolean isCreated() {
		return this.created;
	}

	/** Whether nothing of it is left. */
	boolean isDeleted() {
		return this.deleted;
	}

	void delete() {
		this.deleted = true;
	}

	void add(Execution document, boolean first) {
		this.execution = document;
		this.created |= first;
	}

	void add(TaskRun document) {
		this.taskRuns.put(document.id(), document);
	}

}
