package io.windhover.management.admin;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import de.codecentric.boot.admin.client.config.ClientProperties;
import de.codecentric.boot.admin.client.registration.ApplicationFactory;
import de.codecentric.boot.admin.client.registration.ApplicationRegistrator;
import de.codecentric.boot.admin.client.registration.RegistrationClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers at the first Admin server that takes it, or at all of them. A server that is
 * away costs one line of the log, and not a stack trace as with the client's own.
 */
class AdminRegistrator implements ApplicationRegistrator {

	private static final Logger logger = LoggerFactory.getLogger(AdminRegistrator.class);

	private final ApplicationFactory factory;

	private final RegistrationClient client;

	private final ClientProperties properties;

	/** The id that each server gave. */
	private final Map<String, String> registered = new ConcurrentHashMap<>();

	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	AdminRegistrator(ApplicationFactory factory, RegistrationClient client, ClientProperties properties) {
		this.factory = factory;
		this.client = client;
		this.properties = properties;
	}

	@Override
	public boolean register() {
		boolean any = false;
		for (String url : this.properties.getAdminUrl()) {
			any |= register(url);
			if (any && this.properties.isRegisterOnce()) {
				break;
			}
		}
		return any;
	}

	private boolean register(String url) {
		try {
			String id = this.client.register(url, this.factory.createApplication());
			boolean recovered = this.failing.remove(url);
			if (this.registered.put(url, id) == null || recovered) {
				logger.info("Registered at the Admin server {} as {}", url, id);
			}
			return true;
		}
		catch (RuntimeException ex) {
			if (this.failing.add(url)) {
				logger.warn("Cannot register at the Admin server {}, and will try every {} ms: {}", url,
						this.properties.getPeriod().toMillis(), ex.getMessage());
			}
			return false;
		}
	}

	@Override
	public void deregister() {
		this.registered.forEach((url, id) -> {
			if (!this.failing.contains(url) && this.registered.remove(url, id)) {
				deregister(url, id);
			}
		});
	}

	private void deregister(String url, String id) {
		try {
			this.client.deregister(url, id);
		}
		catch (RuntimeException ex) {
			logger.warn("Cannot deregister {} at the Admin server {}: {}", id, url, ex.getMessage());
		}
	}

	/** The interface says that null means none, and is not annotated so. */
	@Override
	@SuppressWarnings("NullAway")
	public @Nullable String getRegisteredId() {
		return this.registered.values().stream().findFirst().orElse(null);
	}

}
