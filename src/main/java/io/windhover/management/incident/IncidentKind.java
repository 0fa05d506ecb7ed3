package io.windhover.management.incident;

/**
 * What can be wrong. Each kind is found by one {@link IncidentSource} of an instance.
 */
public enum IncidentKind {

	/** A process has an instance id that another one has, too. */
	INSTANCE_DUPLICATE("instance-duplicate", Severity.CRITICAL, "WindhoverDuplicateInstance"),
	/** An instance is not heard, and did not end in good order. */
	INSTANCE_SILENT("instance-silent", Severity.CRITICAL, "WindhoverManagementDown"),
	/** A Kafka Streams client has ended, or has lost threads. */
	STREAMS_FAILED("streams-failed", Severity.CRITICAL, "WindhoverStreamsClientError"),
	/** The repository takes no documents. */
	REPOSITORY_FAILING("repository-failing", Severity.CRITICAL, "WindhoverIndexerFailing"),
	/** A role has stopped before a record of a newer version. */
	NEWER_RECORDS("newer-records", Severity.WARNING, "WindhoverIncidentOpen"),
	/** Canaries do not come back. */
	CANARY_FAILING("canary-failing", Severity.CRITICAL, "WindhoverCanaryFailing"),
	/** A polling trigger cannot be evaluated, again and again. */
	EVALUATION_FAILING("evaluation-failing", Severity.WARNING, "WindhoverEvaluationsFailing"),
	/** What is expected of a flow does not happen. */
	EXPECTATION_MISSED("expectation-missed", Severity.WARNING, "WindhoverExpectationMissed"),
	/** The last executions of a flow failed. */
	FLOW_FAILING("flow-failing", Severity.WARNING, "WindhoverFlowFailing"),
	/** A task run takes much longer than usual. */
	TASK_STUCK("task-stuck", Severity.WARNING, "WindhoverTasksStuck"),
	/** Records were put aside within the last hour. */
	DEAD_LETTERS("dead-letters", Severity.WARNING, "WindhoverDeadLetters"),
	/** Documents that are too old stay. */
	RETENTION_FAILING("retention-failing", Severity.WARNING, "WindhoverRetentionFailing"),
	/** A disk will be full within days. */
	STORAGE_FILLING("storage-filling", Severity.WARNING, "WindhoverStorageFilling"),
	/** Events do not reach a subscription. */
	EVENTS_NOT_DELIVERED("events-not-delivered", Severity.WARNING, "WindhoverEventsNotDelivered"),
	/** Files of the directory of flows are broken. */
	FLOW_FILES_BROKEN("flow-files-broken", Severity.WARNING, "WindhoverIncidentOpen"),
	/** A plugin could not be loaded. */
	PLUGIN_FAILED("plugin-failed", Severity.WARNING, "WindhoverIncidentOpen");

	private final String id;

	private final Severity severity;

	private final String runbook;

	IncidentKind(String id, Severity severity, String runbook) {
		this.id = id;
		this.severity = severity;
		this.runbook = runbook;
	}

	/**
	 * As an answer, a record or the tag of a meter has it.
	 */
	public String id() {
		return this.id;
	}

	/**
	 * How soon somebody must act.
	 */
	public Severity severity() {
		return this.severity;
	}

	/**
	 * The name of the page that tells what to do.
	 */
	public String runbook() {
		return this.runbook;
	}

	/**
	 * How soon somebody must act, as alerts have it; the worst first.
	 */
	public enum Severity {

		/** Now. */
		CRITICAL("critical"),
		/** Today. */
		WARNING("warning"),
		/** Some time. */
		INFO("info");

		private final String id;

		Severity(String id) {
			this.id = id;
		}

		/**
		 * As an answer or a record has it.
		 */
		public String id() {
			return this.id;
		}

	}

}
