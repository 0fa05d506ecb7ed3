package io.windhover.security;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.windhover.instance.PortUrls;

/**
 * Says in a line who may do what, and what of it deserves a warning.
 */
public class AccessSummary {

	private final SecurityProperties properties;

	private final PortUrls urls;

	/**
	 * Summarizes the settings of this process.
	 * @param urls state whether other machines reach the ports, and by TLS
	 */
	public AccessSummary(SecurityProperties properties, PortUrls urls) {
		this.properties = properties;
		this.urls = urls;
	}

	/**
	 * Whether there are users.
	 */
	public boolean hasUsers() {
		return !this.properties.users().isEmpty();
	}

	/**
	 * Who may do what.
	 */
	public String access() {
		List<SecurityProperties.User> users = this.properties.users();
		if (!users.isEmpty()) {
			return "users: " + users.stream()
				.map((user) -> user.name() + user.roles()
					.stream()
					.map(AccessRole::id)
					.sorted()
					.collect(Collectors.joining(", ", " (", ")")))
				.collect(Collectors.joining(", "));
		}
		return this.urls.isLoopbackOnly() ? "this machine only, no users"
				: "no users: this machine may do everything, others read /health, /info and /prometheus, and call webhooks";
	}

	/**
	 * What somebody should think about, each as a sentence.
	 */
	public List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		if (!this.urls.isLoopbackOnly()) {
			if (this.properties.users().isEmpty()) {
				warnings
					.add("windhover.listen-address lets others reach the ports, and there are no users: anyone who does "
							+ "may read /health, /info and /prometheus, and call webhooks by their keys. Set windhover.security.users, or listen on 127.0.0.1.");
			}
			else if (!this.urls.isEncrypted()) {
				warnings.add("Others reach the ports without TLS, and passwords can be read on their way. Set "
						+ "server.ssl.bundle and management.server.ssl.bundle, unless a proxy does it.");
			}
		}
		return warnings;
	}

}
