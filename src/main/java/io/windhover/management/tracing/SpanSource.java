package io.windhover.management.tracing;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.windhover.execution.Execution;
import io.windhover.execution.TaskRun;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes spans of records, and reads only those that have some.
 */
class SpanSource {

	private static final byte[] SAMPLED = "\"sampled\":true".getBytes(StandardCharsets.UTF_8);

	private final Topic<Execution> executions;

	private final Topic<TaskRun> taskRuns;

	private final Spans spans;

	SpanSource(Topics topics, Spans spans) {
		this.executions = topics.executions();
		this.taskRuns = topics.taskRuns();
		this.spans = spans;
	}

	List<String> topics() {
		return List.of(this.executions.name(), this.taskRuns.name());
	}

	/**
	 * Fails where the record cannot be read.
	 */
	List<SpanData> spans(ConsumerRecord<String, byte[]> message) {
		if (message.value() == null || !isSampled(message.value())) {
			return List.of();
		}
		return message.topic().equals(this.executions.name()) ? this.spans.of(read(message, this.executions))
				: this.spans.of(read(message, this.taskRuns));
	}

	private static <V> V read(ConsumerRecord<String, byte[]> message, Topic<V> topic) {
		return topic.serde().deserializer().deserialize(topic.name(), message.headers(), message.value());
	}

	/** From the end, where the trace is. */
	private static boolean isSampled(byte[] json) {
		for (int start = json.length - SAMPLED.length; start >= 0; start--) {
			int matched = 0;
			while (matched < SAMPLED.length && json[start + matched] == SAMPLED[matched]) {
				matched++;
			}
			if (matched == SAMPLED.length) {
				return true;
			}
		}
		return false;
	}

}
