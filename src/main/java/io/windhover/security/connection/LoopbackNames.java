package io.windhover.security.connection;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The names by which a machine speaks of itself. Nothing is resolved: a name that
 * somebody else owns may resolve to the loopback address, which is what DNS rebinding
 * does.
 */
public final class LoopbackNames {

	private static final Pattern LOOPBACK = Pattern
		.compile("127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?|\\[?::ffff:127(\\.\\d{1,3}){3}]?");

	private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+(%[^]]*)?]");

	private LoopbackNames() {
	}

	/**
	 * Whether a host is {@code localhost}, a name below it or a loopback address, in any
	 * case.
	 */
	public static boolean isLoopback(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return name.equals("localhost") || name.endsWith(".localhost") || isLoopbackAddress(name);
	}

	static boolean isLoopbackAddress(@Nullable String address) {
		return address != null && LOOPBACK.matcher(address).matches();
	}

	/**
	 * Whether it is an address and no name: nobody can make it mean another machine.
	 */
	public static boolean isAddress(String host) {
		return ADDRESS.matcher(host.toLowerCase(Locale.ROOT)).matches();
	}

}
