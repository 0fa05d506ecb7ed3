package io.windhover.management.health;

import io.windhover.instance.Phases;
import io.windhover.topic.StartupStep;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Says that this process lives before its engine starts: Spring Boot says so only when
 * all has started, and until then whoever watches would restart a process that waits for
 * its broker.
 */
class EarlyLiveness extends StartupStep {

	private final ApplicationEventPublisher events;

	EarlyLiveness(ApplicationEventPublisher events) {
		super(Phases.BROKER - 1);
		this.events = events;
	}

	@Override
	protected void run() {
		AvailabilityChangeEvent.publish(this.events, this, LivenessState.CORRECT);
	}

}
