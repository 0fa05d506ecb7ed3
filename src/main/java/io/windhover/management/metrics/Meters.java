package io.windhover.management.metrics;

import java.util.List;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * The catalogue: every meter of Windhover's own, from which the binders, the
 * documentation and the tests of dashboards and alerts are made. The unit is told here
 * and not to the registry, except for timers, because a registry would put it into the
 * name.
 */
public enum Meters implements MeterDocumentation {

	/** Attempts that run. */
	WORKER_RUNNING("worker.running.count", Meter.Type.GAUGE, "attempts",
			"Attempts of task runs that run on this worker now", Tag.NAMESPACE, Tag.FLOW, Tag.TASK_TYPE),
	/** Attempts begun. */
	WORKER_STARTED("worker.started.count", Meter.Type.COUNTER, "attempts",
			"Attempts of task runs that this worker began", Tag.NAMESPACE, Tag.FLOW, Tag.TASK_TYPE),
	/** Attempts begun that were not the first. */
	WORKER_RETRIED("worker.retried.count", Meter.Type.COUNTER, "attempts",
			"Attempts of task runs that this worker began and that were not the first", Tag.NAMESPACE, Tag.FLOW,
			Tag.TASK_TYPE),
	/** Attempts ended. */
	WORKER_ENDED("worker.ended.count", Meter.Type.COUNTER, "attempts",
			"Attempts of task runs that ended on this worker", Tag.NAMESPACE, Tag.FLOW, Tag.TASK_TYPE, Tag.STATE),
	/** Time of attempts. */
	WORKER_ENDED_DURATION("worker.ended.duration", Meter.Type.TIMER, "seconds",
			"Time from start to end of the attempts that ended on this worker", Tag.NAMESPACE, Tag.FLOW, Tag.TASK_TYPE,
			Tag.STATE),
	/** Time of jobs in the queue. */
	WORKER_QUEUED_DURATION("worker.queued.duration", Meter.Type.TIMER, "seconds",
			"Time from the dispatch of a job to its start on this worker", Tag.NAMESPACE, Tag.FLOW, Tag.TASK_TYPE),
	/** Time of all jobs in the queue. */
	WORKER_QUEUE_WAIT("worker.queue.wait", Meter.Type.TIMER, "seconds",
			"Time from the dispatch of a job to its start on this worker, of all flows, in buckets", Tag.WORKER_GROUP),
	/** Log lines dropped. */
	WORKER_LOG_DROPPED("worker.log.dropped.count", Meter.Type.COUNTER, "lines",
			"Log lines of task runs that this worker dropped, because Kafka did not take them in time", Tag.NAMESPACE,
			Tag.FLOW, Tag.TASK_TYPE),
	/** Slots in use. */
	WORKER_SLOTS_USED("worker.slots.used", Meter.Type.GAUGE, "slots",
			"Slots of this worker that attempts hold, from the take of a job to the acknowledgement of its result; its groups share them, and each has the sum",
			Tag.WORKER_GROUP),
	/** Slots. */
	WORKER_SLOTS_MAX("worker.slots.max", Meter.Type.GAUGE, "slots",
			"Slots that this worker has for a group: all, less one for each other of its groups", Tag.WORKER_GROUP),
	/** Attempts that run for too long. */
	WORKER_STUCK("worker.stuck", Meter.Type.GAUGE, "attempts",
			"Attempts that run for much longer than their task usually takes, or than windhover.worker.stuck-after",
			Tag.WORKER_GROUP),
	/** Whether it is drained. */
	WORKER_DRAINING("worker.draining", Meter.Type.GAUGE, "1 or 0",
			"1 from the drain of this worker to its resume, also after a restart, and while the cluster is in maintenance",
			Tag.WORKER_GROUP),

	/** Task runs made. */
	EXECUTOR_TASKRUN_NEXT("executor.taskrun.next.count", Meter.Type.COUNTER, "task runs",
			"Task runs that this executor made and dispatched", Tag.NAMESPACE, Tag.FLOW),
	/** Task runs ended. */
	EXECUTOR_TASKRUN_ENDED("executor.taskrun.ended.count", Meter.Type.COUNTER, "task runs", "Task runs that ended",
			Tag.NAMESPACE, Tag.FLOW, Tag.STATE),
	/** Time of task runs. */
	EXECUTOR_TASKRUN_ENDED_DURATION("executor.taskrun.ended.duration", Meter.Type.TIMER, "seconds",
			"Time from the first dispatch of a task run to its end", Tag.NAMESPACE, Tag.FLOW, Tag.STATE),
	/** Results of workers. */
	EXECUTOR_WORKERTASKRESULT("executor.workertaskresult.count", Meter.Type.COUNTER, "results",
			"Results of attempts that workers sent and that counted", Tag.NAMESPACE, Tag.FLOW, Tag.STATE),
	/** Executions started. */
	EXECUTOR_EXECUTION_STARTED("executor.execution.started.count", Meter.Type.COUNTER, "executions",
			"Executions that started", Tag.NAMESPACE, Tag.FLOW),
	/** Executions ended. */
	EXECUTOR_EXECUTION_END("executor.execution.end.count", Meter.Type.COUNTER, "executions", "Executions that ended",
			Tag.NAMESPACE, Tag.FLOW, Tag.STATE),
	/** Time of executions. */
	EXECUTOR_EXECUTION_DURATION("executor.execution.duration", Meter.Type.TIMER, "seconds",
			"Time from the creation of an execution to its end", Tag.NAMESPACE, Tag.FLOW, Tag.STATE),

	/** Executions that run. */
	EXECUTOR_EXECUTIONS_RUNNING("executor.executions.running", Meter.Type.GAUGE, "executions",
			"Executions in flight on this executor now", Tag.NAMESPACE, Tag.FLOW),
	/** Age of the oldest execution. */
	EXECUTOR_EXECUTIONS_OLDEST_AGE("executor.executions.oldest.age", Meter.Type.GAUGE, "seconds",
			"Time since the creation of the oldest execution in flight on this executor, 0 when none is; while partitions "
					+ "move or are restored, that of the last one known"),
	/** Events that changed nothing. */
	EXECUTOR_RESULTS_STALE("executor.results.stale", Meter.Type.COUNTER, "events",
			"Results, commands and timers that came twice or too late and changed nothing", Tag.REASON),
	/** Leases that were lost. */
	EXECUTOR_LEASES_EXPIRED("executor.leases.expired", Meter.Type.COUNTER, "leases",
			"Attempts that were taken from workers that were gone"),
	/** Task runs that do not get on. */
	EXECUTOR_STUCK("executor.stuck", Meter.Type.GAUGE, "task runs",
			"Task runs whose worker is not heard (worker-gone), or that no worker has taken for "
					+ "windhover.executor.stuck-after (not-taken)",
			Tag.CAUSE),

	/** Documents indexed. */
	INDEXER_COUNT("indexer.count", Meter.Type.COUNTER, "documents",
			"Documents that the repository acknowledged, each version that a newer one of the same batch stands for included",
			Tag.NAMESPACE, Tag.FLOW, Tag.INDEX),
	/** Time of batches. */
	INDEXER_DURATION("indexer.duration", Meter.Type.TIMER, "seconds",
			"Time that the repository took for the batches that held documents of the flow", Tag.NAMESPACE, Tag.FLOW,
			Tag.INDEX),

	/** Time until documents are found. */
	INDEXER_FRESHNESS("indexer.freshness", Meter.Type.TIMER, "seconds",
			"Time from the publication of a document's record to the acknowledgement of the repository", Tag.INDEX),
	/** Age of the oldest document that waits. */
	INDEXER_BACKLOG_OLDEST_AGE("indexer.backlog.oldest.age", Meter.Type.GAUGE, "seconds",
			"Time that the oldest document has waited for the indexers; 0 when none waits"),
	/** What the repository did not take. */
	INDEXER_FAILURES("indexer.failures", Meter.Type.COUNTER, "tries",
			"Tries of this indexer to read the topics, to open the repository, or to write a batch to it or to the dead letters, that failed"),
	/** Old documents that stay. */
	INDEXER_RETENTION_FAILURES("indexer.retention.failures", Meter.Type.COUNTER, "tries",
			"Tries of this indexer to delete old documents that failed"),
	/** Records that the indexer put aside. */
	INDEXER_DEAD_LETTERS("indexer.dead.letters", Meter.Type.COUNTER, "records",
			"Records that this indexer put to the dead letters: unreadable, or refused by the repository", Tag.TOPIC),

	/** Spans that were taken. */
	TRACES_EXPORTED("traces.exported.count", Meter.Type.COUNTER, "spans",
			"Spans that the receiver of traces has taken from this indexer"),
	/** Spans that were given up. */
	TRACES_LOST("traces.lost.count", Meter.Type.COUNTER, "spans",
			"Spans that this indexer gave up, because the receiver of traces refused them or their record could not be read"),

	/** Executions that triggers started. */
	SCHEDULER_TRIGGER("scheduler.trigger.count", Meter.Type.COUNTER, "fires",
			"Executions that triggers of this scheduler started", Tag.NAMESPACE, Tag.FLOW, Tag.TRIGGER_TYPE),
	/** Lateness of fires. */
	SCHEDULER_TRIGGER_DELAY("scheduler.trigger.delay", Meter.Type.TIMER, "seconds",
			"Time from the planned date of a trigger to its fire, backfills not included", Tag.NAMESPACE, Tag.FLOW,
			Tag.TRIGGER_TYPE),
	/** Evaluations that run. */
	SCHEDULER_EVALUATE_RUNNING("scheduler.evaluate.running.count", Meter.Type.GAUGE, "evaluations",
			"Evaluations of polling triggers that run now, which is the threads in use", Tag.NAMESPACE, Tag.FLOW,
			Tag.TRIGGER_TYPE),
	/** Time of evaluations. */
	SCHEDULER_EVALUATE_DURATION("scheduler.evaluate.duration", Meter.Type.TIMER, "seconds",
			"Time that evaluations of polling triggers took", Tag.NAMESPACE, Tag.FLOW, Tag.TRIGGER_TYPE),
	/** Evaluations that failed. */
	SCHEDULER_EVALUATE_FAILED("scheduler.evaluate.failed.count", Meter.Type.COUNTER, "evaluations",
			"Evaluations of polling triggers that failed", Tag.NAMESPACE, Tag.FLOW, Tag.TRIGGER_TYPE),
	/** Dates without an execution. */
	SCHEDULER_TRIGGER_MISSED("scheduler.trigger.missed", Meter.Type.COUNTER, "dates",
			"Dates of triggers that passed, and ends that flow triggers heard, without an execution or evaluation",
			Tag.NAMESPACE, Tag.FLOW, Tag.TRIGGER_TYPE, Tag.REASON),
	/** Triggers that are paused. */
	SCHEDULER_TRIGGERS_PAUSED("scheduler.triggers.paused", Meter.Type.GAUGE, "triggers",
			"Triggers of the flow that are paused; unknown on a scheduler that does not have the flow", Tag.NAMESPACE,
			Tag.FLOW),
	/** Lateness of the latest trigger. */
	SCHEDULER_LATENESS_MAX("scheduler.lateness.max", Meter.Type.GAUGE, "seconds",
			"For how long the date of the latest trigger has passed; paused ones do not count"),
	/** When the scheduler last did its work. */
	SCHEDULER_LAST_SUCCESS("scheduler.last.success", Meter.Type.GAUGE, "epoch seconds",
			"When this scheduler last looked for what is due and fired it, in all of its partitions"
					+ "; where it never did, when it got the partition"),

	/** Last success of a flow. */
	FLOW_LAST_SUCCESS("flow.last.success", Meter.Type.GAUGE, "epoch seconds",
			"When the last execution of the flow ended that succeeded; unknown before the first, and on a scheduler "
					+ "that does not have the flow",
			Tag.NAMESPACE, Tag.FLOW),
	/** Failures one after the other. */
	FLOW_FAILURES_CONSECUTIVE("flow.failures.consecutive", Meter.Type.GAUGE, "executions",
			"Executions of the flow that failed since the last success; unknown on a scheduler that does not have the flow",
			Tag.NAMESPACE, Tag.FLOW),
	/** What did not happen. */
	FLOW_EXPECTATION_MISSED("flow.expectation.missed.count", Meter.Type.COUNTER, "times",
			"How often what is expected of the flow was missed", Tag.NAMESPACE, Tag.FLOW, Tag.EXPECTATION),

	/** What does not happen. */
	FLOW_EXPECTATION_UNMET("flow.expectation.unmet", Meter.Type.GAUGE, "1 or 0",
			"1 while what is expected of the flow is missed; unknown on a scheduler that does not have the flow",
			Tag.NAMESPACE, Tag.FLOW, Tag.EXPECTATION),
	/** What starts nothing, and may be forgotten. */
	FLOW_DISABLED("flow.disabled", Meter.Type.GAUGE, "1 or 0",
			"1 while the flow is disabled; unknown on a scheduler that does not have the flow", Tag.NAMESPACE,
			Tag.FLOW),
	/** Silence. */
	FLOW_QUIET("flow.quiet", Meter.Type.GAUGE, "1 or 0",
			"1 while nothing of the flow runs and nothing has ended for much longer than usual, an estimate from its own "
					+ "rhythm; unknown on a scheduler that does not have the flow",
			Tag.NAMESPACE, Tag.FLOW),

	/** Records that any role put aside. */
	TOPIC_DEAD_LETTERS("topic.dead.letters", Meter.Type.COUNTER, "records",
			"Records that the roles of this process, the indexer too, put to the dead letters", Tag.TOPIC),
	/** Records that tails cannot read yet. */
	TOPIC_NEWER_SKIPPED("topic.newer.skipped", Meter.Type.COUNTER, "records",
			"Records of a newer version that this process left out where it only follows the topic, such as heartbeats",
			Tag.TOPIC),

	/** Creates that were refused. */
	API_REJECTED_COUNT("api.rejected.count", Meter.Type.COUNTER, "requests",
			"Creates that this process answered with 429: too many commands wait for the executor, or jobs for workers",
			Tag.REASON),

	/** Calls of webhooks. */
	API_WEBHOOK("api.webhook.count", Meter.Type.COUNTER, "calls",
			"Calls of webhooks that this process answered with an execution", Tag.NAMESPACE, Tag.FLOW),
	/** Calls of webhooks that were refused. */
	API_WEBHOOK_FAILED("api.webhook.failed.count", Meter.Type.COUNTER, "calls",
			"Calls of webhooks that this process refused; those of flows that do not exist count for no flow",
			Tag.NAMESPACE, Tag.FLOW, Tag.REASON),

	/** The way of a canary. */
	CANARY_DURATION("canary.duration", Meter.Type.TIMER, "seconds",
			"Time that canaries of this process took through a part of the engine, trigger, executor and worker by the clocks "
					+ "of the instances that did the work",
			Tag.HOP),
	/** Canaries that failed. */
	CANARY_FAILED("canary.failed.count", Meter.Type.COUNTER, "canaries",
			"Canaries of this process that were late, were lost, or ran twice", Tag.REASON),

	/** Instances by role. */
	CLUSTER_INSTANCES("cluster.instances", Meter.Type.GAUGE, "instances",
			"Instances of the whole cluster that have the role and whose heartbeats this one hears; unknown while it hears none",
			Tag.ROLE),
	/** Ids that several processes have. */
	CLUSTER_DUPLICATES("cluster.duplicates", Meter.Type.GAUGE, "instances",
			"Instance ids that several living processes have, by the heartbeats that this one hears; unknown while it hears none"),
	/** Instances that should run. */
	CLUSTER_MEMBERS("cluster.members", Meter.Type.GAUGE, "instances",
			"Instances of the whole cluster that have not ended in good order; unknown while this one hears no heartbeats"),
	/** How long the maintenance lasts. */
	CLUSTER_MAINTENANCE("cluster.maintenance", Meter.Type.GAUGE, "seconds",
			"For how long the cluster has been in maintenance, in which no trigger fires and no worker takes jobs; 0 while it is not, unknown until this instance has read it, and while it cannot be read"),
	/** What is wrong now. */
	INCIDENTS_OPEN("incidents.open", Meter.Type.GAUGE, "incidents",
			"Incidents of the whole cluster that are open, as this instance knows; unknown until it has read them",
			Tag.KIND),
	/** What runs. */
	INSTANCE_VERSION("instance.version", Meter.Type.GAUGE, "1",
			"Always 1: the tags name this instance and the build of Windhover that it runs", Tag.INSTANCE_ID,
			Tag.VERSION, Tag.COMMIT),

	/** Meters of these tables. */
	MANAGEMENT_METERS_ACTIVE("management.meters.active", Meter.Type.GAUGE, "meters",
			"Meters of Windhover's own and of the task types in this process, each set of tag values as one"),
	/** Flows above the limit. */
	MANAGEMENT_METERS_OVERFLOW("management.meters.overflow", Meter.Type.GAUGE, "flows",
			"Flows above windhover.metrics.max-flows, which share flow_id=\"__other__\""),

	/** States of the Kafka Streams clients. */
	KAFKASTREAMS_CLIENT_STATE("kafkastreams.client.state", Meter.Type.GAUGE, "boolean",
			"1 for the state that the Kafka Streams client is in, 0 for the others", Tag.ROLE, Tag.STATE),
	/** Stream threads. */
	KAFKASTREAMS_THREADS("kafkastreams.threads", Meter.Type.GAUGE, "threads",
			"Stream threads that are alive, and that failed since the client started", Tag.ROLE, Tag.STATE),
	/** Rebalances. */
	KAFKASTREAMS_REBALANCES("kafkastreams.rebalances", Meter.Type.COUNTER, "rebalances",
			"Rebalances that the Kafka Streams client went through, that of its start included", Tag.ROLE),
	/** Lag of stores. */
	KAFKASTREAMS_STORE_LAG("kafkastreams.store.lag", Meter.Type.GAUGE, "records",
			"Records of the changelog that the local partitions of a state store are behind", Tag.ROLE, Tag.STORE),
	/** Lag of inputs. */
	KAFKASTREAMS_INPUT_LAG("kafkastreams.input.lag", Meter.Type.GAUGE, "records",
			"Records of a topic that this client has not processed yet", Tag.ROLE, Tag.TOPIC),
	/** Age of the oldest input. */
	KAFKASTREAMS_INPUT_LAG_AGE("kafkastreams.input.lag.age", Meter.Type.GAUGE, "seconds",
			"Age of the oldest record of a topic that this client has not processed yet, 0 when there is none",
			Tag.ROLE, Tag.TOPIC),
	/** What is restored. */
	KAFKASTREAMS_RESTORE_REMAINING("kafkastreams.restore.remaining", Meter.Type.GAUGE, "offsets",
			"Offsets of changelogs that the client has yet to read back into its state stores", Tag.ROLE),

	/** Age of the oldest job. */
	WORKER_QUEUE_OLDEST_AGE("worker.queue.oldest.age", Meter.Type.GAUGE, "seconds",
			"Age of the oldest job that no worker has taken, 0 when none waits", Tag.WORKER_GROUP),

	/** Jobs that wait. */
	WORKER_QUEUE_WAITING("worker.queue.waiting", Meter.Type.GAUGE, "jobs", "Jobs that no worker has taken",
			Tag.WORKER_GROUP),

	/** What takes room. */
	STORAGE_BYTES("storage.bytes", Meter.Type.GAUGE, "bytes",
			"Bytes on disk of the topics, all replicas together, the state stores of this instance, the repository or the "
					+ "files, at the last look; unknown where they could not be looked at",
			Tag.KIND),
	/** Room that is left. */
	STORAGE_USABLE("storage.usable.bytes", Meter.Type.GAUGE, "bytes",
			"Bytes that are free on the fullest disk of the topics, the data directory of this instance, the repository or "
					+ "the files, at the last look; unknown where that could not be looked at",
			Tag.KIND),
	/** Age of the look at the disks. */
	STORAGE_SAMPLE_AGE("storage.sample.age", Meter.Type.GAUGE, "seconds",
			"Time since this instance last looked at what fills the disks"),

	/** Events that arrived. */
	EVENTS_DELIVERED_COUNT("events.delivered.count", Meter.Type.COUNTER, "events",
			"Events that the receiver of a subscription took", Tag.SUBSCRIPTION),
	/** Events that did not. */
	EVENTS_FAILED_COUNT("events.failed.count", Meter.Type.COUNTER, "events",
			"Events that a subscription gave up, which are with the dead letters", Tag.SUBSCRIPTION),
	/** Events that wait. */
	EVENTS_PENDING("events.pending", Meter.Type.GAUGE, "events",
			"Events that wait for the receiver of a subscription, those that were not read yet before any filter",
			Tag.SUBSCRIPTION),
	/** Whether somebody cares for them. */
	EVENTS_BROKEN("events.broken", Meter.Type.GAUGE, "seconds",
			"For how long what delivers the events of a subscription has not worked, or, as __relay__, what writes events to their topic; 0 while it works",
			Tag.SUBSCRIPTION),

	/** Age of the sample. */
	MANAGEMENT_SAMPLE_AGE("management.sample.age", Meter.Type.GAUGE, "seconds",
			"Time since what only a broker knows was last sampled"),
	/** Operations of operators. */
	MANAGEMENT_OPERATIONS("management.operations", Meter.Type.COUNTER, "operations",
			"Operations that somebody asked this process for, such as a drain", Tag.OPERATION, Tag.OUTCOME);

	private final String id;

	private final Meter.Type type;

	private final String unit;

	private final String description;

	@SuppressWarnings("ImmutableEnumChecker") // nobody gets the array itself
	private final Tag[] tags;

	Meters(String id, Meter.Type type, String unit, String description, Tag... tags) {
		this.id = id;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = tags;
	}

	@Override
	public String getName() {
		return this.id;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public String getBaseUnit() {
		return this.unit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.tags.clone();
	}

	/**
	 * What it means, for people.
	 */
	public String description() {
		return this.description;
	}

	/**
	 * The keys of its tags, always these and in this order.
	 */
	public List<Tag> tags() {
		return List.of(this.tags);
	}

	/**
	 * The keys of the tags of all meters.
	 */
	public enum Tag implements KeyName {

		/** The namespace of the flow. */
		NAMESPACE("namespace_id"),
		/** The flow. */
		FLOW("flow_id"),
		/** The type of the task. */
		TASK_TYPE("task_type"),
		/** The type of the trigger. */
		TRIGGER_TYPE("trigger_type"),
		/** The state that something ended in. */
		STATE("state"),
		/** The role of the instance, or that the Kafka Streams client is. */
		ROLE("role"),
		/** The state store. */
		STORE("store"),
		/** The topic, without the prefix of the cluster. */
		TOPIC("topic"),
		/** Those who take jobs from the same queue. */
		WORKER_GROUP("worker_group"),
		/** The kind of documents. */
		INDEX("index"),
		/** The property of expect. */
		EXPECTATION("expectation"),
		/** Who gets events. */
		SUBSCRIPTION("subscription"),
		/** The kind of incidents. */
		KIND("kind"),
		/** The part of the engine that a canary goes through. */
		HOP("hop"),
		/** Why something did not happen, or changed nothing. */
		REASON("reason"),
		/** Why something does not get on. */
		CAUSE("cause"),
		/** What an operator asked for. */
		OPERATION("operation"),
		/** What became of it. */
		OUTCOME("outcome"),
		/** The name of the instance in its cluster. */
		INSTANCE_ID("instance_id"),
		/** The version of Windhover. */
		VERSION("version"),
		/** The commit that it was built from, shortened. */
		COMMIT("commit");

		/** The value of a tag that has none. */
		public static final String NONE = "__none__";

		/** The value of the tags of flows above the limit. */
		public static final String OTHER = "__other__";

		private final String key;

		Tag(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
