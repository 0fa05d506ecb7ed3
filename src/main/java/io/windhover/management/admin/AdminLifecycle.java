package io.windhover.management.admin;

import de.codecentric.boot.admin.client.config.ClientProperties;
import de.codecentric.boot.admin.client.registration.ApplicationRegistrator;
import de.codecentric.boot.admin.client.registration.RegistrationApplicationListener;
import io.windhover.instance.Phases;
import org.springframework.context.SmartLifecycle;

/**
 * Registers as soon as the ports are open, because the engine may wait long for a broker,
 * and deregisters after the engine has stopped: an Admin server sees both. The requests
 * of the registration are sent from a thread of their own.
 */
class AdminLifecycle implements SmartLifecycle {

	private final RegistrationApplicationListener timer;

	private final ApplicationRegistrator registrator;

	private final ClientProperties properties;

	private volatile boolean running;

	AdminLifecycle(RegistrationApplicationListener timer, ApplicationRegistrator registrator,
			ClientProperties properties) {
		this.timer = timer;
		this.registrator = registrator;
		this.properties = properties;
	}

	@Override
	public void start() {
		this.running = true;
		if (this.properties.isAutoRegistration()) {
			this.timer.startRegisterTask();
		}
	}

	@Override
	public void stop() {
		// a start that is given up, because no broker came, stops on an interrupted
		// thread
		boolean interrupted = Thread.interrupted();
		this.timer.stopRegisterTask();
		if (!Boolean.FALSE.equals(this.properties.getAutoDeregistration())) {
			this.registrator.deregister();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.ANNOUNCEMENT;
	}

}
