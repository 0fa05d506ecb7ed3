package io.windhover.topic.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.GroupAssignment;
import org.apache.kafka.coordinator.group.api.assignor.GroupSpec;
import org.apache.kafka.coordinator.group.api.assignor.MemberAssignment;
import org.apache.kafka.coordinator.group.api.assignor.ShareGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;

/**
 * Gives each member of a share group every partition, so that no record waits for a
 * member that is dead or has nothing free. Members share records anyway. The broker makes
 * it by its name.
 */
public class EveryPartitionAssignor implements ShareGroupPartitionAssignor {

	@Override
	public String name() {
		return "every-partition";
	}

	@Override
	public GroupAssignment assign(GroupSpec group, SubscribedTopicDescriber topics) {
		Map<String, MemberAssignment> members = new HashMap<>();
		for (String member : group.memberIds()) {
			Map<Uuid, Set<Integer>> partitions = group.memberSubscription(member)
				.subscribedTopicIds()
				.stream()
				.filter((topic) -> topics.numPartitions(topic) > 0)
				.collect(Collectors.toMap((topic) -> topic, (topic) -> assignable(group, topics, topic)));
			members.put(member, () -> partitions);
		}
		return new GroupAssignment(members);
	}

	private static Set<Integer> assignable(GroupSpec group, SubscribedTopicDescriber topics, Uuid topic) {
		return IntStream.range(0, topics.numPartitions(topic))
			.filter((partition) -> group.isPartitionAssignable(topic, partition))
			.boxed()
			.collect(Collectors.toSet());
	}

}
