package io.windhover.security.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts passwords that had to be verified and were not right, by address and by address
 * and name. A name alone is never blocked: anyone could lock its owner out.
 */
public class LoginLimiter {

	static final Duration WINDOW = Duration.ofMinutes(1);

	public static final int PER_NAME = 10;

	public static final int PER_ADDRESS = 30;

	private static final Logger logger = LoggerFactory.getLogger(LoginLimiter.class);

	private static final int MOST_KEYS = 20_000;

	/**
	 * Groups of an IPv6 address that a network has; the others are its owner's to choose.
	 */
	private static final int NETWORK_GROUPS = 4;

	private static final int IPV6_GROUPS = 8;

	private static final int LONGEST_NAME = 64;

	private final Map<Key, Count> counts = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Key, Count> eldest) {
			return size() > MOST_KEYS;
		}

	};

	private final Clock clock;

	/**
	 * Begins without wrong passwords.
	 * @param clock measures the minute in which they count
	 */
	public LoginLimiter(Clock clock) {
		this.clock = clock;
	}

	/**
	 * How long no password of a name is looked at from an address; zero when they are.
	 */
	synchronized Duration blocked(String address, String name) {
		return remaining(Key.of(address, name), PER_NAME);
	}

	/**
	 * Counts a password that is about to be verified, as wrong until it turns out right.
	 * @return how long to wait instead; zero to go on
	 */
	synchronized Duration begin(String address, String name) {
		Key ofName = Key.of(address, name);
		Key ofAddress = Key.of(address, "");
		Duration byName = remaining(ofName, PER_NAME);
		Duration byAddress = remaining(ofAddress, PER_ADDRESS);
		if (!byName.isZero() || !byAddress.isZero()) {
			return (byName.compareTo(byAddress) > 0) ? byName : byAddress;
		}
		add(ofName, PER_NAME, "for one name");
		add(ofAddress, PER_ADDRESS, "");
		return Duration.ZERO;
	}

	/**
	 * The password was right: nothing is held against the name there any more.
	 */
	synchronized void succeeded(String address, String name) {
		this.counts.remove(Key.of(address, name));
		subtract(Key.of(address, ""));
	}

	/**
	 * The password was not verified after all.
	 */
	synchronized void abandoned(String address, String name) {
		subtract(Key.of(address, name));
		subtract(Key.of(address, ""));
	}

	private Duration remaining(Key key, int limit) {
		Count count = this.counts.get(key);
		if (count == null) {
			return Duration.ZERO;
		}
		Duration remaining = Duration.between(this.clock.instant(), count.since().plus(WINDOW));
		if (remaining.isNegative() || remaining.isZero()) {
			this.counts.remove(key);
			return Duration.ZERO;
		}
		return (count.value() >= limit) ? remaining : Duration.ZERO;
	}

	private void add(Key key, int limit, String scope) {
		Count count = this.counts.getOrDefault(key, new Count(this.clock.instant(), 0));
		this.counts.put(key, new Count(count.since(), count.value() + 1));
		if (count.value() + 1 == limit) {
			logger.warn("{} logins from {} {} within {}: further ones are refused for the rest of it", limit,
					key.address(), scope, WINDOW);
		}
	}

	private void subtract(Key key) {
		this.counts.computeIfPresent(key, (same, count) -> new Count(count.since(), Math.max(0, count.value() - 1)));
	}

	/** Whose logins are counted together. */
	private record Key(String address, String name) {

		static Key of(String address, String name) {
			String[] groups = address.split(":");
			String network = (groups.length == IPV6_GROUPS)
					? String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS)) + "::/64" : address;
			return new Key(network, (name.length() > LONGEST_NAME) ? name.substring(0, LONGEST_NAME) : name);
		}

	}

	/** How many there were since the first of them. */
	private record Count(Instant since, int value) {
	}

}
