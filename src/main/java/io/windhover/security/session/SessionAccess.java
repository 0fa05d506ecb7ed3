package io.windhover.security.session;

import java.util.List;

import io.windhover.console.ConsoleAccess;
import io.windhover.security.AccessRole;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Tells the console of users and their sessions.
 */
public record SessionAccess(boolean hasUsers) implements ConsoleAccess {

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
