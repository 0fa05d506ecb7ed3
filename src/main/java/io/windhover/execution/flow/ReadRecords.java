package io.windhover.execution.flow;

import java.util.List;
import java.util.Map;

/**
 * What an evaluation of a trigger read of a topic.
 *
 * @param source names the cluster, the topic and the consumer group
 * @param ranges that were read, by partition, also where no record was
 * @param records in the order of each partition
 * @param batch whether all of them start one execution, and not each its own
 * @param more whether there were more records to read
 */
public record ReadRecords(String source, Map<Integer, Range> ranges, List<Item> records, boolean batch, boolean more) {

	public ReadRecords {
		ranges = Map.copyOf(ranges);
		records = List.copyOf(records);
	}

	/**
	 * Offsets of a partition.
	 *
	 * @param from the first one
	 * @param to the one after the last
	 */
	public record Range(long from, long to) {
	}

	/**
	 * A record.
	 *
	 * @param variables what templates see of it
	 */
	public record Item(int partition, long offset, Map<String, Object> variables) {
	}

}
