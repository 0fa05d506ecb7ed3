package io.windhover.event.relay;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.windhover.event.EventFactory;
import io.windhover.event.EventFactory.Data;
import io.windhover.event.EventType;
import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Derives events from the records of the topics that tell of changes. Of the compacted
 * ones it remembers what counted last, so that a record that changes nothing derives
 * nothing.
 */
public class EventDerivation {

	/** Of an error that an event tells. */
	static final int MOST_OF_AN_ERROR = 2000;

	private final Topics topics;

	private final EventFactory factory;

	private final FlowChanges flows;

	private final IncidentChanges incidents;

	private final WorkerChanges workers;

	/**
	 * Remembers nothing yet; the relay makes one for each run.
	 */
	public EventDerivation(Topics topics, EventFactory factory) {
		this.topics = topics;
		this.factory = factory;
		this.flows = new FlowChanges(factory);
		this.incidents = new IncidentChanges(factory);
		this.workers = new WorkerChanges(factory);
	}

	/**
	 * The topics that it derives from.
	 */
	List<Topic<?>> sources() {
		return List.of(this.topics.executions(), this.topics.taskRuns(), this.topics.flowHistories(),
				this.topics.incidents(), this.topics.instances());
	}

	/**
	 * Whether what a partition has had before must be known to derive from it.
	 */
	boolean remembers(TopicPartition partition) {
		return sources().stream()
			.anyMatch((topic) -> topic.name().equals(partition.topic()) && topic.cleanup() == Topic.Cleanup.COMPACT);
	}

	/**
	 * The events of a record, after those of all earlier ones of its partition.
	 * @throws SerializationException when the record cannot be read
	 */
	List<DerivedEvent> derive(ConsumerRecord<String, byte[]> message) {
		String topic = message.topic();
		if (topic.equals(this.topics.executions().name())) {
			return ended(read(message, this.topics.executions()));
		}
		if (topic.equals(this.topics.taskRuns().name())) {
			return failed(read(message, this.topics.taskRuns()));
		}
		if (topic.equals(this.topics.flowHistories().name())) {
			return this.flows.derive(message, read(message, this.topics.flowHistories()));
		}
		if (topic.equals(this.topics.incidents().name())) {
			return this.incidents.derive(message, read(message, this.topics.incidents()));
		}
		return this.workers.derive(message, read(message, this.topics.instances()));
	}

	/**
	 * Forgets partitions that go on elsewhere.
	 */
	void forget(Collection<TopicPartition> partitions) {
		this.flows.forget(partitions);
		this.incidents.forget(partitions);
		this.workers.forget(partitions);
	}

	private List<DerivedEvent> ended(@Nullable Execution execution) {
		if (execution == null || !execution.state().isTerminal() || execution.endedAt() == null) {
			return List.of();
		}
		Data data = new Data().and("executionId", execution.id())
			.and("namespace", execution.namespace())
			.and("flowId", execution.flowId())
			.and("flowRevision", execution.flowRevision())
			.and("state", execution.state())
			.and("createdAt", execution.createdAt())
			.and("startedAt", execution.startedAt())
			.and("endedAt", execution.endedAt())
			.and("labels", execution.labels())
			.and("error", shortened(execution.error()))
			.and("triggerId", (execution.trigger() != null) ? execution.trigger().id() : null)
			.and("parentExecutionId", (execution.parent() != null) ? execution.parent().executionId() : null)
			.and("rerunOf", (execution.rerun() != null) ? execution.rerun().of() : null);
		String subject = "%s/%s/%s".formatted(execution.namespace(), execution.flowId(), execution.id());
		return List.of(new DerivedEvent(execution.id(), this.factory.create(EventType.EXECUTION_ENDED, execution.id(),
				subject, Objects.requireNonNull(execution.endedAt()), data)));
	}

	/**
	 * A control task fails because of what is in it, which has an event of its own.
	 */
	private List<DerivedEvent> failed(@Nullable TaskRun taskRun) {
		if (taskRun == null || taskRun.state() != State.FAILED || taskRun.kept() != null || isScope(taskRun)) {
			return List.of();
		}
		Attempt attempt = taskRun.attempts().isEmpty() ? null : taskRun.current();
		Data data = new Data().and("taskRunId", taskRun.id())
			.and("executionId", taskRun.executionId())
			.and("namespace", taskRun.namespace())
			.and("flowId", taskRun.flowId())
			.and("flowRevision", taskRun.flowRevision())
			.and("path", taskRun.path())
			.and("taskId", taskRun.taskId())
			.and("taskType", taskRun.taskType())
			.and("state", taskRun.state())
			.and("attempts", taskRun.attempt())
			.and("worker", (attempt != null && attempt.worker() != null) ? attempt.worker().id() : null)
			.and("startedAt", (attempt != null) ? attempt.startedAt() : null)
			.and("endedAt", endedAt(taskRun))
			.and("error", shortened(taskRun.error()));
		String subject = "%s/%s/%s/%s".formatted(taskRun.namespace(), taskRun.flowId(), taskRun.executionId(),
				taskRun.path());
		return List.of(new DerivedEvent(taskRun.executionId(), this.factory.create(EventType.TASK_RUN_FAILED,
				taskRun.id() + "@" + taskRun.version(), subject, endedAt(taskRun), data)));
	}

	private static boolean isScope(TaskRun taskRun) {
		return taskRun.attempts().isEmpty() && taskRun.attempt() > 0;
	}

	private static Instant endedAt(TaskRun taskRun) {
		return taskRun.history().isEmpty() ? taskRun.queuedAt()
				: taskRun.history().get(taskRun.history().size() - 1).at();
	}

	static @Nullable String shortened(@Nullable String error) {
		return (error != null) ? StringUtils.truncate(error, MOST_OF_AN_ERROR) : null;
	}

	private static <V> @Nullable V read(ConsumerRecord<String, byte[]> message, Topic<V> topic) {
		return (message.value() != null)
				? topic.serde().deserializer().deserialize(topic.name(), message.headers(), message.value()) : null;
	}

}
