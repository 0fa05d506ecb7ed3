package io.windhover.api.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.api.web.Problems;
import io.windhover.cluster.owner.ExecutionOwners;
import io.windhover.cluster.owner.OwnerResponse;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.LogLine;
import io.windhover.execution.Snapshot;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.repository.ExecutionHistogram;
import io.windhover.repository.Page;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import io.windhover.repository.TimeBuckets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds executions at their owners and in the repository: of two documents the newer
 * counts.
 */
@Component
@ConditionalOnRole(Role.API)
public class ExecutionReader {

	private static final Logger logger = LoggerFactory.getLogger(ExecutionReader.class);

	private static final Comparator<Execution> NEWEST_FIRST = Comparator.comparing(Execution::createdAt)
		.thenComparing(Execution::id)
		.reversed();

	private static final Snapshot NOTHING = new Snapshot(null, List.of(), false);

	/** Recent executions that each other owner is asked for, at least. */
	private static final int RECENT = 200;

	/** A request waits that long for an owner that is behind, or that nobody is. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** A request waits that long for a deletion, which is done after it all the same. */
	private static final Duration DELETION = Duration.ofSeconds(5);

	private final ExecutionOwners owners;

	private final AcceptedExecutions accepted;

	private final Repository repository;

	private final RepositoryReach reach;

	ExecutionReader(ExecutionOwners owners, AcceptedExecutions accepted, Repository repository, RepositoryReach reach) {
		this.owners = owners;
		this.accepted = accepted;
		this.repository = repository;
		this.reach = reach;
	}

	/**
	 * Fails with a problem when there is none, or when nobody who may know answers.
	 */
	public Snapshot require(String id) {
		Snapshot found = look(id);
		if (found == null) {
			this.reach.require("execution '%s'".formatted(id));
			throw Problems.notFound("There is no execution '%s'.".formatted(id),
					"GET /api/executions lists the executions there are.");
		}
		return found;
	}

	/**
	 * Null when there is none for sure, as far as this instance can know; fails with a
	 * problem when nobody who may know answers.
	 */
	public @Nullable Snapshot look(String id) {
		Patience patience = new Patience();
		while (true) {
			OwnerResponse answer = ask(id);
			Snapshot found = found(answer, id);
			if (found != null) {
				return found;
			}
			if (answer instanceof OwnerResponse.Deleted
					|| (answer instanceof OwnerResponse.Unknown unknown && !unknown.behind())) {
				return null;
			}
			if (answer instanceof OwnerResponse.Ended || patience.isOver(PATIENCE)) {
				throw unavailable(answer, id);
			}
			patience.pause();
		}
	}

	/**
	 * Whether its owner says that it is over, be it without its documents.
	 */
	public boolean hasEnded(String id) {
		return ask(id).isEnded();
	}

	/**
	 * Whether its owner says that it was deleted.
	 */
	public boolean isDeleted(String id) {
		return ask(id) instanceof OwnerResponse.Deleted;
	}

	/**
	 * Waits until neither the owner of a deleted execution nor the repository of this
	 * process shows it.
	 * @return whether that is so, soon enough for a request
	 */
	boolean awaitDeletion(String id) {
		Patience patience = new Patience();
		while (!(isDeleted(id) && (!this.reach.isHere() || this.repository.execution(id) == null))) {
			if (patience.isOver(DELETION)) {
				return false;
			}
			patience.pause();
		}
		return true;
	}

	/**
	 * What is known now, complete or not; null when nothing is.
	 */
	public @Nullable Snapshot find(String id) {
		OwnerResponse answer = ask(id);
		if (answer instanceof OwnerResponse.Deleted) {
			return null;
		}
		Snapshot known = known(answer, id);
		if (known.complete()) {
			return known;
		}
		Snapshot merged = this.reach.isHere() ? merge(known, id) : known;
		return (merged.execution() != null) ? merged : null;
	}

	/**
	 * A page of the repository's, each execution as new as it is known, and on the first
	 * page those that the repository does not know yet.
	 */
	Page<Execution> list(ExecutionQuery query) {
		this.reach.require("all executions");
		Page<Execution> stored = this.repository.executions(query);
		Map<String, Execution> recent = recent(query);
		List<Execution> items = new ArrayList<>(stored.items()
			.stream()
			.map((each) -> Objects.requireNonNull(Snapshot.newer(each, recent.get(each.id()))))
			.filter(query::matches)
			.toList());
		long total = stored.total() - (stored.items().size() - items.size());
		if (query.page() == 0) {
			List<Execution> unknown = unknown(query, stored, recent);
			items.addAll(unknown);
			items.sort(NEWEST_FIRST);
			total += unknown.size();
		}
		return new Page<>(items.stream().limit(query.size()).toList(), total);
	}

	/**
	 * How many were created when, as the repository knows them.
	 */
	public ExecutionHistogram histogram(ExecutionQuery query, TimeBuckets buckets) {
		this.reach.require("all executions");
		return this.repository.histogram(query, buckets);
	}

	/** Fails with a problem where the repository with all executions is elsewhere. */
	public void requireAll() {
		this.reach.require("all executions");
	}

	/**
	 * A page of the repository's alone, whatever its owners know.
	 */
	public Page<Execution> stored(ExecutionQuery query) {
		return this.repository.executions(query);
	}

	/**
	 * Those that their owners changed last, which the repository may not know yet.
	 */
	public List<Execution> recentOnly(ExecutionQuery query) {
		return recent(query).values().stream().filter(query::matches).sorted(NEWEST_FIRST).toList();
	}

	Page<LogLine> logs(String id, int page, int size) {
		this.reach.require("the log of execution '%s'".formatted(id));
		require(id);
		return this.repository.logs(id, page, size);
	}

	private OwnerResponse ask(String id) {
		OwnerResponse answer = this.owners.find(id, true).join();
		if (answer instanceof OwnerResponse.Known || answer.isEnded()) {
			this.accepted.remove(id);
		}
		return answer;
	}

	/**
	 * What its owner knows, or what this API has accepted and its owner does not know.
	 */
	private Snapshot known(OwnerResponse answer, String id) {
		if (answer instanceof OwnerResponse.Known known) {
			return known.snapshot();
		}
		if (answer instanceof OwnerResponse.Unknown unknown) {
			Execution created = this.accepted.find(id, unknown.behind());
			return (created != null) ? new Snapshot(created, List.of(), true) : NOTHING;
		}
		return NOTHING;
	}

	/** Null where there is nothing that may be shown. */
	private @Nullable Snapshot found(OwnerResponse answer, String id) {
		if (answer instanceof OwnerResponse.Deleted) {
			return null;
		}
		Snapshot known = known(answer, id);
		if (known.complete() || !this.reach.isHere()) {
			return (known.execution() != null) ? known : null;
		}
		try {
			Snapshot merged = merge(known, id);
			Execution execution = merged.execution();
			// beside an owner that does not tell, only an end is sure to be the last word
			boolean last = answer instanceof OwnerResponse.Known || answer instanceof OwnerResponse.Unknown;
			return (execution != null && (last || execution.state().isTerminal())) ? merged : null;
		}
		catch (RepositoryException ex) {
			if (known.execution() == null) {
				throw ex;
			}
			logger.debug("Answered without the repository, which does not", ex);
			return known;
		}
	}

	private Snapshot merge(Snapshot known, String id) {
		Snapshot merged = known.merge(this.repository.execution(id), this.repository.taskRuns(id));
		return new Snapshot(merged.execution(), merged.taskRuns(), true);
	}

	private static RuntimeException unavailable(OwnerResponse answer, String id) {
		if (answer instanceof OwnerResponse.NotOwned gone) {
			return Problems.unavailable(
					"The executor that has execution '%s' cannot be asked now: %s.".formatted(id, gone.reason()),
					"Try again: after an instance is lost, another takes over its executions within seconds. "
							+ "GET /cluster on the management port lists the instances.",
					null);
		}
		return (answer instanceof OwnerResponse.Ended)
				? Problems.unavailable(
						"Execution '%s' has ended, and the repository does not have it yet.".formatted(id),
						"Try again soon; GET /indexer on the management port shows what waits.", null)
				: Problems.unavailable(
						"The executor has a backlog of commands, and execution '%s' may be in it.".formatted(id),
						"Try again soon; GET /kafkastreams on the management port shows the lag of the executor.",
						null);
	}

	/** Of every state: one that has ended is in no listing of those that run. */
	private Map<String, Execution> recent(ExecutionQuery query) {
		ExecutionQuery inAnyState = new ExecutionQuery(query.namespace(), query.flowId(), null, query.from(),
				query.to(), 0, query.size());
		Map<String, Execution> recent = new HashMap<>();
		this.owners.recent(inAnyState, Math.max(RECENT, query.size()))
			.forEach((each) -> recent.merge(each.id(), each,
					(one, other) -> Objects.requireNonNull(Snapshot.newer(one, other))));
		return recent;
	}

	/**
	 * Those that the repository would have put on its first page if it knew them: it is
	 * not full, or they are newer than its last.
	 */
	private static List<Execution> unknown(ExecutionQuery query, Page<Execution> stored,
			Map<String, Execution> recent) {
		Set<String> known = stored.items().stream().map(Execution::id).collect(Collectors.toSet());
		boolean full = stored.items().size() >= query.size();
		Execution last = full ? stored.items().get(stored.items().size() - 1) : null;
		return recent.values()
			.stream()
			.filter(query::matches)
			.filter((execution) -> !known.contains(execution.id()))
			.filter((execution) -> last == null || NEWEST_FIRST.compare(execution, last) < 0)
			.toList();
	}

}
