package io.windhover.api.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import io.windhover.api.web.BoundedPublisher;
import io.windhover.execution.FlowCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.api.web.Problems;
import io.windhover.topic.FlowDirectory;
import io.windhover.topic.Topics;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Asks the scheduler, the one writer of flows, to store and delete them, and waits until
 * this process knows the change.
 */
@Component
class FlowStore {

	private static final Duration READ_OWN_WRITE = Duration.ofSeconds(10);

	private final Flows flows;

	private final FlowDirectory directory;

	private final Topics topics;

	private final BoundedPublisher publisher;

	private final Clock clock;

	FlowStore(Flows flows, FlowDirectory directory, Topics topics, BoundedPublisher publisher, Clock clock) {
		this.flows = flows;
		this.directory = directory;
		this.topics = topics;
		this.publisher = publisher;
		this.clock = clock;
	}

	/**
	 * Stores a flow as its next revision, unless its source is what is stored.
	 */
	Stored store(Flow flow) {
		Flow known = this.flows.find(flow.key());
		if (known != null && known.source() != null && known.source().equals(flow.source())) {
			return new Stored(known, false);
		}
		String change = UUID.randomUUID().toString();
		send(new FlowCommand.Store(flow, change, this.clock.instant()));
		Flow stored = this.directory.awaitChange(flow.key(), change, READ_OWN_WRITE);
		if (stored == null) {
			throw late(flow.key());
		}
		return new Stored(stored, stored.revision() == 1);
	}

	/**
	 * Deletes a flow; its executions go on.
	 */
	void delete(FlowKey key) {
		this.flows.require(key);
		send(new FlowCommand.Delete(key.namespace(), key.id(), this.clock.instant()));
		if (!this.directory.awaitDeletion(key, READ_OWN_WRITE)) {
			throw late(key);
		}
	}

	private void send(FlowCommand command) {
		this.publisher.publish(this.topics.flowCommands(), command.key().toString(), command);
	}

	private static ErrorResponseException late(FlowKey key) {
		return Problems.unavailable(
				"No scheduler has carried out the change of flow %s within %s; it is kept and will be carried out."
					.formatted(key, READ_OWN_WRITE),
				"GET /scheduler and /cluster on the management port show whether an instance with the role scheduler runs.",
				null);
	}

	/**
	 * A flow as it is stored now.
	 *
	 * @param created whether there was none before
	 */
	record Stored(Flow flow, boolean created) {
	}

}
