package io.windhover.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.flow.WorkerGroup;
import io.windhover.instance.Instance;
import io.windhover.instance.PortUrls;
import io.windhover.instance.Role;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;

/**
 * What this process says of itself to the others.
 */
class OwnHeartbeat {

	private static final List<String> DEFAULT_GROUP = List.of(WorkerGroup.DEFAULT);

	private final Instance instance;

	private final Identity identity;

	private final Topic<Heartbeat> topic;

	private final Publisher publisher;

	private final ObjectProvider<WorkerStatus> worker;

	private final ObjectProvider<ExecutorStatus> executor;

	private final PortUrls urls;

	private final MaintenanceMode maintenance;

	private final @Nullable BuildProperties build;

	private final Clock clock;

	OwnHeartbeat(Instance instance, Identity identity, Topic<Heartbeat> topic, Publisher publisher,
			ObjectProvider<WorkerStatus> worker, ObjectProvider<ExecutorStatus> executor, PortUrls urls,
			MaintenanceMode maintenance, @Nullable BuildProperties build, Clock clock) {
		this.instance = instance;
		this.identity = identity;
		this.topic = topic;
		this.publisher = publisher;
		this.worker = worker;
		this.executor = executor;
		this.urls = urls;
		this.maintenance = maintenance;
		this.build = build;
		this.clock = clock;
	}

	/**
	 * Sends a heartbeat.
	 * @return completes when the broker has acknowledged it
	 */
	CompletableFuture<?> send() {
		return this.publisher.send(this.topic, this.instance.id(), create());
	}

	/**
	 * Deletes the record of an instance.
	 * @param over the incarnation that ended or was silent for long; the record of
	 * another one of its id comes back with its next heartbeat
	 */
	CompletableFuture<?> delete(InstanceRef over) {
		return this.publisher.send(new ProducerRecord<>(this.topic.name(), null, over.id(), null,
				List.of(new RecordHeader(InstanceRegistry.INCARNATION_HEADER,
						over.incarnation().getBytes(StandardCharsets.UTF_8)))));
	}

	private Heartbeat create() {
		WorkerStatus status = this.worker.getIfAvailable();
		ExecutorStatus executions = this.executor.getIfAvailable();
		Set<String> roles = this.instance.roles().stream().map(Role::id).collect(Collectors.toCollection(TreeSet::new));
		return new Heartbeat(this.identity.self(), roles, this.urls.machine(), this.urls.managementRoutes(),
				(status != null) ? status.slotsUsed() : 0, (status != null) ? status.slotsMax() : 0,
				(status != null) ? status.state() : null, this.instance.startedAt(), this.clock.instant(),
				(this.build != null) ? this.build.getVersion() : null, this.identity.standing(),
				this.identity.predecessor(), ProcessHandle.current().pid(),
				(executions != null) ? new TreeSet<>(executions.partitions()) : Set.of(), groups(status),
				this.maintenance.since());
	}

	private static @Nullable List<String> groups(@Nullable WorkerStatus status) {
		List<String> groups = (status != null) ? status.groups() : DEFAULT_GROUP;
		return groups.equals(DEFAULT_GROUP) ? null : groups;
	}

}
