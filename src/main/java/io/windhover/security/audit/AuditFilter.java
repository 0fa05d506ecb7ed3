package io.windhover.security.audit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.http.RequestAudit;
import io.windhover.problem.ShownPath;
import io.windhover.security.CreateRequests;
import io.windhover.security.Requests;
import io.windhover.security.WebhookCalls;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Audits each request that would change something, done or refused, and each one whose
 * name or password is wrong. Of what was sent it keeps the path only: bodies and query
 * values may be secrets, and so may be the name that somebody typed.
 */
public class AuditFilter extends OncePerRequestFilter {

	/** The type of the events of requests that would change something. */
	static final String WRITE = "WRITE";

	/**
	 * The type of the events of executions that were created, or for which there was no
	 * room: the most frequent of all.
	 */
	static final String CREATE = "CREATE";

	/** The type of the events of requests that nobody was let in by. */
	static final String REFUSED_LOGIN = "REFUSED_LOGIN";

	/** The type of the events of logins at the console. */
	public static final String LOGIN = "LOGIN";

	/** The type of the events of logouts. */
	public static final String LOGOUT = "LOGOUT";

	private static final String TYPE = AuditFilter.class.getName() + ".type";

	/** Who everyone is that was not let in. */
	static final String NOBODY = "anonymous";

	private final AuditTrail trail;

	/**
	 * Audits the requests of both ports.
	 */
	public AuditFilter(AuditTrail trail) {
		this.trail = trail;
	}

	/**
	 * Sets the type of a request's event, which else is found by its method and path.
	 */
	public static void setType(HttpServletRequest request, String type) {
		request.setAttribute(TYPE, type);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean done = false;
		try {
			chain.doFilter(request, response);
			done = true;
		}
		finally {
			String who = who();
			if (done && request.isAsyncStarted()) {
				request.getAsyncContext().addListener(new AtEnd(() -> audit(request, response.getStatus(), who)));
			}
			else {
				audit(request, done ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR, who);
			}
		}
	}

	private void audit(HttpServletRequest request, int status, String who) {
		if (status == HttpStatus.TOO_MANY_REQUESTS.value() && who.equals(NOBODY)) {
			// those that led to it are here already
			return;
		}
		if (request.getAttribute(TYPE) instanceof String type) {
			this.trail.add((status == HttpServletResponse.SC_UNAUTHORIZED) ? REFUSED_LOGIN : type, who,
					data(request, status));
		}
		else if (!Requests.reads(request) || WebhookCalls.isCall(request)) {
			this.trail.add(creates(request, status) ? CREATE : WRITE, who, data(request, status));
		}
		else if (status == HttpServletResponse.SC_UNAUTHORIZED
				&& request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
			this.trail.add(REFUSED_LOGIN, who, data(request, status));
		}
	}

	private static boolean creates(HttpServletRequest request, int status) {
		return (HttpStatus.valueOf(status).is2xxSuccessful() || status == HttpStatus.TOO_MANY_REQUESTS.value())
				&& (WebhookCalls.isCall(request) || CreateRequests.isOne(request));
	}

	private static Map<String, Object> data(HttpServletRequest request, int status) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put(AuditTrail.FROM, request.getRemoteAddr());
		data.put("port", request.getLocalPort());
		data.put("method", request.getMethod());
		data.put("path", ShownPath.of(request));
		data.putAll(RequestAudit.of(request));
		data.put("status", status);
		return data;
	}

	private static String who() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication == null || authentication instanceof AnonymousAuthenticationToken) ? NOBODY
				: authentication.getName();
	}

	/** Waits for the end of a request that outlives its thread. */
	private record AtEnd(Runnable action) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.action.run();
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			// completes as well
		}

		@Override
		public void onError(AsyncEvent event) {
			// completes as well
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			event.getAsyncContext().addListener(this);
		}

	}

}
