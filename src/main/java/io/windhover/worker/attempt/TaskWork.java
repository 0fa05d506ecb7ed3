package io.windhover.worker.attempt;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.json.Json;
import io.windhover.secret.UsedSecrets;
import io.windhover.worker.task.TaskFailedException;
import io.windhover.worker.task.TaskType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.core.JacksonException;

/**
 * Runs the task of a job; whatever it throws makes it fail.
 */
public class TaskWork {

	private static final Logger logger = LoggerFactory.getLogger(TaskWork.class);

	private final TaskTypes types;

	private final AttemptContexts contexts;

	private final long maxOutputs;

	/**
	 * Makes what runs tasks.
	 * @param maxOutputs bytes of JSON above which an attempt fails
	 */
	public TaskWork(TaskTypes types, AttemptContexts contexts, long maxOutputs) {
		this.types = types;
		this.contexts = contexts;
		this.maxOutputs = maxOutputs;
	}

	/**
	 * Runs a job.
	 * @param watcher is given what the task sees, before it runs
	 * @param judge says what its outcome is in the end, before the log tells of it
	 */
	AttemptOutcome run(Job job, Consumer<AttemptContext> watcher, UnaryOperator<AttemptOutcome> judge) {
		TaskType<?> type;
		try {
			type = this.types.of(job);
		}
		catch (IllegalArgumentException ex) {
			return judge.apply(AttemptOutcome.failed(String.valueOf(ex.getMessage()), null));
		}
		AttemptContext context = this.contexts.of(job, type);
		watcher.accept(context);
		try {
			AttemptOutcome outcome = judge.apply(run(type, job, context).with(context.metrics().all()));
			if (outcome.error() != null) {
				context.log((outcome.state() == State.KILLED) ? Level.WARN : Level.ERROR, outcome.error());
			}
			return outcome.logging(context.logged());
		}
		finally {
			context.directory().close();
		}
	}

	private AttemptOutcome run(TaskType<?> type, Job job, AttemptContext context) {
		UsedSecrets secrets = context.secrets();
		try {
			Map<String, Object> outputs = this.types.run(type, job, context);
			AttemptOutcome outcome = bounded(AttemptOutcome.success(secrets.mask(outputs)).changing(context.change()),
					secrets);
			return (outcome.state() == State.SUCCESS) ? outcome.leaving(context.directory().keep()) : outcome;
		}
		catch (TaskFailedException ex) {
			return bounded(AttemptOutcome.failed(message(ex, secrets), secrets.mask(ex.outputs())), secrets);
		}
		catch (InterruptedException ex) {
			return AttemptOutcome.failed("interrupted", null);
		}
		catch (Exception ex) {
			logger.debug("Task run {} failed", job.taskRunId(), shown(ex, secrets));
			return AttemptOutcome.failed(message(ex, secrets), null);
		}
		catch (Throwable ex) { // even an error of the machine must not lose the attempt
			logger.error("Task run {} failed", job.taskRunId(), shown(ex, secrets));
			return AttemptOutcome.failed(message(ex, secrets), null);
		}
	}

	/** The messages of an exception and its causes may hold the secrets of the task. */
	private static Throwable shown(Throwable thrown, UsedSecrets secrets) {
		if (secrets.isEmpty()) {
			return thrown;
		}
		IllegalStateException masked = new IllegalStateException(
				thrown.getClass().getName() + ": " + message(thrown, secrets));
		masked.setStackTrace(thrown.getStackTrace());
		return masked;
	}

	private AttemptOutcome bounded(AttemptOutcome outcome, UsedSecrets secrets) {
		Map<String, Object> outputs = outcome.outputs();
		try {
			if (outcome.change() != null) {
				int size = Json.mapper().writeValueAsBytes(outcome.change()).length;
				if (size > this.maxOutputs) {
					return refused(outcome,
							"what it sets of the execution is %d bytes of JSON, more than windhover.worker.max-outputs (%d) allows"
								.formatted(size, this.maxOutputs));
				}
			}
			if (outputs == null || outputs.isEmpty()) {
				return outcome;
			}
			int size = Json.mapper().writeValueAsBytes(outputs).length;
			return (size <= this.maxOutputs) ? outcome.measured(size)
					: refused(outcome,
							"the outputs are %d bytes of JSON, more than windhover.worker.max-outputs (%d) allows"
								.formatted(size, this.maxOutputs));
		}
		catch (JacksonException ex) {
			return refused(outcome, secrets.mask("the outputs cannot be written as JSON: " + ex.getOriginalMessage()));
		}
	}

	private static AttemptOutcome refused(AttemptOutcome outcome, String complaint) {
		return AttemptOutcome.failed((outcome.error() != null) ? outcome.error() + "; " + complaint : complaint, null);
	}

	private static String message(Throwable thrown, UsedSecrets secrets) {
		String message = thrown.getMessage();
		return (message != null && !message.isBlank()) ? secrets.mask(message) : thrown.getClass().getSimpleName();
	}

}
