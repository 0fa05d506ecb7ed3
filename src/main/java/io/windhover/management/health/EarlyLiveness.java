package io.windhover.management.health;

import io.windhover.topic.Phases;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Says that this process lives before its engine starts: Spring Boot says so only when
 * all has started, and until then whoever watches would restart a process that waits for
 * its broker.
 */
class EarlyLiveness implements SmartLifecycle {

	private final ApplicationEventPublisher events;

	private volatile boolean running;

	EarlyLiveness(ApplicationEventPublisher events) {
		this.events = events;
	}

	@Override
	public void start() {
		AvailabilityChangeEvent.publish(this.events, this, LivenessState.CORRECT);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.BROKER - 1;
	}

}
