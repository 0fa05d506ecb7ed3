package io.windhover.api.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.api.web.Problems;
import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.indexer.ExecutionQuery;
import io.windhover.indexer.Page;
import io.windhover.indexer.Repository;
import io.windhover.indexer.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds executions in memory and in the repository: of two documents the newer counts.
 */
@Component
class ExecutionReader {

	private static final Logger logger = LoggerFactory.getLogger(ExecutionReader.class);

	private static final Comparator<Execution> NEWEST_FIRST = Comparator.comparing(Execution::createdAt)
		.thenComparing(Execution::id)
		.reversed();

	private final RecentExecutions recent;

	private final Repository repository;

	private final RepositoryReach reach;

	ExecutionReader(RecentExecutions recent, Repository repository, RepositoryReach reach) {
		this.recent = recent;
		this.repository = repository;
		this.reach = reach;
	}

	/**
	 * Fails with a problem when there is none.
	 */
	Snapshot require(String id) {
		Snapshot known = this.recent.find(id);
		if (known.complete() && known.execution() != null && known.execution().state().isTerminal()) {
			return known;
		}
		Snapshot merged = find(known, id);
		if (merged.execution() == null) {
			throw Problems.notFound("There is no execution '%s'.".formatted(id),
					"GET /api/executions lists the executions there are.");
		}
		return merged;
	}

	/**
	 * What is known here, complete or not; null when nothing is.
	 */
	@Nullable Snapshot find(String id) {
		Snapshot known = this.recent.find(id);
		Snapshot merged = this.reach.isHere() ? merge(known, id) : known;
		return (merged.execution() != null) ? merged : null;
	}

	private Snapshot find(Snapshot known, String id) {
		if (known.complete() && known.execution() != null && !this.reach.isHere()) {
			return known;
		}
		this.reach.require("execution '%s'".formatted(id));
		return merge(known, id);
	}

	/**
	 * A page of the repository's, each execution as new as it is known, and on the first
	 * page those that the repository does not know yet.
	 */
	Page<Execution> list(ExecutionQuery query) {
		this.reach.require("all executions");
		Page<Execution> stored = this.repository.executions(query);
		List<Execution> items = new ArrayList<>(
				stored.items().stream().map(this::newest).filter(query::matches).toList());
		long total = stored.total() - (stored.items().size() - items.size());
		if (query.page() == 0) {
			List<Execution> unknown = unknown(query, stored);
			items.addAll(unknown);
			items.sort(NEWEST_FIRST);
			total += unknown.size();
		}
		return new Page<>(items.stream().limit(query.size()).toList(), total);
	}

	Page<LogLine> logs(String id, int page, int size) {
		this.reach.require("the log of execution '%s'".formatted(id));
		require(id);
		return this.repository.logs(id, page, size);
	}

	private Snapshot merge(Snapshot known, String id) {
		try {
			return known.merge(this.repository.execution(id), this.repository.taskRuns(id));
		}
		catch (RepositoryException ex) {
			if (known.complete() && known.execution() != null) {
				logger.debug("Answered from memory, as the repository does not", ex);
				return known;
			}
			throw ex;
		}
	}

	private Execution newest(Execution stored) {
		return Objects.requireNonNull(Snapshot.newer(stored, this.recent.find(stored.id()).execution()));
	}

	/**
	 * Those that the repository would have put on its first page if it knew them: it is
	 * not full, or they are newer than its last.
	 */
	private List<Execution> unknown(ExecutionQuery query, Page<Execution> stored) {
		Set<String> known = stored.items().stream().map(Execution::id).collect(Collectors.toSet());
		boolean full = stored.items().size() >= query.size();
		Execution last = full ? stored.items().get(stored.items().size() - 1) : null;
		return this.recent.matching(query)
			.stream()
			.filter((execution) -> !known.contains(execution.id()))
			.filter((execution) -> last == null || NEWEST_FIRST.compare(execution, last) < 0)
			.toList();
	}

}
