package io.windhover.security.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Spares those who come again, as Prometheus does, the cost of the encoding, and the
 * engine the cost of those who guess: a password that was right once is remembered as a
 * digest under a key of this process, one for each user, and only one password is
 * verified at a time.
 */
public class VerifiedPasswords implements PasswordEncoder {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int KEY_BYTES = 32;

	private static final int PATIENCE_SECONDS = 5;

	private static final int MOST_WAITING = 16;

	private final PasswordEncoder encoder;

	private final SecretKeySpec key;

	/** By encoded password; only those of users ever get in. */
	private final Map<String, byte[]> verified = new ConcurrentHashMap<>();

	private final Semaphore turn = new Semaphore(1, true);

	/**
	 * Makes a key and remembers no password yet.
	 * @param encoder verifies those that are not remembered, at some cost
	 */
	public VerifiedPasswords(PasswordEncoder encoder) {
		this.encoder = encoder;
		byte[] bytes = new byte[KEY_BYTES];
		new SecureRandom().nextBytes(bytes);
		this.key = new SecretKeySpec(bytes, ALGORITHM);
	}

	@Override
	public @Nullable String encode(@Nullable CharSequence rawPassword) {
		return this.encoder.encode(rawPassword);
	}

	@Override
	public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
		if (rawPassword == null || encodedPassword == null) {
			return false;
		}
		if (isRemembered(rawPassword, encodedPassword)) {
			return true;
		}
		boolean right = verify(rawPassword, encodedPassword);
		if (right) {
			this.verified.put(encodedPassword, digest(rawPassword));
		}
		return right;
	}

	/**
	 * Whether this password was right before, which costs no verification.
	 */
	boolean isRemembered(CharSequence rawPassword, String encodedPassword) {
		byte[] known = this.verified.get(encodedPassword);
		return known != null && MessageDigest.isEqual(known, digest(rawPassword));
	}

	private boolean verify(CharSequence rawPassword, String encodedPassword) {
		try {
			// each one that waits holds a thread of a port
			if (this.turn.getQueueLength() >= MOST_WAITING
					|| !this.turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new AuthenticationServiceException("Too many passwords are to be verified at once");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AuthenticationServiceException("This process is stopping", ex);
		}
		try {
			return this.encoder.matches(rawPassword, encodedPassword);
		}
		finally {
			this.turn.release();
		}
	}

	private byte[] digest(CharSequence password) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac.doFinal(password.toString().getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
