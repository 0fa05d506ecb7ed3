package io.windhover.console;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Finds out where the console runs and for whom.
 */
class ConfigReader {

	private final ConsolePorts ports;

	private final String instance;

	private final @Nullable String version;

	private final ConsoleAccess access;

	ConfigReader(ConsolePorts ports, String instance, @Nullable String version, ConsoleAccess access) {
		this.ports = ports;
		this.instance = instance;
		this.version = version;
		this.access = access;
	}

	ConsoleConfig read(HttpServletRequest request) {
		String port = port(request);
		String other = this.ports.other(request);
		Authentication caller = caller();
		if (caller == null) {
			return new ConsoleConfig(port, other, null, null, this.access.hasUsers(), null, List.of(), null);
		}
		return new ConsoleConfig(port, other, this.instance, this.version, this.access.hasUsers(), caller.getName(),
				this.access.roles(caller), this.access.csrfToken(request));
	}

	/**
	 * Which of the two ports was asked.
	 */
	String port(HttpServletRequest request) {
		return this.ports.isManagement(request) ? "management" : "api";
	}

	/**
	 * Whether the caller may read what the port has.
	 */
	boolean mayRead() {
		Authentication caller = caller();
		return caller != null && !this.access.roles(caller).isEmpty();
	}

	/** Null where nobody was let in. */
	private static @Nullable Authentication caller() {
		Authentication caller = SecurityContextHolder.getContext().getAuthentication();
		return (caller instanceof AnonymousAuthenticationToken) ? null : caller;
	}

}
