package io.windhover.security.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * The sessions of the console on both ports of this process, which end with it. An id is
 * kept as its hash, so that a dump of the memory lets nobody in. Each user has few, so
 * those who are configured bound their number.
 */
public class Sessions {

	static final Duration LONGEST = Duration.ofHours(12);

	static final Duration IDLE = Duration.ofHours(1);

	static final int PER_USER = 20;

	private static final int RANDOM_BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	/** By the hash of their ids. */
	private final Map<String, Session> sessions = new HashMap<>();

	private final Clock clock;

	/**
	 * Begins without sessions.
	 * @param clock measures how old and how idle they are
	 */
	public Sessions(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Begins a session. One too many ends that of the same user which was not used for
	 * longest.
	 * @return the id, which nobody else learns
	 */
	synchronized String begin(Authentication user) {
		Instant now = this.clock.instant();
		this.sessions.values().removeIf((session) -> isOver(session, now));
		List<Map.Entry<String, Session>> others = this.sessions.entrySet()
			.stream()
			.filter((each) -> each.getValue().user().getName().equals(user.getName()))
			.sorted(Comparator.comparing((each) -> each.getValue().usedAt()))
			.toList();
		others.stream()
			.limit(Math.max(0, others.size() - PER_USER + 1))
			.map(Map.Entry::getKey)
			.toList()
			.forEach(this.sessions::remove);
		String id = random();
		this.sessions.put(hash(id), new Session(user, random(), now, now));
		return id;
	}

	/**
	 * The session of an id, which is used by that; null where it is over or never was.
	 */
	synchronized @Nullable Session use(String id) {
		Instant now = this.clock.instant();
		return this.sessions.computeIfPresent(hash(id),
				(hash, session) -> isOver(session, now) ? null : session.used(now));
	}

	synchronized void end(String id) {
		this.sessions.remove(hash(id));
	}

	synchronized int count() {
		return this.sessions.size();
	}

	private static boolean isOver(Session session, Instant now) {
		return !now.isBefore(session.createdAt().plus(LONGEST)) || !now.isBefore(session.usedAt().plus(IDLE));
	}

	private String random() {
		byte[] bytes = new byte[RANDOM_BYTES];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static String hash(String id) {
		return Base64.getEncoder().encodeToString(DigestUtils.sha256(id));
	}

}
