package io.windhover.indexer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.Json;
import io.windhover.repository.Batch;
import io.windhover.repository.MetricDocument;
import io.windhover.repository.Refusal;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerSchemaException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one poll brought, on its way to the repository: the documents, from which record
 * each came, and the offsets to commit when all is safe.
 */
class PolledBatch {

	private final Topics topics;

	/** The newest of each. */
	private final Map<String, Execution> executions = new LinkedHashMap<>();

	/** The newest of each. */
	private final Map<String, TaskRun> taskRuns = new LinkedHashMap<>();

	private final List<Execution> olderExecutions = new ArrayList<>();

	private final List<TaskRun> olderTaskRuns = new ArrayList<>();

	/** In the order of the last word on each trigger. */
	private final Map<String, LastWord> triggers = new LinkedHashMap<>();

	private final List<LogLine> logs = new ArrayList<>();

	private final List<MetricDocument> metrics = new ArrayList<>();

	private final IdentityHashMap<Object, ConsumerRecord<String, byte[]>> sources = new IdentityHashMap<>();

	private final Set<String> deletedExecutions = new LinkedHashSet<>();

	private final List<Broken> broken = new ArrayList<>();

	private final Map<TopicPartition, OffsetAndMetadata> offsets;

	/** Where partitions end for this process. */
	private final Map<TopicPartition, NewerRecord> newer = new HashMap<>();

	PolledBatch(Topics topics, ConsumerRecords<String, byte[]> polled) {
		this.topics = topics;
		this.offsets = new LinkedHashMap<>(polled.nextOffsets());
		polled.forEach(this::add);
	}

	Batch batch() {
		List<String> deleted = this.triggers.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().state() == null)
			.map(Map.Entry::getKey)
			.toList();
		List<TriggerState> present = this.triggers.values()
			.stream()
			.flatMap((word) -> Stream.ofNullable(word.state()))
			.toList();
		Map<TopicPartition, Long> next = new HashMap<>();
		this.offsets.forEach((partition, offset) -> next.put(partition, offset.offset()));
		return new Batch(List.copyOf(this.executions.values()), List.copyOf(this.taskRuns.values()), deleted, present,
				this.logs, this.metrics, next, this::json);
	}

	/**
	 * The documents of the batch with the versions that newer ones in it stand for.
	 */
	List<Execution> executions() {
		return Stream.concat(this.olderExecutions.stream(), this.executions.values().stream()).toList();
	}

	/**
	 * The documents of the batch with the versions that newer ones in it stand for.
	 */
	List<TaskRun> taskRuns() {
		return Stream.concat(this.olderTaskRuns.stream(), this.taskRuns.values().stream()).toList();
	}

	/**
	 * Executions that were deleted, of which nothing comes again.
	 */
	Set<String> deletedExecutions() {
		return this.deletedExecutions;
	}

	/**
	 * Leaves out what is about executions that were deleted.
	 */
	void leaveOut(Predicate<String> executions) {
		this.executions.keySet().removeIf(executions);
		this.olderExecutions.removeIf((each) -> executions.test(each.id()));
		this.taskRuns.values().removeIf((each) -> executions.test(each.executionId()));
		this.olderTaskRuns.removeIf((each) -> executions.test(each.executionId()));
		this.logs.removeIf((each) -> executions.test(each.executionId()));
		this.metrics.removeIf((each) -> executions.test(each.executionId()));
	}

	Map<TopicPartition, OffsetAndMetadata> offsets() {
		return this.offsets;
	}

	/**
	 * The first record of a partition that only a newer version understands: neither it
	 * nor what follows it is taken.
	 */
	Map<TopicPartition, NewerRecord> newer() {
		return this.newer;
	}

	/**
	 * Records that could not be read or were refused and are not yet with the dead
	 * letters.
	 */
	List<Broken> broken() {
		return this.broken;
	}

	/**
	 * Forgets what is read again elsewhere. Documents may stay, as writing twice changes
	 * nothing; a deletion has no version, and would delete what came back meanwhile.
	 */
	void revoked(Collection<TopicPartition> partitions) {
		this.offsets.keySet().removeAll(partitions);
		this.newer.keySet().removeAll(partitions);
		this.broken.removeIf((each) -> partitions.contains(partition(each.message())));
		this.triggers.values()
			.removeIf((word) -> word.state() == null && partitions.contains(partition(word.message())));
	}

	void refused(Refusal refusal) {
		if (refusal.document() instanceof Execution refused) {
			this.olderExecutions.removeIf((older) -> older.id().equals(refused.id()));
		}
		else if (refusal.document() instanceof TaskRun refused) {
			this.olderTaskRuns.removeIf((older) -> older.id().equals(refused.id()));
		}
		ConsumerRecord<String, byte[]> source = this.sources.get(refusal.document());
		if (source != null) {
			this.broken.add(new Broken(source, refusal.cause()));
		}
	}

	/**
	 * When the record that a document came from was published.
	 */
	Instant publishedAt(Object document) {
		ConsumerRecord<String, byte[]> source = Objects.requireNonNull(this.sources.get(document));
		return Instant.ofEpochMilli(source.timestamp());
	}

	private byte[] json(Object document) {
		ConsumerRecord<String, byte[]> source = this.sources.get(document);
		return (source == null || document instanceof MetricDocument) ? Json.mapper().writeValueAsBytes(document)
				: source.value();
	}

	private void add(ConsumerRecord<String, byte[]> message) {
		if (this.newer.containsKey(partition(message))) {
			return;
		}
		try {
			String topic = message.topic();
			if (topic.equals(this.topics.executions().name())) {
				addExecution(message);
			}
			else if (topic.equals(this.topics.taskRuns().name())) {
				addTaskRun(message);
			}
			else if (topic.equals(this.topics.logs().name())) {
				addLog(message);
			}
			else {
				addTrigger(message);
			}
		}
		catch (NewerSchemaException ex) {
			this.newer.put(partition(message), NewerRecord.of(message, ex));
			this.offsets.put(partition(message), new OffsetAndMetadata(message.offset()));
		}
		catch (RuntimeException ex) {
			// also a record that can be read, and has not all that it must have
			this.broken.add(new Broken(message, ex));
		}
	}

	private void addExecution(ConsumerRecord<String, byte[]> message) {
		Execution execution = read(message, this.topics.executions());
		if (execution == null) {
			this.deletedExecutions.add(message.key());
		}
		else {
			Execution known = this.executions.get(Objects.requireNonNull(execution.id(), "id"));
			this.sources.put(execution, message);
			if (known == null) {
				this.executions.put(execution.id(), execution);
			}
			else if (execution.version() > known.version()) {
				this.executions.put(execution.id(), execution);
				this.olderExecutions.add(known);
			}
			else {
				this.olderExecutions.add(execution);
			}
		}
	}

	private void addLog(ConsumerRecord<String, byte[]> message) {
		LogLine line = read(message, this.topics.logs());
		if (line != null) {
			this.logs.add(line);
			this.sources.put(line, message);
		}
	}

	private void addTaskRun(ConsumerRecord<String, byte[]> message) {
		TaskRun taskRun = read(message, this.topics.taskRuns());
		if (taskRun != null) {
			// first, so that of a record that is broken there nothing is kept
			List<MetricDocument> found = metrics(taskRun);
			TaskRun known = this.taskRuns.get(Objects.requireNonNull(taskRun.id(), "id"));
			this.sources.put(taskRun, message);
			if (known == null) {
				this.taskRuns.put(taskRun.id(), taskRun);
			}
			else if (taskRun.version() > known.version()) {
				this.taskRuns.put(taskRun.id(), taskRun);
				this.olderTaskRuns.add(known);
			}
			else {
				this.olderTaskRuns.add(taskRun);
			}
			this.metrics.addAll(found);
			found.forEach((metric) -> this.sources.put(metric, message));
		}
	}

	private static List<MetricDocument> metrics(TaskRun taskRun) {
		List<MetricDocument> metrics = new ArrayList<>();
		for (Attempt attempt : taskRun.attempts()) {
			Instant endedAt = attempt.endedAt();
			// those of earlier attempts came with the documents of their own ends
			if (attempt.number() >= taskRun.attempt() - 1 && endedAt != null) {
				attempt.metrics()
					.forEach((metric) -> metrics.add(MetricDocument.of(taskRun, attempt, metric, endedAt)));
			}
		}
		return metrics;
	}

	private void addTrigger(ConsumerRecord<String, byte[]> message) {
		TriggerState trigger = read(message, this.topics.triggers());
		this.triggers.remove(message.key());
		this.triggers.put(message.key(), new LastWord(message, trigger));
		if (trigger != null) {
			this.sources.put(trigger, message);
		}
	}

	private static <V> @Nullable V read(ConsumerRecord<String, byte[]> message, Topic<V> topic) {
		return (message.value() != null)
				? topic.serde().deserializer().deserialize(topic.name(), message.headers(), message.value()) : null;
	}

	private static TopicPartition partition(ConsumerRecord<String, byte[]> message) {
		return new TopicPartition(message.topic(), message.partition());
	}

	/**
	 * What the last record of a trigger says; no state where it is gone.
	 */
	private record LastWord(ConsumerRecord<String, byte[]> message, @Nullable TriggerState state) {
	}

	/**
	 * A record on its way to the dead letters.
	 */
	record Broken(ConsumerRecord<String, byte[]> message, Exception cause) {
	}

}
