package io.windhover.console;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The console of both ports. It is no filter itself, lest each server register it before
 * it is known who asks: the chain of Spring Security, which both ports share, has its
 * filter after that.
 */
public class Console {

	private final ConsolePorts ports;

	private final String instance;

	private final @Nullable String version;

	Console(ConsolePorts ports, String instance, @Nullable String version) {
		this.ports = ports;
		this.instance = instance;
		this.version = version;
	}

	/**
	 * The filter that answers what is the console's, and lets all else through.
	 */
	public Filter filter(ConsoleAccess access) {
		return new ConsoleFilter(this.ports, new Assets(), new Shell(),
				new ConfigReader(this.ports, this.instance, this.version, access));
	}

	/**
	 * The path of a request below that of its port's routes, such as
	 * {@code /console/login}; null where it is elsewhere.
	 */
	public @Nullable String path(HttpServletRequest request) {
		return this.ports.path(request);
	}

}
