package io.windhover.topic.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

	/**
	 * With at most a poll of records for each partition, a small part of what it does.
	 */
	static final Duration TURN = Duration.ofSeconds(2);

	private final Precedence precedence;

	/** When each that is held had its last turn. */
	private final Map<TopicPartition, Long> held = new HashMap<>();

	/** Those that are held, but for the next poll that has a record of them. */
	private final Set<TopicPartition> turns = new HashSet<>();

	HeldBack(Precedence precedence) {
		this.precedence = precedence;
	}

	boolean isHeld(TopicPartition partition) {
		return this.held.containsKey(partition) && !this.turns.contains(partition);
	}

	/**
	 * Looks at what waits, before a poll.
	 * @param lag of a partition, as far as it is known
	 */
	Change look(Set<TopicPartition> assigned, ToLongFunction<TopicPartition> lag, long nanos) {
		this.held.keySet().retainAll(assigned);
		this.turns.retainAll(assigned);
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
			else if (last != null && nanos - last >= TURN.toNanos() && this.turns.add(each)) {
				release.add(each);
			}
		}
		return new Change(hold, release);
	}

	/**
	 * Ends the turns of partitions that a poll has taken from.
	 * @return those that are held again
	 */
	List<TopicPartition> taken(Collection<TopicPartition> partitions, long nanos) {
		List<TopicPartition> again = partitions.stream().filter(this.turns::remove).toList();
		again.forEach((each) -> this.held.put(each, nanos));
		return again;
	}

	/**
	 * What a look changes.
	 */
	record Change(List<TopicPartition> hold, List<TopicPartition> release) {
	}

}
