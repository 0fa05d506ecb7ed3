package io.windhover.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.scheduling.config.TriggerTask;

/**
 * Work that a timer repeats, as Spring schedules and shows it.
 */
final class PeriodicWork {

	private PeriodicWork() {
	}

	/**
	 * Runs work again and again, first when a period is over.
	 */
	static ScheduledTask atFixedRate(String name, ScheduledExecutorService timer, Duration period, Runnable work) {
		return required(registrar(timer).scheduleFixedRateTask(new FixedRateTask(named(name, work), period, period)));
	}

	/**
	 * Runs work when a time is over, and again when the time that it returned is.
	 */
	static ScheduledTask repeat(String name, ScheduledExecutorService timer, Duration first, Supplier<Duration> work) {
		Pause pause = new Pause(first);
		Runnable repeated = () -> pause.duration = work.get();
		return required(registrar(timer).scheduleTriggerTask(new TriggerTask(named(name, repeated), pause)));
	}

	private static ScheduledTaskRegistrar registrar(ScheduledExecutorService timer) {
		ScheduledTaskRegistrar registrar = new ScheduledTaskRegistrar();
		registrar.setTaskScheduler(new ConcurrentTaskScheduler(timer));
		return registrar;
	}

	/** It is scheduled at once, because the registrar has its scheduler. */
	private static ScheduledTask required(@Nullable ScheduledTask task) {
		if (task == null) {
			throw new IllegalStateException("The timer does not take any work");
		}
		return task;
	}

	private static Runnable named(String name, Runnable work) {
		return new Runnable() {

			@Override
			public void run() {
				work.run();
			}

			@Override
			public String toString() {
				return name;
			}

		};
	}

	/** How long to wait after each run, as the work itself says. */
	private static final class Pause implements Trigger {

		private final Duration first;

		private volatile Duration duration = Duration.ofMinutes(1);

		Pause(Duration first) {
			this.first = first;
		}

		@Override
		public Instant nextExecution(TriggerContext context) {
			Instant ended = context.lastCompletion();
			return (ended != null) ? ended.plus(this.duration) : context.getClock().instant().plus(this.first);
		}

		@Override
		public String toString() {
			return "after a pause that each run determines, the last %s".formatted(this.duration);
		}

	}

}
