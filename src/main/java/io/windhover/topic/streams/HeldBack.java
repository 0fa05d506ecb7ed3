package io.windhover.topic.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions a consumer does not take from, because many records of what goes first
 * wait in the same partition. A consumer by itself takes the same number of bytes of
 * each, so that what is new comes as fast as what was begun, and more and more is begun.
 * What is held has a turn now and then: a kill may be among it.
 */
final class HeldBack {

	/** So many that the thread has enough to do. */
	static final long MANY = 1_000;

	/** From one turn of a partition to the next. */
	static final Duration TURN = Duration.ofSeconds(2);

	/** Records of a turn, a small part of what the thread does in that time. */
	static final int SHARE = 250;

	private final Precedence precedence;

	/** When each that is held had its last turn. */
	private final Map<TopicPartition, Long> held = new HashMap<>();

	/** Those that are held, but for some records, with how many of these were taken. */
	private final Map<TopicPartition, Integer> turns = new HashMap<>();

	HeldBack(Precedence precedence) {
		this.precedence = precedence;
	}

	boolean isHeld(TopicPartition partition) {
		return this.held.containsKey(partition) && !this.turns.containsKey(partition);
	}

	/**
	 * Looks at what waits, before a poll.
	 * @param lag of a partition, as far as it is known
	 */
	Change look(Set<TopicPartition> assigned, ToLongFunction<TopicPartition> lag, long nanos) {
		this.held.keySet().retainAll(assigned);
		this.turns.keySet().retainAll(assigned);
		List<TopicPartition> hold = new ArrayList<>();
		List<TopicPartition> release = new ArrayList<>();
		for (TopicPartition each : assigned) {
			if (!each.topic().equals(this.precedence.later())) {
				continue;
			}
			TopicPartition first = new TopicPartition(this.precedence.first(), each.partition());
			boolean many = assigned.contains(first) && lag.applyAsLong(first) >= MANY;
			Long last = this.held.get(each);
			if (last == null && many) {
				this.held.put(each, nanos);
				hold.add(each);
			}
			else if (last != null && !many) {
				this.held.remove(each);
				this.turns.remove(each);
				release.add(each);
			}
			else if (last != null && nanos - last >= TURN.toNanos() && this.turns.putIfAbsent(each, 0) == null) {
				release.add(each);
			}
		}
		return new Change(hold, release);
	}

	/**
	 * Ends the turns of partitions that have had their share, or of which nothing more
	 * came. A turn waits for its first record.
	 * @param records of a partition that a poll has taken
	 * @return those that are held again
	 */
	List<TopicPartition> taken(ToIntFunction<TopicPartition> records, long nanos) {
		List<TopicPartition> again = new ArrayList<>();
		this.turns.replaceAll((each, before) -> {
			int now = records.applyAsInt(each);
			int all = before + now;
			if (all >= SHARE || (now == 0 && all > 0)) {
				again.add(each);
			}
			return all;
		});
		again.forEach((each) -> {
			this.turns.remove(each);
			this.held.put(each, nanos);
		});
		return again;
	}

	/**
	 * What a look changes.
	 */
	record Change(List<TopicPartition> hold, List<TopicPartition> release) {
	}

}
