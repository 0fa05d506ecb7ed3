package io.windhover.management.security;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names by which a machine speaks of itself. Nothing is resolved: a name that
 * somebody else owns may resolve to the loopback address, which is what DNS rebinding
 * does.
 */
final class LoopbackNames {

	private static final Pattern ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

	private LoopbackNames() {
	}

	static boolean isLoopback(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return name.equals("localhost") || name.endsWith(".localhost") || ADDRESS.matcher(name).matches();
	}

	/**
	 * Whether a page of this machine sent the request, by the value of its {@code Origin}
	 * header.
	 */
	static boolean isLoopbackOrigin(String origin) {
		try {
			String host = URI.create(origin).getHost();
			return host != null && isLoopback(host);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
