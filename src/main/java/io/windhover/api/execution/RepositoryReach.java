package io.windhover.api.execution;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

import io.windhover.api.web.Problems;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.Neighbours;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.repository.Repository;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Whether the repository of this process has the documents, and who has them otherwise.
 * Indexers with embedded repositories share the documents out among them, so that of two
 * neither has all.
 */
@Component
@ConditionalOnRole(Role.API)
public class RepositoryReach {

	private final Repository repository;

	private final Instance instance;

	private final InstanceRegistry instances;

	private final Neighbours neighbours;

	private final Clock clock;

	RepositoryReach(Repository repository, Instance instance, InstanceRegistry instances, Neighbours neighbours,
			Clock clock) {
		this.repository = repository;
		this.instance = instance;
		this.instances = instances;
		this.neighbours = neighbours;
		this.clock = clock;
	}

	/**
	 * Whether all documents are in the repository of this process.
	 */
	public boolean isHere() {
		return !this.repository.isEmbedded()
				|| (this.instance.has(Role.INDEXER) && this.neighbours.with(Role.INDEXER).isEmpty());
	}

	/**
	 * Fails with a problem that names the instances that have the documents.
	 */
	void require(String what) {
		if (!isHere()) {
			throw this.instance.has(Role.INDEXER) ? shared(what) : elsewhere(what);
		}
	}

	private ErrorResponseException shared(String what) {
		return Problems.unavailable(
				"This instance cannot answer for %s: other instances with the role indexer hold a part of the documents in repositories of their own."
					.formatted(what),
				"Give the role indexer to one instance only, or set windhover.repository.type to elasticsearch. "
						+ "The others are %s.".formatted(names(this.neighbours.with(Role.INDEXER))),
				null);
	}

	private ErrorResponseException elsewhere(String what) {
		List<Heartbeat> indexers = this.instances.all()
			.stream()
			.filter((each) -> each.isRecent(this.instances.heartbeatReception(), this.clock.instant()))
			.map(InstanceRegistry.Sighting::heartbeat)
			.filter((each) -> each.roles().contains(Role.INDEXER.id()))
			.toList();
		return Problems.unavailable(
				"This instance cannot answer for %s: it runs no indexer, and its repository is embedded."
					.formatted(what),
				indexers.isEmpty() ? "Start an instance with the role indexer, and ask its API."
						: "Ask the API of an instance with the role indexer: %s.".formatted(names(indexers)),
				null);
	}

	private static String names(List<Heartbeat> instances) {
		return instances.stream()
			.map((each) -> "%s (management port: %s)".formatted(each.instance().id(), each.managementUrl()))
			.collect(Collectors.joining(", "));
	}

}
