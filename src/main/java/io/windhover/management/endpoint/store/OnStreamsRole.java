package io.windhover.management.endpoint.store;

import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;

/**
 * Matches where a role runs that is a Kafka Streams application.
 */
public class OnStreamsRole extends AnyNestedCondition {

	OnStreamsRole() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnRole(Role.EXECUTOR)
	static class OnExecutor {

	}

	@ConditionalOnRole(Role.SCHEDULER)
	static class OnScheduler {

	}

}
