package io.windhover.topic;

import io.windhover.instance.Phases;
import org.springframework.context.SmartLifecycle;

/**
 * What is done once in a phase of the start, and leaves nothing to be stopped.
 */
public abstract class StartupStep implements SmartLifecycle {

	private final int phase;

	private volatile boolean done;

	/**
	 * A step of the start.
	 * @param phase one of {@link Phases}
	 */
	protected StartupStep(int phase) {
		this.phase = phase;
	}

	/**
	 * Does it; the phases after this one wait for its return.
	 */
	protected abstract void run();

	@Override
	public final void start() {
		run();
		this.done = true;
	}

	@Override
	public void stop() {
		this.done = false;
	}

	@Override
	public final boolean isRunning() {
		return this.done;
	}

	@Override
	public final int getPhase() {
		return this.phase;
	}

}
