package io.windhover.security.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * A user who logged in at the console.
 *
 * @param csrfToken what each change must carry besides the cookie
 */
record Session(Authentication user, String csrfToken, Instant createdAt, Instant usedAt) {

	Session used(Instant now) {
		return new Session(this.user, this.csrfToken, this.createdAt, now);
	}

	/**
	 * Whether a request shows that it was made by the session's own page.
	 */
	boolean isProvenBy(@Nullable String token) {
		return token != null && MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8),
				this.csrfToken.getBytes(StandardCharsets.UTF_8));
	}

}
