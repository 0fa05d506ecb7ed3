package io.windhover.console;

import java.net.URI;

import io.windhover.instance.PortUrls;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * The two ports of this process, and what a request asks of which.
 */
class ConsolePorts {

	private static final int NOT_KNOWN = -1;

	private final Environment environment;

	private final PortUrls urls;

	/** Once its server is open, and then for good: each request asks for it. */
	private volatile int managementPort = NOT_KNOWN;

	/** The path of all endpoints, without a slash at its end. */
	private final String base;

	ConsolePorts(Environment environment, PortUrls urls) {
		this.environment = environment;
		this.urls = urls;
		this.base = withoutSlash(environment.getProperty("management.endpoints.web.base-path", "/actuator"));
	}

	/**
	 * Whether a request came to the management port, where that is a port of its own.
	 */
	boolean isManagement(HttpServletRequest request) {
		return request.getLocalPort() == managementPort();
	}

	private int managementPort() {
		Integer open = (this.managementPort == NOT_KNOWN) ? port("local.management.port") : null;
		if (open != null && !open.equals(port("local.server.port"))) {
			this.managementPort = open;
		}
		return this.managementPort;
	}

	/**
	 * What the paths of a port's routes begin with, for the caller of this request.
	 */
	String prefix(HttpServletRequest request) {
		return request.getContextPath() + base(request);
	}

	/**
	 * The path of a request below the prefix; null where it is elsewhere.
	 */
	@Nullable String path(HttpServletRequest request) {
		String prefix = prefix(request);
		String path = request.getRequestURI();
		boolean below = path.startsWith(prefix)
				&& (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
		return below ? path.substring(prefix.length()) : null;
	}

	/**
	 * The URL below which the other port has its routes, by the name by which this one
	 * was called; null where it is closed, or where something between has given this port
	 * another number, so that the other's is not known.
	 */
	@Nullable String other(HttpServletRequest request) {
		boolean management = isManagement(request);
		String url = management ? api() : this.urls.managementRoutes();
		if (url == null || (!management && port("local.server.port") == null) || isShared()
				|| request.getServerPort() != request.getLocalPort()) {
			return null;
		}
		URI other = URI.create(url);
		String host = request.getServerName();
		return "%s://%s:%d%s".formatted(other.getScheme(),
				host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host, other.getPort(),
				(other.getRawPath() != null) ? other.getRawPath() : "");
	}

	private @Nullable String api() {
		String url = this.urls.api();
		return (url != null) ? url + withoutSlash(this.environment.getProperty("server.servlet.context-path", ""))
				: null;
	}

	private String base(HttpServletRequest request) {
		return isManagement(request) ? this.base : "";
	}

	private boolean isShared() {
		Integer management = port("local.management.port");
		return management != null && management.equals(port("local.server.port"));
	}

	private @Nullable Integer port(String property) {
		return this.environment.getProperty(property, Integer.class);
	}

	private static String withoutSlash(String path) {
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

}
