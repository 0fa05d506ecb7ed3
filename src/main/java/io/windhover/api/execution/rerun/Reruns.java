package io.windhover.api.execution.rerun;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.windhover.api.execution.Checked;
import io.windhover.api.execution.ExecutionCommands;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.execution.create.ExecutionCreator.Created;
import io.windhover.api.execution.create.IdempotencyKeys;
import io.windhover.api.flow.Flows;
import io.windhover.api.web.Problems;
import io.windhover.execution.Execution;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.flow.binding.Suggestion;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Takes up executions that have ended, each as a new one of the same revision, inputs and
 * labels that keeps results of the first.
 */
@Component
@ConditionalOnRole(Role.API)
public class Reruns {

	/** Most paths that a problem names. */
	private static final int MOST_NEAR = 5;

	private final ExecutionReader reader;

	private final ExecutionCommands commands;

	private final IdempotencyKeys keys;

	private final Flows flows;

	Reruns(ExecutionReader reader, ExecutionCommands commands, IdempotencyKeys keys, Flows flows) {
		this.reader = reader;
		this.commands = commands;
		this.keys = keys;
		this.flows = flows;
	}

	/**
	 * The restart of an execution, which has one at most: to try once more, restart the
	 * restart.
	 */
	public static String restartId(String id) {
		return UUID.nameUUIDFromBytes(("restart " + id).getBytes(StandardCharsets.UTF_8)).toString();
	}

	/**
	 * Checks a run of an execution on from what failed, which it has once.
	 */
	public Checked<Created> restart(String id) {
		Snapshot original = require(id);
		Execution execution = Objects.requireNonNull(original.execution());
		if (execution.state() == State.SUCCESS) {
			throw Problems.conflict("Execution '%s' has ended as SUCCESS: nothing of it failed.".formatted(id),
					"POST to /api/executions/{id}/replay with 'from' to run a part of it anew.");
		}
		Snapshot before = this.reader.find(restartId(id));
		if (before != null && before.execution() != null) {
			return Checked.doneBefore(new Created(before.execution(), HttpStatus.OK));
		}
		if (this.reader.isDeleted(restartId(id))) {
			throw Problems.conflict("Execution '%s' has been restarted, and its restart was deleted.".formatted(id),
					"POST to /api/executions/{id}/replay with 'from' to run a part of it anew.");
		}
		KeptResults results = results(original, execution);
		Map<String, KeptResult> kept = results.before(null);
		return created(restartId(id), execution, new Rerun(Rerun.Kind.RESTART, id, null, kept.size()), kept, results);
	}

	/**
	 * Checks a run of an execution anew from a path on.
	 * @param key null where a repeated request is another one
	 */
	public Checked<Created> replay(String id, @Nullable String from, @Nullable String key) {
		if (from == null || from.isBlank()) {
			throw Problems.badRequest("from", "The path to replay from is missing.",
					"Set 'from' to the path of a task, as GET /api/executions/{id} shows it.");
		}
		Snapshot original = require(id);
		Execution execution = Objects.requireNonNull(original.execution());
		KeptResults results = results(original, execution);
		RunPath path = RunPath.of(from).first();
		if (!results.knows(path)) {
			throw Problems.badRequest("from", "Execution '%s' has run nothing at '%s'.".formatted(id, from),
					hint(from, results));
		}
		String newId = UUID.randomUUID().toString();
		if (key != null) {
			IdempotencyKeys.Claim claim = this.keys.claim("replay %s %s".formatted(id, path), key);
			if (claim.existing() != null) {
				return Checked.doneBefore(new Created(claim.existing(), HttpStatus.OK));
			}
			newId = claim.id();
		}
		Map<String, KeptResult> kept = results.before(path);
		return created(newId, execution, new Rerun(Rerun.Kind.REPLAY, id, path.toString(), kept.size()), kept, results);
	}

	private Checked<Created> created(String newId, Execution original, Rerun rerun, Map<String, KeptResult> kept,
			KeptResults results) {
		Checked<Execution> rerunning = this.commands.rerun(newId, original, rerun, kept,
				results.outputs(original, kept.keySet()));
		return Checked.of(() -> new Created(rerunning.run(), HttpStatus.CREATED));
	}

	private KeptResults results(Snapshot original, Execution execution) {
		return new KeptResults(this.flows.require(execution.flowRef()), original.taskRuns());
	}

	private static String hint(String from, KeptResults results) {
		return results.paths().isEmpty() ? "It ended before anything ran: restart it."
				: "Set 'from' to the path of a task, such as '%s'."
					.formatted(String.join("', '", Suggestion.nearest(from, results.paths(), MOST_NEAR)));
	}

	/**
	 * An execution that has ended, with all of its documents: what is missing would run
	 * twice.
	 */
	private Snapshot require(String id) {
		Snapshot found = this.reader.require(id);
		Execution execution = Objects.requireNonNull(found.execution());
		if (!execution.state().isTerminal()) {
			throw Problems.conflict("Execution '%s' has not ended: it is %s.".formatted(id, execution.state()),
					"Wait for its end, or kill it.");
		}
		Integer all = execution.taskRuns();
		if (!found.complete() || found.taskRuns().stream().anyMatch((run) -> !run.state().isTerminal())
				|| (all != null && found.taskRuns().size() < all)) {
			throw new IncompleteException(Problems.unavailable(
					"Not all task runs of execution '%s' are in the repository, so what succeeded is not known here."
						.formatted(id),
					"Try again soon; GET /indexer on the management port shows what waits.", null));
		}
		return found;
	}

	/**
	 * The repository is here, but lacks documents of one execution.
	 */
	public static final class IncompleteException extends ErrorResponseException {

		private static final long serialVersionUID = 1L;

		IncompleteException(ErrorResponseException problem) {
			super(problem.getStatusCode(), problem.getBody(), null);
			getHeaders().putAll(problem.getHeaders());
		}

	}

}
