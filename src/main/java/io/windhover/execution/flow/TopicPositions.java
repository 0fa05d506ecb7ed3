package io.windhover.execution.flow;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a trigger has read a topic: the executions of all records before these are
 * created.
 *
 * @param source names the cluster, the topic and the consumer group
 * @param next offset of the next record, by partition
 */
public record TopicPositions(String source, Map<Integer, Long> next) {

	public TopicPositions {
		next = Map.copyOf(next);
	}

	/**
	 * Whether what was read follows these positions, or repeats what was before them:
	 * otherwise records in between would be lost.
	 */
	public boolean precede(ReadRecords read) {
		return !this.source.equals(read.source()) || read.ranges()
			.entrySet()
			.stream()
			.allMatch((range) -> range.getValue().from() <= this.next.getOrDefault(range.getKey(), Long.MAX_VALUE));
	}

	/**
	 * Whether a record is before these positions.
	 */
	public boolean isPast(ReadRecords read, ReadRecords.Item item) {
		return this.source.equals(read.source()) && item.offset() < this.next.getOrDefault(item.partition(), 0L);
	}

	/**
	 * These after what was read: no position goes back.
	 */
	public TopicPositions after(ReadRecords read) {
		Map<Integer, Long> after = this.source.equals(read.source()) ? new LinkedHashMap<>(this.next)
				: new LinkedHashMap<>();
		read.ranges().forEach((partition, range) -> after.merge(partition, range.to(), Math::max));
		return new TopicPositions(read.source(), after);
	}

}
