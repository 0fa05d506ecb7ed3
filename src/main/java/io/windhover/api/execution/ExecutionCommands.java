package io.windhover.api.execution;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.windhover.api.flow.Flows;
import io.windhover.api.web.BoundedPublisher;
import io.windhover.api.web.Problems;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.json.InputsSize;
import io.windhover.execution.json.Json;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.execution.trace.Tracing;
import io.windhover.file.FileStore;
import io.windhover.flow.Flow;
import io.windhover.flow.input.Inputs;
import io.windhover.flow.input.InvalidInputsException;
import io.windhover.flow.template.Templates;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.repository.RepositoryException;
import io.windhover.topic.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.JsonNode;

/**
 * Asks the executor to do things; what was acknowledged will be done.
 */
@Component
@ConditionalOnRole(Role.API)
public class ExecutionCommands {

	private static final Logger logger = LoggerFactory.getLogger(ExecutionCommands.class);

	/** All ids are UUIDs. */
	private static final Pattern EXECUTION_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	/** All of them fit into the record of the command, beside inputs and labels. */
	private static final int MAX_KEPT = 4 * 1024 * 1024;

	/** They stay with the state of the scope until it ends. */
	private static final int MAX_RESUME_INPUTS = 16 * 1024;

	private final Flows flows;

	private final ExecutionReader reader;

	private final PausedTasks paused;

	private final AcceptedExecutions accepted;

	private final Backlog backlog;

	private final Templates templates;

	private final FileInputs fileInputs;

	private final Topics topics;

	private final BoundedPublisher publisher;

	private final Tracing tracing;

	private final Clock clock;

	ExecutionCommands(Flows flows, ExecutionReader reader, PausedTasks paused, AcceptedExecutions accepted,
			Backlog backlog, Templates templates, FileStore files, Topics topics, BoundedPublisher publisher,
			ObjectProvider<Tracing> tracing, Clock clock) {
		this.flows = flows;
		this.reader = reader;
		this.paused = paused;
		this.accepted = accepted;
		this.backlog = backlog;
		this.templates = templates;
		this.fileInputs = new FileInputs(files, templates);
		this.topics = topics;
		this.publisher = publisher;
		this.tracing = tracing.getIfAvailable(() -> Tracing.OFF);
		this.clock = clock;
	}

	/**
	 * Checks what is asked for, with the flow's labels under those of the request; those
	 * that are templates come when it begins. Fails with a problem also where too many
	 * commands wait.
	 * @param id of the execution
	 */
	public Prepared prepare(String id, NewExecution execution) {
		Flow flow = this.flows.require(execution.flow());
		requireEnabled(flow);
		requireSmall(InputsSize.MAX, "Inputs and labels", List.of(execution.inputs(), execution.labels()));
		Map<String, String> allLabels = new LinkedHashMap<>(flow.plainLabels());
		allLabels.putAll(execution.labels());
		Map<String, Object> inputs = this.fileInputs.resolve(flow.inputs(), execution.inputs());
		int size = requireSmall(InputsSize.MAX, "Inputs with their defaults and labels", List.of(inputs, allLabels));
		ExecutionCommand.Create command = new ExecutionCommand.Create(id, this.clock.instant(), flow.ref(), inputs,
				allLabels, execution.trigger());
		return prepared(command.in(this.tracing.begin(id, execution.trace())), flow, size);
	}

	/**
	 * Whether an execution is another one than a request asks for: what its own revision
	 * of the flow makes of the inputs is compared, as far as that revision is known, and
	 * labels and files by their digest.
	 */
	public boolean isAnother(Execution existing, NewExecution request) {
		if (existing.requestDigest() != null && !existing.requestDigest().equals(request.digest())) {
			return true;
		}
		Flow flow = this.flows.find(existing.flowRef());
		if (flow == null) {
			return false;
		}
		try {
			Map<String, Object> inputs = Inputs.resolve(flow.inputs(), request.inputs(), this.templates);
			return !json(inputs).equals(json(existing.inputs()));
		}
		catch (InvalidInputsException ex) {
			return true;
		}
	}

	/** Numbers are compared as they are written. */
	private static JsonNode json(Map<String, Object> inputs) {
		return Json.mapper().readTree(Json.mapper().writeValueAsBytes(inputs));
	}

	/**
	 * Checks an execution that takes up another one, of the same revision, inputs, labels
	 * and trigger, which is then created, unless too many commands wait.
	 * @param id of the new execution
	 */
	public Checked<Execution> rerun(String id, Execution original, Rerun rerun, Map<String, KeptResult> kept,
			Map<String, Object> outputs) {
		Flow flow = this.flows.require(original.flow());
		requireEnabled(flow);
		int keptSize = Json.mapper().writeValueAsBytes(kept).length;
		if (keptSize > MAX_KEPT) {
			throw Problems.tooLarge(
					"The results to keep of execution '%s' are %d bytes of JSON, more than %d.".formatted(original.id(),
							keptSize, MAX_KEPT),
					"Replay it from an earlier task, which keeps less, or create a new execution with its inputs.");
		}
		ExecutionCommand.Create command = new ExecutionCommand.Create(id, this.clock.instant(), original.flowRef(),
				original.inputs(), original.labels(), original.trigger(), rerun, kept,
				outputs.isEmpty() ? null : outputs);
		int size = Json.mapper().writeValueAsBytes(List.of(original.inputs(), original.labels(), outputs)).length;
		return Checked.of(() -> create(prepared(command.in(this.tracing.begin(id, TraceHeaders.NONE)), flow, size)));
	}

	private Prepared prepared(ExecutionCommand.Create command, Flow flow, int size) {
		this.backlog.admit(command.executionId(), flow.workerGroups());
		return new Prepared(command, size);
	}

	/**
	 * Creates an execution.
	 */
	public Execution create(Prepared prepared) {
		publish(prepared.command());
		Execution created = Execution.created(prepared.command());
		this.accepted.add(created, prepared.size());
		return created;
	}

	private static void requireEnabled(Flow flow) {
		if (flow.isDisabled()) {
			throw Problems.conflict("Flow '%s' is disabled.".formatted(flow.key()),
					"Store it without 'disabled: true' to start executions again.");
		}
	}

	/**
	 * A job carries the inputs beside the outputs, and all of it must fit into a record.
	 */
	private static int requireSmall(int max, String what, Object values) {
		int size = Json.mapper().writeValueAsBytes(values).length;
		if (size > max) {
			throw Problems.tooLarge("%s are %d bytes of JSON, more than %d.".formatted(what, size, max),
					"Keep large data elsewhere, and give the execution what names it.");
		}
		return size;
	}

	/**
	 * Checks a kill of an execution that has not ended, or that is not known here: the
	 * executor decides, by what it has.
	 * @param by who asks for it; null where nobody knows
	 * @return gives how it stands; empty when that is not known here
	 */
	public Checked<Optional<Snapshot>> kill(String id, @Nullable String by) {
		Snapshot found = EXECUTION_ID.matcher(id).matches() ? known(id) : this.reader.require(id);
		Execution execution = (found != null) ? found.execution() : null;
		if (execution != null && execution.state().isTerminal()) {
			throw Problems.conflict("Execution '%s' has ended as %s.".formatted(id, execution.state()),
					"Only an execution that has not ended can be killed.");
		}
		return Checked.of(() -> {
			publish(new ExecutionCommand.Kill(id, this.clock.instant(), by));
			return Optional.ofNullable(found);
		});
	}

	/**
	 * Checks a pause of an execution as a whole.
	 * @return gives how it stands
	 */
	public Checked<Snapshot> pause(String id) {
		Snapshot found = this.reader.require(id);
		Execution execution = Objects.requireNonNull(found.execution());
		if (execution.state().isTerminal() || execution.killRequested()) {
			throw Problems.conflict(
					execution.state().isTerminal() ? "Execution '%s' has ended as %s.".formatted(id, execution.state())
							: "Execution '%s' is being killed.".formatted(id),
					"Only an execution that runs can be paused.");
		}
		if (execution.state() == State.QUEUED) {
			throw Problems.conflict(
					"Execution '%s' has not begun: it waits for %s.".formatted(id, execution.waitsFor()),
					"Pause it once it runs, or kill it.");
		}
		return published(found, () -> new ExecutionCommand.Pause(id, this.clock.instant()));
	}

	/**
	 * Checks the end of a pause of an execution: that of the execution as a whole where
	 * there is one and no path is given, else that of a task.
	 * @param path null where exactly one of its tasks is paused
	 * @param inputs by the ids of the pause's inputs
	 * @return gives how it stands
	 */
	public Checked<Snapshot> resume(String id, @Nullable String path, Map<String, Object> inputs) {
		Snapshot found = this.reader.require(id);
		Execution execution = Objects.requireNonNull(found.execution());
		if (path == null && execution.onHold()) {
			return unpause(found, execution, inputs);
		}
		String chosen = this.paused.choose(found, execution, path);
		Map<String, Object> resolved = Inputs.resolve("pause", this.paused.task(execution, chosen).inputs(), inputs,
				this.templates);
		int size = requireSmall(MAX_RESUME_INPUTS, "Inputs", resolved);
		return published(found, () -> new ExecutionCommand.Resume(id, this.clock.instant(), chosen, resolved, size));
	}

	private Checked<Snapshot> unpause(Snapshot found, Execution execution, Map<String, Object> inputs) {
		if (!inputs.isEmpty()) {
			throw Problems.badRequest("inputs",
					"Execution '%s' is paused as a whole, which takes no inputs.".formatted(execution.id()),
					"Leave them out, or set 'path' to the paused task that they are for.");
		}
		return published(found, () -> new ExecutionCommand.Unpause(execution.id(), this.clock.instant()));
	}

	private Checked<Snapshot> published(Snapshot found, Supplier<ExecutionCommand> command) {
		return Checked.of(() -> {
			publish(command.get());
			return found;
		});
	}

	/**
	 * Deletes an execution that has ended, with all that is kept of it.
	 * @return whether nothing shows it any more; if not, that is so soon
	 */
	boolean delete(String id) {
		Execution execution = Objects.requireNonNull(this.reader.require(id).execution());
		if (!execution.state().isTerminal()) {
			throw Problems.conflict("Execution '%s' has not ended: it is %s.".formatted(id, execution.state()),
					"Wait for its end, or kill it by POST /api/executions/{id}/kill, and delete it then.");
		}
		publish(new ExecutionCommand.Delete(id, this.clock.instant()));
		try {
			return this.reader.awaitDeletion(id);
		}
		catch (RepositoryException ex) {
			logger.debug("Deleted without a look at the repository, which does not answer", ex);
			return false;
		}
	}

	/** A kill does not wait for the repository either. */
	private @Nullable Snapshot known(String id) {
		try {
			return this.reader.find(id);
		}
		catch (RepositoryException ex) {
			logger.debug("Killed without its document, as the repository does not answer", ex);
			return null;
		}
	}

	private void publish(ExecutionCommand command) {
		try {
			this.publisher.publish(this.topics.executionCommands(), command.executionId(), command);
		}
		catch (ErrorResponseException ex) {
			// if it arrives after all, this is how to find it
			ex.getBody().setProperty("executionId", command.executionId());
			throw ex;
		}
	}

	/**
	 * An execution that may be created.
	 *
	 * @param size of its inputs and labels, in bytes of JSON
	 */
	public record Prepared(ExecutionCommand.Create command, int size) {

		/** The same for a request with an idempotency key. */
		public Prepared askedBy(String digest) {
			return new Prepared(this.command.askedBy(digest), this.size);
		}

	}

}
