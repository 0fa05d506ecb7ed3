package io.windhover.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.Environment;

/**
 * Where the two ports of this process are reached by others.
 */
public class PortUrls {

	private static final Logger logger = LoggerFactory.getLogger(PortUrls.class);

	private final Environment environment;

	private final @Nullable String advertisedHost;

	private final String hostName = hostName();

	/** By their prefix: to bind them takes longer than a request that asks for a URL. */
	private final Map<String, Optional<Ssl>> ssl = new ConcurrentHashMap<>();

	PortUrls(Environment environment, InstanceProperties properties) {
		this.environment = environment;
		this.advertisedHost = properties.advertisedHost();
	}

	/**
	 * The name that the system has for this machine.
	 */
	public String machine() {
		return this.hostName;
	}

	/**
	 * The names that this machine has for itself and tells others.
	 */
	public Set<String> names() {
		Set<String> names = new HashSet<>(Set.of(this.hostName));
		if (this.advertisedHost != null) {
			names.add(this.advertisedHost);
		}
		return names;
	}

	/**
	 * The URL of the API; null while it is closed.
	 */
	public @Nullable String api() {
		return url("local.server.port", "server.address", "server.ssl");
	}

	/**
	 * The URL of the management port; null while it is closed.
	 */
	public @Nullable String management() {
		// a management port without settings for TLS has those of the other
		boolean own = !isShared() && ssl("management.server.ssl") != null;
		return url("local.management.port", isShared() ? "server.address" : "management.server.address",
				own ? "management.server.ssl" : "server.ssl");
	}

	/**
	 * The URL below which the routes of the management port are; null while it is closed.
	 */
	public @Nullable String managementRoutes() {
		String url = management();
		String path = this.environment.getProperty("management.server.base-path", "")
				+ this.environment.getProperty("management.endpoints.web.base-path", "");
		return (url != null) ? url + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) : null;
	}

	/**
	 * Whether both ports can be reached from this machine only.
	 */
	public boolean isLoopbackOnly() {
		return isLoopback(listens("server.address"))
				&& (isShared() || isLoopback(listens("management.server.address")));
	}

	/**
	 * Whether each open port speaks TLS.
	 */
	public boolean isEncrypted() {
		String api = api();
		return (api == null || api.startsWith("https:")) && String.valueOf(management()).startsWith("https:");
	}

	private @Nullable String url(String portProperty, String addressProperty, String sslProperty) {
		String port = this.environment.getProperty(portProperty);
		if (port == null || port.startsWith("-")) {
			return null;
		}
		Ssl ssl = ssl(sslProperty);
		String scheme = (ssl != null && ssl.isEnabled()) ? "https" : "http";
		String host = host(listens(addressProperty));
		return "%s://%s:%s".formatted(scheme, host.contains(":") ? "[" + host + "]" : host, port);
	}

	private String host(@Nullable String address) {
		if (this.advertisedHost != null) {
			return this.advertisedHost;
		}
		return (address == null || isWildcard(address)) ? this.hostName : address;
	}

	private @Nullable String listens(String addressProperty) {
		return this.environment.getProperty(addressProperty);
	}

	/** Both ports may be one. */
	private boolean isShared() {
		String management = this.environment.getProperty("local.management.port");
		return management != null && management.equals(this.environment.getProperty("local.server.port"));
	}

	private @Nullable Ssl ssl(String prefix) {
		return this.ssl
			.computeIfAbsent(prefix,
					(each) -> Optional.ofNullable(Binder.get(this.environment).bind(each, Ssl.class).orElse(null)))
			.orElse(null);
	}

	private static boolean isLoopback(@Nullable String address) {
		return address != null && resolves(address, InetAddress::isLoopbackAddress);
	}

	private static boolean isWildcard(String address) {
		return resolves(address, InetAddress::isAnyLocalAddress);
	}

	private static boolean resolves(String address, Predicate<InetAddress> test) {
		try {
			return test.test(InetAddress.getByName(address));
		}
		catch (UnknownHostException ex) {
			// the servers will fail on it with a better message
			logger.debug("Cannot resolve {}", address, ex);
			return false;
		}
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
