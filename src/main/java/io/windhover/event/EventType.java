package io.windhover.event;

import java.util.Locale;

/**
 * The types of events; each has a JSON Schema of its data among the resources.
 */
public enum EventType {

	/** An execution has ended, in whatever state. */
	EXECUTION_ENDED("execution.ended"),
	/** A task run has failed, and is not tried again. */
	TASK_RUN_FAILED("taskrun.failed"),
	/** What is expected of a flow did not happen in time. */
	EXPECTATION_MISSED("expectation.missed"),
	/** What was missed has happened, or is no longer expected. */
	EXPECTATION_MET("expectation.met"),
	/** Something is wrong. */
	INCIDENT_OPENED("incident.opened"),
	/** It is over. */
	INCIDENT_CLOSED("incident.closed"),
	/** Somebody changed something, or was refused. */
	OPERATION_PERFORMED("operation.performed"),
	/** A worker takes no more jobs, and finishes those that it has. */
	WORKER_DRAINING("worker.draining"),
	/** A worker takes no jobs and has none. */
	WORKER_DRAINED("worker.drained"),
	/** A worker takes jobs again. */
	WORKER_RESUMED("worker.resumed");

	/** With which all types begin. */
	public static final String PREFIX = "io.windhover.";

	private static final String SCHEMA = "urn:windhover:event:%s:1";

	private final String id;

	EventType(String id) {
		this.id = id;
	}

	/**
	 * As an event has it.
	 */
	public String type() {
		return PREFIX + this.id;
	}

	/**
	 * The name of the JSON Schema of its data, with a number that rises when what an
	 * earlier one allows is no longer so.
	 */
	public String schema() {
		return SCHEMA.formatted(this.id);
	}

	/**
	 * The resource that is the JSON Schema of its data.
	 */
	public String resource() {
		return "/io/windhover/event/schemas/" + this.id.toLowerCase(Locale.ROOT) + ".json";
	}

}
