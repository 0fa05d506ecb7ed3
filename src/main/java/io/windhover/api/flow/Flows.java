package io.windhover.api.flow;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import io.windhover.api.web.Problems;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.topic.flow.FlowDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * The known flows; as long as not all are known, every question is refused, for "not
 * found" might be untrue.
 */
@Component
@ConditionalOnRole(Role.API)
public class Flows {

	private final FlowDirectory directory;

	private final Clock clock;

	Flows(FlowDirectory directory, Clock clock) {
		this.directory = directory;
		this.clock = clock;
	}

	/**
	 * Fails with a problem when there is none.
	 */
	public Flow require(FlowKey key) {
		Flow flow = find(key);
		if (flow == null) {
			throw noFlow(key);
		}
		return flow;
	}

	private static ErrorResponseException noFlow(FlowKey key) {
		return Problems.notFound("There is no flow %s.".formatted(key), "GET /api/flows lists the flows there are.");
	}

	/**
	 * A revision, current or not, also of a flow that was deleted.
	 */
	public Flow require(FlowRef revision) {
		requireReady();
		Flow flow = this.directory.find(revision);
		if (flow == null) {
			throw Problems.notFound(
					"There is no revision %d of flow %s.".formatted(revision.revision(), revision.key()),
					"Leave 'revision' out for the current one; revisions count from 1.");
		}
		return flow;
	}

	/**
	 * A revision, current or not; null when it is not known.
	 */
	public @Nullable Flow find(FlowRef revision) {
		requireReady();
		return this.directory.find(revision);
	}

	/**
	 * The revisions of a flow that are known, the newest first; fails with a problem when
	 * there is none.
	 */
	List<Flow> revisions(FlowKey key) {
		requireReady();
		List<Flow> revisions = this.directory.revisions(key);
		if (revisions.isEmpty()) {
			throw noFlow(key);
		}
		return revisions;
	}

	/**
	 * Null when there is none.
	 */
	public @Nullable Flow find(FlowKey key) {
		requireReady();
		return this.directory.find(key);
	}

	Collection<Flow> all() {
		requireReady();
		return this.directory.all();
	}

	/**
	 * What is known of the executions of a flow.
	 */
	FlowHealthDescriptor health(Flow flow) {
		return FlowHealthDescriptor.of(flow, this.directory.history(flow.key()), this.clock.instant());
	}

	private void requireReady() {
		if (!this.directory.isReady()) {
			throw Problems.unavailable("Windhover starts and does not know its flows yet.",
					"Try again in a few seconds; /health on the management port shows when it is ready.", null);
		}
	}

}
