package io.windhover.event.delivery;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import io.windhover.event.EventProperties;
import io.windhover.event.EventSettingsException;
import io.windhover.event.SubscriptionProperties;
import io.windhover.instance.FenceListener;
import io.windhover.instance.Phases;
import io.windhover.topic.ConsumerThread;
import org.springframework.context.SmartLifecycle;

/**
 * The subscriptions of the configuration, each with a thread of its own, so that none
 * waits for another.
 */
final class Subscriptions implements SmartLifecycle, FenceListener {

	private final List<SubscriptionState> states = new ArrayList<>();

	private final List<ConsumerThread> threads = new ArrayList<>();

	private volatile boolean running;

	/**
	 * Prepares the threads.
	 * @param deliverers makes the thread of a subscription
	 */
	Subscriptions(List<Subscription> subscriptions, Clock clock,
			BiFunction<Subscription, SubscriptionState, ConsumerThread> deliverers) {
		for (Subscription subscription : subscriptions) {
			SubscriptionState state = new SubscriptionState(subscription, clock);
			this.states.add(state);
			this.threads.add(deliverers.apply(subscription, state));
		}
	}

	/**
	 * Checks the configuration.
	 * @throws EventSettingsException when it cannot be right
	 */
	static List<Subscription> of(EventProperties properties) {
		List<Subscription> subscriptions = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (SubscriptionProperties each : properties.subscriptions()) {
			int index = subscriptions.size();
			subscriptions.add(Subscription.of(each, index));
			if (!names.add(each.name())) {
				throw new EventSettingsException(
						"windhover.events.subscriptions[%d].name is '%s', as that of another is.".formatted(index,
								each.name()),
						"Set windhover.events.subscriptions[%d].name to a name of its own.".formatted(index));
			}
		}
		if (!properties.enabled() && !subscriptions.isEmpty()) {
			throw new EventSettingsException(
					"windhover.events.subscriptions has %d, and there are no events.".formatted(subscriptions.size()),
					"Set windhover.events.enabled to true on every instance, or remove the subscriptions.");
		}
		return subscriptions;
	}

	List<SubscriptionState> states() {
		return List.copyOf(this.states);
	}

	@Override
	public void start() {
		this.running = true;
		this.threads.forEach(ConsumerThread::start);
	}

	@Override
	public void stop() {
		this.running = false;
		this.threads.parallelStream().forEach(ConsumerThread::stop);
	}

	@Override
	public void fenced() {
		this.running = false;
		this.threads.forEach(ConsumerThread::fenced);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.ROLES;
	}

}
