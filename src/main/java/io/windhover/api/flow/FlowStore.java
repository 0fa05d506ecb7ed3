package io.windhover.api.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;

import io.windhover.api.web.BoundedPublisher;
import io.windhover.api.web.Problems;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.PauseNote;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.FlowDirectory;
import io.windhover.topic.flow.FlowDirectory.Change;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks the scheduler, the one writer of flows, to store and delete them, and waits until
 * this process knows the change.
 */
@Component
@ConditionalOnRole(Role.API)
public class FlowStore {

	/** From the scheduler's decision until it is read here. */
	private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

	private final Flows flows;

	private final FlowDirectory directory;

	private final Topics topics;

	private final BoundedPublisher publisher;

	private final Duration timeout;

	private final Clock clock;

	FlowStore(Flows flows, FlowDirectory directory, Topics topics, BoundedPublisher publisher,
			FlowProperties properties, Clock clock) {
		this.flows = flows;
		this.directory = directory;
		this.topics = topics;
		this.publisher = publisher;
		this.timeout = properties.storeTimeout();
		this.clock = clock;
	}

	/**
	 * Whether the current revision of a flow has this source, as far as this process
	 * knows.
	 */
	public boolean isStored(Flow flow) {
		Flow known = this.flows.find(flow.key());
		return known != null && known.source() != null && known.source().equals(flow.source());
	}

	/**
	 * Whether there is such a flow, as far as this process knows.
	 */
	boolean isKnown(FlowKey key) {
		return this.flows.find(key) != null;
	}

	/**
	 * Stores a flow as {@link #store(Flow, PauseNote)} does, for nobody in particular.
	 */
	public Stored store(Flow flow) {
		return store(flow, null);
	}

	/**
	 * Stores a flow as its next revision, unless its source is that of the current one;
	 * fails with a problem where no scheduler does so in time.
	 * @param note who asked for it, and why; null where that is not known
	 */
	Stored store(Flow flow, @Nullable PauseNote note) {
		this.flows.find(flow.key());
		String id = UUID.randomUUID().toString();
		Instant now = this.clock.instant();
		Change change = change(new FlowCommand.Store(flow, id, now, now.plus(this.timeout), note),
				(each) -> each.after() != null && id.equals(each.after().change()));
		if (change.after() == null) {
			throw new IllegalStateException("A stored flow is not a deleted one");
		}
		return new Stored(change.after(), change.before() == null);
	}

	/**
	 * Deletes a flow; its executions go on.
	 */
	void delete(FlowKey key) {
		this.flows.require(key);
		Instant now = this.clock.instant();
		change(new FlowCommand.Delete(key.namespace(), key.id(), now, now.plus(this.timeout)),
				(each) -> each.after() == null && each.key().equals(key));
	}

	private Change change(FlowCommand command, Predicate<Change> wanted) {
		Change change = this.directory.await(wanted,
				() -> this.publisher.publish(this.topics.flowCommands(), command.key().toString(), command),
				this.timeout.plus(ON_ITS_WAY));
		if (change == null) {
			throw Problems.unavailable(
					"No scheduler changed flow %s within %s, and none will do so later: it is as it was."
						.formatted(command.key(), this.timeout),
					"Send the request again once an instance with the role scheduler runs: GET /cluster on the "
							+ "management port lists the instances, GET /scheduler their flows.",
					null);
		}
		return change;
	}

	/**
	 * A flow as it is stored now.
	 *
	 * @param created whether there was none before
	 */
	public record Stored(Flow flow, boolean created) {
	}

}
