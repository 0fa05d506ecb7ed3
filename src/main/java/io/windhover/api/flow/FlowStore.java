package io.windhover.api.flow;

import java.time.Clock;
import java.time.Duration;

import io.windhover.api.web.BoundedPublisher;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.topic.FlowDirectory;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stores and deletes flows. One change at a time in this process, so that revisions count
 * without gaps; of two processes that store the same flow at once the later wins.
 */
@Component
class FlowStore {

	private static final Logger logger = LoggerFactory.getLogger(FlowStore.class);

	private static final Duration READ_OWN_WRITE = Duration.ofSeconds(5);

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
	synchronized Stored store(Flow flow) {
		Flow known = this.flows.find(flow.key());
		if (known != null && known.source() != null && known.source().equals(flow.source())) {
			return new Stored(known, false);
		}
		int revision = (known != null) ? known.revision() + 1 : 1;
		Flow stored = flow.stored(revision, this.clock.instant());
		await(flow.key(), this.publisher.publish(this.topics.flows(), flow.key().toString(), stored));
		return new Stored(stored, known == null);
	}

	/**
	 * Deletes a flow; its executions go on.
	 */
	synchronized void delete(FlowKey key) {
		this.flows.require(key);
		await(key, this.publisher.publish(this.topics.flows(), key.toString(), null));
	}

	private void await(FlowKey key, RecordMetadata written) {
		if (!this.directory.await(written, READ_OWN_WRITE)) {
			logger.warn("The change of flow {} is stored, but this process has not read it after {}", key,
					READ_OWN_WRITE);
		}
	}

	/**
	 * A flow as it is stored now.
	 *
	 * @param created whether there was none before
	 */
	record Stored(Flow flow, boolean created) {
	}

}
