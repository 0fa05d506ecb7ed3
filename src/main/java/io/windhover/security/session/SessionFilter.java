package io.windhover.security.session;

import java.io.IOException;
import java.util.Objects;

import io.windhover.problem.Problem;
import io.windhover.security.Requests;
import io.windhover.security.WebhookCalls;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets those in who have a session. A browser adds the cookie by itself, so a change must
 * carry what only the session's own page can know. A name and password that come along go
 * first, and need no more than themselves.
 */
public class SessionFilter extends OncePerRequestFilter {

	static final String TOKEN_HEADER = "X-Csrf-Token";

	private static final String SESSION = SessionFilter.class.getName() + ".session";

	private final Sessions sessions;

	/**
	 * Lets in by the sessions that logins begin.
	 */
	public SessionFilter(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * The session by which a request was let in; null where it was not by one.
	 */
	static @Nullable Session session(HttpServletRequest request) {
		return (request.getAttribute(SESSION) instanceof Session session) ? session : null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Session session = (request.getHeader(HttpHeaders.AUTHORIZATION) == null) ? find(request) : null;
		if (session != null) {
			request.setAttribute(SESSION, session);
			SecurityContext context = SecurityContextHolder.createEmptyContext();
			context.setAuthentication(session.user());
			SecurityContextHolder.setContext(context);
			if (!Requests.reads(request) && !WebhookCalls.isCall(request)
					&& !session.isProvenBy(request.getHeader(TOKEN_HEADER))) {
				Problem.of(HttpStatus.FORBIDDEN.value(),
						"The header %s is not the token of this session.".formatted(TOKEN_HEADER), request,
						"Send the csrf of GET /console/config with each change, or log in by HTTP Basic, which needs none.")
					.send(response);
				return;
			}
		}
		chain.doFilter(request, response);
	}

	private @Nullable Session find(HttpServletRequest request) {
		return SessionCookie.ids(request)
			.stream()
			.map(this.sessions::use)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

}
