package io.windhover.api.execution.create;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.windhover.api.execution.ExecutionCommands;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.execution.NewExecution;
import io.windhover.api.web.ApiProperties;
import io.windhover.api.web.Problems;
import io.windhover.cluster.owner.ExecutionOwners;
import io.windhover.execution.Execution;
import io.windhover.execution.Snapshot;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Creates executions for requests, one for each idempotency key, and answers at once or
 * when they have ended.
 */
@Component
@ConditionalOnRole(Role.API)
public class ExecutionCreator {

	/** The header of the idempotency key. */
	public static final String KEY = "Idempotency-Key";

	/** The answer is sent when the wait is over; this only guards against a lost one. */
	private static final long MARGIN_MILLIS = 30_000;

	private final ExecutionCommands commands;

	private final IdempotencyKeys keys;

	private final ExecutionReader reader;

	private final ExecutionOwners owners;

	private final Executor waitThreads;

	private final ApiProperties properties;

	ExecutionCreator(ExecutionCommands commands, IdempotencyKeys keys, ExecutionReader reader, ExecutionOwners owners,
			@Qualifier("waitThreads") Executor waitThreads, ApiProperties properties) {
		this.commands = commands;
		this.keys = keys;
		this.reader = reader;
		this.owners = owners;
		this.waitThreads = waitThreads;
		this.properties = properties;
	}

	/**
	 * Fails with a problem where a request wants to wait for longer than is allowed.
	 */
	public void requireAllowed(@Nullable Duration wait) {
		if (wait != null && (wait.isNegative() || wait.compareTo(this.properties.maxWait()) > 0)) {
			throw Problems.badRequest("wait", "'%s' is not a value of wait.".formatted(wait),
					"A duration from PT0S to %s; windhover.api.max-wait raises it."
						.formatted(this.properties.maxWait()));
		}
	}

	/**
	 * Creates an execution, or finds the one that the request has created before.
	 * @param scope within which the key names a request
	 * @param key null where a repeated request is another one
	 */
	public Created create(String scope, @Nullable String key, NewExecution execution) {
		return create(scope, key, (ExecutionRequest) (id) -> execution);
	}

	/**
	 * The same for a request that is still to be read.
	 */
	Created create(String scope, @Nullable String key, ExecutionRequest request) {
		String id = UUID.randomUUID().toString();
		if (key != null) {
			IdempotencyKeys.Claim claim = this.keys.claim(scope, key);
			if (claim.existing() != null) {
				requireSame(request, claim.existing());
				return new Created(claim.existing(), HttpStatus.OK);
			}
			id = claim.id();
		}
		return new Created(this.commands.create(prepared(id, key, request)), HttpStatus.CREATED);
	}

	private static void requireSame(ExecutionRequest request, Execution existing) {
		if (request.contradicts(existing)) {
			throw Problems.unprocessable(KEY,
					"The Idempotency-Key is that of execution '%s', which was created with other inputs, labels or files."
						.formatted(existing.id()),
					"Send a key of its own with each new request, and the same body with a repeated one.");
		}
	}

	private ExecutionCommands.Prepared prepared(String id, @Nullable String key, ExecutionRequest request) {
		try {
			NewExecution execution = request.read(id);
			ExecutionCommands.Prepared prepared = this.commands.prepare(id, execution);
			return (key != null) ? prepared.askedBy(execution.digest()) : prepared;
		}
		catch (RuntimeException ex) {
			if (key == null) {
				// of a key, an earlier request may be on its way
				request.refused(id);
			}
			throw ex;
		}
	}

	/**
	 * Answers when an execution has ended or the wait is over.
	 * @param created makes the body where nobody can say how the execution stands
	 * @param stands makes the body of how it stands
	 */
	public <T> DeferredResult<ResponseEntity<T>> ended(Created execution, Duration wait, Function<Execution, T> created,
			Function<Snapshot, T> stands) {
		if (execution.execution().state().isTerminal()) {
			return immediate(stands(execution, created, stands));
		}
		DeferredResult<ResponseEntity<T>> result = new DeferredResult<>(wait.toMillis() + MARGIN_MILLIS);
		@SuppressWarnings("unused")
		var unused = this.owners.ended(execution.execution().id())
			.completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
			.thenApplyAsync((ended) -> stands(execution, created, stands), this.waitThreads)
			.whenComplete((response, failure) -> {
				if (failure == null) {
					result.setResult(response);
				}
				else {
					result.setErrorResult((failure.getCause() != null) ? failure.getCause() : failure);
				}
			});
		return result;
	}

	private <T> ResponseEntity<T> stands(Created execution, Function<Execution, T> created,
			Function<Snapshot, T> stands) {
		String id = execution.execution().id();
		try {
			Snapshot now = this.reader.require(id);
			boolean ended = now.execution() != null && now.execution().state().isTerminal();
			return response(ended ? execution.status() : HttpStatus.ACCEPTED, id, stands.apply(now));
		}
		catch (ErrorResponseException ex) {
			// it is accepted, whether or not anybody can say now how it stands
			return response(HttpStatus.ACCEPTED, id, created.apply(execution.execution()));
		}
	}

	/**
	 * The answer that is known already.
	 */
	public static <T> DeferredResult<ResponseEntity<T>> immediate(ResponseEntity<T> response) {
		DeferredResult<ResponseEntity<T>> result = new DeferredResult<>();
		result.setResult(response);
		return result;
	}

	private static <T> ResponseEntity<T> response(HttpStatus status, String id, T body) {
		return ResponseEntity.status(status)
			.location(URI.create("/api/executions/" + id))
			.contentType(MediaType.APPLICATION_JSON)
			.body(body);
	}

	/**
	 * What a request has created, or one like it before.
	 */
	public record Created(Execution execution, HttpStatus status) {

		/**
		 * The answer that does not wait for the end.
		 */
		public <T> ResponseEntity<T> response(Function<Execution, T> body) {
			return ExecutionCreator.response(this.status, this.execution.id(), body.apply(this.execution));
		}

	}

}
