package io.windhover.security.login;

import java.time.Duration;

import org.springframework.security.core.AuthenticationException;

/**
 * There were too many wrong logins; the password was not looked at.
 */
class LoginLimitException extends AuthenticationException {

	private static final long serialVersionUID = 1;

	private final Duration retryAfter;

	LoginLimitException(Duration retryAfter) {
		super("Too many wrong logins");
		this.retryAfter = retryAfter;
	}

	long retryAfterSeconds() {
		return this.retryAfter.toSeconds() + 1;
	}

}
