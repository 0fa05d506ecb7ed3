package io.windhover.api.execution.bulk;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.windhover.api.execution.Checked;
import io.windhover.api.execution.Patience;
import io.windhover.api.execution.bulk.ActionReport.Outcome;
import io.windhover.api.execution.create.ExecutionCreator;
import io.windhover.api.execution.rerun.Reruns;
import io.windhover.execution.Execution;
import io.windhover.repository.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * Does one thing to one execution after the other, and reports each; in a dry run only
 * what is checked before. Whoever repeats it after it was cut off does nothing twice that
 * has an id of its own.
 */
final class BulkAction {

	private static final Logger logger = LoggerFactory.getLogger(BulkAction.class);

	/** A command waits for room as long. */
	private static final Duration ROOM = Duration.ofMinutes(1);

	/** In a row, of those that no execution is to blame for. */
	private static final int MOST_FAILURES = 3;

	private final ExecutionAction action;

	private final boolean dryRun;

	private final MatchingExecutions matching;

	/** Checks it for one; doing it gives the new execution, where there is one. */
	private final Function<String, Checked<?>> command;

	private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

	private int failures;

	private @Nullable String stopped;

	BulkAction(ExecutionAction action, boolean dryRun, MatchingExecutions matching,
			Function<String, Checked<?>> command) {
		this.action = action;
		this.dryRun = dryRun;
		this.matching = matching;
		this.command = command;
	}

	/**
	 * Does all of it.
	 * @throws ReportException when nobody takes the reports any more
	 */
	void run(Reports reports) {
		try {
			boolean more = true;
			while (more && this.stopped == null) {
				more = actOnPage(this.matching.next(), reports);
			}
		}
		catch (ErrorResponseException | RepositoryException ex) {
			this.stopped = reason(ex);
		}
		reports.take(ActionReport.of(summary()));
	}

	/** Whether there may be more. */
	private boolean actOnPage(List<Execution> page, Reports reports) {
		for (Execution each : page) {
			if (this.stopped == null) {
				reports.take(act(each));
			}
		}
		if (!page.isEmpty()) {
			long all = Math.max(matched(), this.matching.total());
			reports.take(ActionReport.of(new ActionReport.Progress(matched(), all)));
		}
		return !page.isEmpty();
	}

	/** How it went so far. */
	ActionReport.Summary summary() {
		return new ActionReport.Summary(this.action.text(), this.dryRun, this.stopped == null, matched(),
				count(Outcome.WOULD), count(Outcome.ACCEPTED), count(Outcome.UNCHANGED), count(Outcome.SKIPPED),
				count(Outcome.REFUSED), this.stopped);
	}

	private long matched() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum();
	}

	private long count(Outcome outcome) {
		return this.counts.getOrDefault(outcome, 0L);
	}

	private ActionReport act(Execution execution) {
		// a document may be older than its execution, but an end is one
		String unsuited = execution.state().isTerminal() ? this.action.unsuited(execution.state()) : null;
		if (unsuited != null) {
			return report(execution, Outcome.SKIPPED, null, unsuited);
		}
		try {
			Done done = command(execution.id());
			this.failures = 0;
			return report(execution, done.outcome(), done.newId(), null);
		}
		catch (ErrorResponseException ex) {
			if (ex.getStatusCode().is5xxServerError() && !(ex instanceof Reruns.IncompleteException)) {
				failed(reason(ex));
			}
			return report(execution,
					(ex.getStatusCode().value() == HttpStatus.CONFLICT.value()) ? Outcome.SKIPPED : Outcome.REFUSED,
					null, reason(ex));
		}
		catch (RepositoryException ex) {
			failed(reason(ex));
			return report(execution, Outcome.REFUSED, null, reason(ex));
		}
		catch (RuntimeException ex) {
			// of this one only, as inputs that its flow does not take
			logger.debug("Refused for execution {}", execution.id(), ex);
			return report(execution, Outcome.REFUSED, null, reason(ex));
		}
	}

	private Done command(String id) {
		Patience patience = new Patience();
		while (true) {
			try {
				Checked<?> checked = this.command.apply(id);
				return (this.dryRun && checked.before() == null) ? new Done(Outcome.WOULD, null)
						: Done.of(checked.run());
			}
			catch (ErrorResponseException ex) {
				if (ex.getStatusCode().value() != HttpStatus.TOO_MANY_REQUESTS.value() || patience.isOver(ROOM)) {
					throw ex;
				}
				patience.pause();
			}
		}
	}

	private ActionReport report(Execution execution, Outcome outcome, @Nullable String newId, @Nullable String reason) {
		this.counts.merge(outcome, 1L, Long::sum);
		return ActionReport.of(execution, outcome, newId, reason);
	}

	/** Where Kafka or the repository is away, each further one would only wait for it. */
	private void failed(String reason) {
		this.failures++;
		if (this.failures >= MOST_FAILURES) {
			this.stopped = reason;
		}
	}

	private static String reason(RuntimeException failure) {
		String detail = (failure instanceof ErrorResponseException problem) ? problem.getBody().getDetail()
				: failure.getMessage();
		return (detail != null) ? detail : failure.getClass().getSimpleName();
	}

	private record Done(Outcome outcome, @Nullable String newId) {

		static Done of(Object given) {
			return (given instanceof ExecutionCreator.Created created)
					? new Done((created.status() == HttpStatus.OK) ? Outcome.UNCHANGED : Outcome.ACCEPTED,
							created.execution().id())
					: new Done(Outcome.ACCEPTED, null);
		}

	}

	/**
	 * Takes reports.
	 */
	interface Reports {

		void take(ActionReport report);

	}

	/**
	 * Nobody takes reports any more.
	 */
	static final class ReportException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		ReportException(Exception cause) {
			super(cause);
		}

	}

}
