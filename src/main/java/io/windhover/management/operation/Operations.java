package io.windhover.management.operation;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.windhover.management.Sampler;
import io.windhover.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.MediaType;

/**
 * Carries out what endpoints are asked to do, tells the listeners, and answers: 202, or a
 * problem that says why not.
 */
public class Operations {

	private static final Logger logger = LoggerFactory.getLogger(Operations.class);

	private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(5);

	private final Sampler sampler;

	private final ObjectProvider<OperationListener> listeners;

	Operations(Sampler sampler, ObjectProvider<OperationListener> listeners) {
		this.sampler = sampler;
		this.listeners = listeners;
	}

	/**
	 * Carries out an operation.
	 * @param target what it is done to, for the audit event and the answer
	 */
	public WebEndpointResponse<OperationResponseBody> perform(Operation operation, String target,
			Supplier<Outcome> action) {
		Outcome outcome = outcome(action);
		logger.info("Operation {} on {}: {}", operation.id(), target,
				(outcome.reason() != null) ? outcome.kind().id() + ", " + outcome.reason() : outcome.kind().id());
		this.listeners.orderedStream().forEach((listener) -> listener.performed(operation, target, outcome));
		Outcome.Kind kind = outcome.kind();
		if (kind == Outcome.Kind.ACCEPTED) {
			return new WebEndpointResponse<>(new OperationDescriptors.Accepted(operation.id(), target, kind.id()),
					kind.status().value());
		}
		return new WebEndpointResponse<>(
				new OperationDescriptors.Problem(Problem.TYPE, kind.status().getReasonPhrase(), kind.status().value(),
						String.valueOf(outcome.reason()), Problem.hint(kind.status().value()), operation.id(), target),
				kind.status().value(), MediaType.APPLICATION_PROBLEM_JSON);
	}

	/**
	 * Publishes what asks for an operation and waits for the acknowledgement; does not
	 * try while the broker is known to be away.
	 */
	public Outcome publish(Supplier<? extends CompletionStage<?>> publication) {
		String error = this.sampler.kafka().error();
		if (error != null) {
			return Outcome.failed("The broker does not answer: " + error);
		}
		try {
			publication.get().toCompletableFuture().get(PUBLISH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			return Outcome.accepted();
		}
		catch (ExecutionException ex) {
			return Outcome.failed("The broker did not take it: " + ex.getCause());
		}
		catch (TimeoutException ex) {
			return Outcome.failed(
					"The broker did not acknowledge within %s; it may still take effect".formatted(PUBLISH_TIMEOUT));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Outcome.failed("This process is stopping");
		}
	}

	private static Outcome outcome(Supplier<Outcome> action) {
		try {
			return action.get();
		}
		catch (RuntimeException ex) {
			logger.warn("An operation failed", ex);
			return Outcome.failed("It failed: " + ex.getMessage());
		}
	}

}
