package io.windhover.management.operation;

/**
 * All that can be done; each is idempotent.
 */
public enum Operation {

	/** The worker takes no more jobs, also after a restart, until it is resumed. */
	WORKER_DRAIN("worker.drain"),
	/** The worker takes jobs again. */
	WORKER_RESUME("worker.resume"),
	/** A task run that runs on this worker is stopped, as if it had been killed. */
	TASK_RUN_KILL("taskrun.kill"),
	/** A trigger fires no more until it is resumed. */
	TRIGGER_PAUSE("trigger.pause"),
	/** A trigger fires again. */
	TRIGGER_RESUME("trigger.resume"),
	/** A trigger fires once, now. */
	TRIGGER_FIRE("trigger.fire"),
	/** Stream threads that failed are replaced. */
	STREAMS_RESTART("streams.restart"),
	/** Nothing fires and no worker takes jobs in the whole cluster, until it ends. */
	MAINTENANCE_BEGIN("maintenance.begin"),
	/** Triggers fire and workers take jobs again. */
	MAINTENANCE_END("maintenance.end"),
	/** Somebody looks after an incident. */
	INCIDENT_ACKNOWLEDGE("incident.acknowledge");

	private final String id;

	Operation(String id) {
		this.id = id;
	}

	/**
	 * Its name in meters and audit events.
	 */
	public String id() {
		return this.id;
	}

}
