package io.windhover.scheduler.topology;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.PollingTrigger;
import io.windhover.instance.ListenerList;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.PollingTriggerType;
import io.windhover.scheduler.PollingTriggerType.Outcome;
import io.windhover.scheduler.PollingTriggerType.Poll;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.machine.TriggerEffect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates polling triggers off the stream thread.
 */
class Evaluations {

	private static final Logger logger = LoggerFactory.getLogger(Evaluations.class);

	private final Map<String, PollingTriggerType<?>> types;

	private final PollingTriggerType.Binder binder;

	private final Executor threads;

	private final Consumer<Evaluated> outcomes;

	private final ListenerList<SchedulerListener> listeners;

	private final Clock clock;

	private final Set<String> pending = ConcurrentHashMap.newKeySet();

	private final Map<String, Running> running = new ConcurrentHashMap<>();

	/**
	 * Prepares evaluations.
	 * @param threads where they run: refuses what it has no room for, and never blocks
	 * @param outcomes takes what they found, on their thread
	 */
	Evaluations(List<PollingTriggerType<?>> types, PollingTriggerType.Binder binder, Executor threads,
			Consumer<Evaluated> outcomes, ListenerList<SchedulerListener> listeners, Clock clock) {
		this.types = types.stream()
			.collect(Collectors.toUnmodifiableMap(PollingTriggerType::type, Function.identity()));
		this.binder = binder;
		this.threads = threads;
		this.outcomes = outcomes;
		this.listeners = listeners;
		this.clock = clock;
	}

	/**
	 * Hands an evaluation over.
	 * @return why it is left out this time; null when it was taken
	 */
	@Nullable MissedReason submit(TriggerState state, TriggerEffect.Evaluate wanted) {
		String key = state.key();
		if (!this.pending.add(key)) {
			return MissedReason.STILL_EVALUATING;
		}
		try {
			this.threads.execute(() -> run(state, wanted));
			return null;
		}
		catch (RejectedExecutionException ex) {
			this.pending.remove(key);
			return MissedReason.EVALUATORS_BUSY;
		}
	}

	/**
	 * Whether an evaluation of the trigger runs or waits for a thread.
	 */
	boolean isPending(String triggerKey) {
		return this.pending.contains(triggerKey);
	}

	/**
	 * Since when the trigger is evaluated; null when it is not.
	 */
	@Nullable Instant since(String triggerKey) {
		Running found = this.running.get(triggerKey);
		return (found != null) ? found.since() : null;
	}

	List<TriggerState> running() {
		return this.running.values().stream().map(Running::state).toList();
	}

	private void run(TriggerState state, TriggerEffect.Evaluate wanted) {
		Instant start = this.clock.instant();
		this.running.put(state.key(), new Running(state, start));
		try {
			Evaluated outcome = evaluate(state, wanted);
			if (outcome.error() != null) {
				this.listeners.tell((listener) -> listener.evaluationFailed(state.flow(), state.type()));
			}
			this.outcomes.accept(outcome);
		}
		catch (Throwable ex) { // even an error of the machine must not end the thread
			logger.warn("The outcome of trigger {} was not sent; its next interval tries again", state.key(), ex);
		}
		finally {
			this.running.remove(state.key());
			this.pending.remove(state.key());
			Duration taken = Duration.between(start, this.clock.instant());
			this.listeners.tell((listener) -> listener.evaluationEnded(state.flow(), state.type(), taken));
		}
	}

	private Evaluated evaluate(TriggerState state, TriggerEffect.Evaluate wanted) {
		PollingTrigger trigger = wanted.trigger();
		Outcome outcome = new Outcome(false, Map.of());
		String error = null;
		try {
			PollingTriggerType<?> type = this.types.get(trigger.type());
			if (type == null) {
				throw new IllegalStateException("Trigger type '%s' is not known here; there are %s"
					.formatted(trigger.type(), this.types.keySet()));
			}
			outcome = type.evaluate(trigger.configuration(),
					new Poll(state.flow(), trigger.id(), wanted.date(), trigger.interval(), wanted.positions()),
					this.binder);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			error = "interrupted";
		}
		catch (Exception ex) {
			error = String.valueOf((ex.getMessage() != null) ? ex.getMessage() : ex);
			logger.warn("Trigger {} was not evaluated: {}", state.key(), error);
			logger.debug("Trigger {} was not evaluated", state.key(), ex);
		}
		catch (Throwable ex) { // which a type that uses secrets has masked
			error = ex.toString();
			logger.error("Trigger {} was not evaluated", state.key(), ex);
		}
		return new Evaluated(state.namespace(), state.flowId(), state.triggerId(), this.clock.instant(), wanted.date(),
				outcome.fire(), outcome.variables(), error, wanted.requestId(), outcome.read());
	}

	private record Running(TriggerState state, Instant since) {
	}

}
