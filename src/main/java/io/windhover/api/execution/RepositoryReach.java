package io.windhover.api.execution;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

import io.windhover.api.web.Problems;
import io.windhover.execution.Heartbeat;
import io.windhover.indexer.Repository;
import io.windhover.role.Instance;
import io.windhover.role.Role;
import io.windhover.topic.InstanceRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Whether the repository of this process has the documents, and who has them otherwise.
 */
@Component
class RepositoryReach {

	private final Repository repository;

	private final Instance instance;

	private final InstanceRegistry instances;

	private final Clock clock;

	RepositoryReach(Repository repository, Instance instance, InstanceRegistry instances, Clock clock) {
		this.repository = repository;
		this.instance = instance;
		this.instances = instances;
		this.clock = clock;
	}

	/**
	 * Whether an indexer writes to the repository of this process.
	 */
	boolean isHere() {
		return !this.repository.isEmbedded() || this.instance.has(Role.INDEXER);
	}

	/**
	 * Fails with a problem that names the instances that have the documents.
	 */
	void require(String what) {
		if (!isHere()) {
			throw elsewhere(what);
		}
	}

	private ErrorResponseException elsewhere(String what) {
		List<Heartbeat> indexers = this.instances.all()
			.stream()
			.filter((each) -> each.isRecent(this.instances.hearing(), this.clock.instant()))
			.map(InstanceRegistry.Sighting::heartbeat)
			.filter((each) -> each.roles().contains(Role.INDEXER.id()))
			.toList();
		String names = indexers.stream()
			.map((each) -> "%s (management port: %s)".formatted(each.instance().id(), each.managementUrl()))
			.collect(Collectors.joining(", "));
		return Problems.unavailable(
				"This instance cannot answer for %s: it runs no indexer, and its repository is embedded."
					.formatted(what),
				indexers.isEmpty() ? "Start an instance with the role indexer, and ask its API."
						: "Ask the API of an instance with the role indexer: %s.".formatted(names),
				null);
	}

}
