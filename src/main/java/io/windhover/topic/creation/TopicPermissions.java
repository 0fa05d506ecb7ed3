package io.windhover.topic.creation;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.windhover.topic.access.Denials;
import io.windhover.topic.access.Permission;
import io.windhover.topic.access.PermissionsMissingException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the roles of this process need on the topics with what the broker allows,
 * so that all that is missing is known at the start and at once.
 */
class TopicPermissions {

	private final Admin admin;

	private final List<String> topics;

	private final Denials denials;

	TopicPermissions(Admin admin, List<String> topics, Denials denials) {
		this.admin = admin;
		this.topics = topics;
		this.denials = denials;
	}

	/**
	 * Fails when something is missing on the topics that exist.
	 */
	void check() throws ExecutionException, InterruptedException {
		Set<String> names = names();
		Set<Permission> missing = new LinkedHashSet<>();
		var described = this.admin.describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
			.topicNameValues();
		for (String name : names) {
			Set<AclOperation> allowed = allowed(described.get(name));
			if (allowed != null) {
				needed(name).filter((each) -> !allowed.contains(each.operation())).forEach(missing::add);
			}
		}
		if (!missing.isEmpty()) {
			throw new PermissionsMissingException(this.denials.principal(), List.copyOf(missing));
		}
	}

	/**
	 * Fails when a topic was not created because that is not allowed.
	 */
	void checkCreation(String name, ExecutionException failure) {
		if (failure.getCause() instanceof AuthorizationException) {
			throw new PermissionsMissingException(this.denials.principal(),
					List.of(new Permission(ResourceType.TOPIC, PatternType.LITERAL, name, AclOperation.CREATE)));
		}
	}

	/** Those of all roles, and those that Kafka Streams has created for this process. */
	private Set<String> names() throws ExecutionException, InterruptedException {
		Set<String> names = new TreeSet<>(this.topics);
		this.admin.listTopics()
			.names()
			.get()
			.stream()
			.filter((each) -> needed(each).findAny().isPresent())
			.forEach(names::add);
		return names;
	}

	/** Null where that is not known: the topic does not exist yet. */
	private static @Nullable Set<AclOperation> allowed(@Nullable KafkaFuture<TopicDescription> topic)
			throws ExecutionException, InterruptedException {
		try {
			return (topic != null) ? topic.get().authorizedOperations() : null;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof TopicAuthorizationException) {
				return Set.of();
			}
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return null;
			}
			throw ex;
		}
	}

	/** What exists need not be created. */
	private Stream<Permission> needed(String topic) {
		return this.denials.needed()
			.stream()
			.filter((each) -> each.covers(ResourceType.TOPIC, topic) && each.operation() != AclOperation.CREATE)
			.sorted(Comparator.comparing(Permission::operation));
	}

}
