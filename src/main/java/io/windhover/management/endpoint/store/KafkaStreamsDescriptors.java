package io.windhover.management.endpoint.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the {@link KafkaStreamsEndpoint} answers. What is not known is null.
 */
public final class KafkaStreamsDescriptors {

	private KafkaStreamsDescriptors() {
	}

	/**
	 * All clients.
	 */
	public record Streams(List<Client> streams) implements OperationResponseBody {
	}

	/**
	 * A client.
	 *
	 * @param since when it entered its state
	 * @param ready whether it processes records
	 * @param storeLags records by store; empty before the first sample
	 * @param inputLags by topic; empty before the first sample
	 * @param sampledAt when lags and threads were looked at; null before the first sample
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Client(String clientId, String applicationId, String state, Instant since, boolean ready,
			Map<String, Long> storeLags, Map<String, InputLag> inputLags, Threads threads, Restoring restoring,
			@Nullable Instant sampledAt) implements OperationResponseBody {
	}

	/**
	 * How far a topic is unread.
	 *
	 * @param age of the oldest unread record
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record InputLag(@Nullable Long records, @Nullable Duration age) {
	}

	/**
	 * Stream threads.
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Threads(@Nullable Long alive, @Nullable Long failed) {
	}

	/**
	 * What is still to be restored.
	 *
	 * @param records null while it is not known which stores the client gets
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Restoring(@Nullable Long records) {
	}

	/**
	 * The lag of a client in detail.
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Lag(String clientId, @Nullable Instant sampledAt, List<StorePartition> lags,
			List<InputPartition> inputs) implements OperationResponseBody {
	}

	/**
	 * A partition of a store.
	 */
	public record StorePartition(String store, int partition, long currentOffsetPosition, long endOffsetPosition,
			long offsetLag) {
	}

	/**
	 * A partition of a topic that is read.
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record InputPartition(String topic, int partition, @Nullable Long position, @Nullable Long endOffset,
			@Nullable Long lag, @Nullable Duration age) {
	}

	/**
	 * What the threads of a client do.
	 *
	 * @param sampledAt when the threads were looked at; null before the first sample
	 * @param restores those that run now
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record ThreadDetails(String clientId, @Nullable Instant sampledAt, List<StreamThread> threads,
			List<Restore> restores) implements OperationResponseBody {
	}

	/**
	 * A stream thread that has not ended.
	 */
	public record StreamThread(String name, String state, List<Task> active, List<Task> standby) {
	}

	/**
	 * A part of the topology for one partition of its topics.
	 */
	public record Task(String id, List<TaskPartition> partitions) {
	}

	/**
	 * A partition that a task reads.
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record TaskPartition(String topic, int partition, @Nullable Long committedOffset, @Nullable Long endOffset) {
	}

	/**
	 * A partition of a store that is read back.
	 *
	 * @param restored records so far
	 * @param remaining offsets to go
	 * @param total offsets when it began
	 */
	public record Restore(String store, int partition, long restored, long remaining, long total, Instant since) {
	}

	/**
	 * The metrics of a client.
	 */
	public record Metrics(String clientId, List<MetricDescriptor> metrics) implements OperationResponseBody {
	}

	/**
	 * A metric.
	 *
	 * @param value a number where it is one; null where it is none yet
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record MetricDescriptor(String group, String name, String description, Map<String, String> tags,
			@Nullable Object value) {
	}

}
