package io.windhover.security.login;

import java.io.IOException;

import io.windhover.problem.Problem;
import io.windhover.security.connection.ConnectionValve;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Says to those who may not what would let them, and the same to whoever gives a wrong
 * name or a wrong password.
 */
public class SecurityProblemHandler implements AuthenticationEntryPoint, AccessDeniedHandler {

	private static final String CHALLENGE = "Basic realm=\"windhover\", charset=\"UTF-8\"";

	/** By which the console names itself: it has a form of its own. */
	private static final String CONSOLE = "Windhover-Console";

	private final boolean users;

	/**
	 * Makes the handler of both ports.
	 * @param users false where none are configured, so that no password would help
	 */
	public SecurityProblemHandler(boolean users) {
		this.users = users;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException {
		if (refuseUnverified(request, response, ex)) {
			return;
		}
		if (this.users) {
			if (request.getHeader(CONSOLE) == null) {
				// at which a browser would ask by a dialog of its own
				response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
			}
			boolean given = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
			Problem
				.of(HttpStatus.UNAUTHORIZED.value(), given ? "Name or password is wrong." : "Authentication required.",
						request, "Send those of a user of windhover.security.users by HTTP Basic.")
				.send(response);
		}
		else {
			// no challenge: there is no password that a browser could ask for
			String header = ConnectionValve.forwarding(request);
			String detail = "Only this machine itself may do this, because there are no users.";
			Problem.of(HttpStatus.UNAUTHORIZED.value(),
					(header != null) ? "%s The header %s shows that a proxy sent this for somebody else."
						.formatted(detail, header) : detail,
					request,
					"Set windhover.security.users to let others in, or ask on the machine itself by http://localhost, without a proxy.")
				.send(response);
		}
	}

	/**
	 * Says that a login at the console failed, without asking for HTTP Basic.
	 */
	public void refuseLogin(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException {
		if (!refuseUnverified(request, response, ex)) {
			Problem
				.of(HttpStatus.UNAUTHORIZED.value(), "Name or password is wrong.", request,
						"Log in as a user of windhover.security.users.")
				.send(response);
		}
	}

	/** Whether the password was not looked at. */
	private static boolean refuseUnverified(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException ex) throws IOException {
		if (ex instanceof AuthenticationServiceException) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "5");
			Problem
				.of(HttpStatus.SERVICE_UNAVAILABLE.value(), "Too many passwords are to be verified at once.", request,
						"Try again later.")
				.send(response);
			return true;
		}
		if (ex instanceof LoginLimitException limit) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(limit.retryAfterSeconds()));
			Problem
				.of(HttpStatus.TOO_MANY_REQUESTS.value(), "There were too many wrong logins from this address.",
						request, "Try again after the seconds of Retry-After, with the right name and password.")
				.send(response);
			return true;
		}
		return false;
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException {
		Problem
			.of(HttpStatus.FORBIDDEN.value(), "The role operator is required.", request,
					"Use a user that has the role operator in windhover.security.users.")
			.send(response);
	}

}
