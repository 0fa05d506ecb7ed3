package io.windhover.management.security;

import java.util.List;

import io.windhover.console.ConsoleAccess;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Tells the console of users and their sessions.
 */
record SessionAccess(boolean hasUsers) implements ConsoleAccess {

	@Override
	public List<String> roles(Authentication user) {
		return AccessRole.idsOf(user);
	}

	@Override
	public @Nullable String csrfToken(HttpServletRequest request) {
		Session session = SessionFilter.session(request);
		return (session != null) ? session.csrfToken() : null;
	}

}
