package io.windhover.security.session;

import java.io.IOException;

import io.windhover.console.Console;
import io.windhover.problem.Problem;
import io.windhover.security.audit.AuditFilter;
import io.windhover.security.login.SecurityProblemHandler;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Begins and ends the sessions of the console. A name and a password are verified as
 * those of HTTP Basic are, within the same limits. It comes after what refuses pages of
 * other origins, so that none logs somebody in as another.
 */
public class LoginFilter extends OncePerRequestFilter {

	private static final int LONGEST_BODY = 4096;

	private final Console console;

	private final Sessions sessions;

	private final SecurityProblemHandler problems;

	private final @Nullable AuthenticationManager logins;

	/**
	 * Logs in.
	 * @param logins null while there are no users
	 */
	public LoginFilter(Console console, Sessions sessions, SecurityProblemHandler problems,
			@Nullable AuthenticationManager logins) {
		this.console = console;
		this.sessions = sessions;
		this.problems = problems;
		this.logins = logins;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String path = "POST".equals(request.getMethod()) ? this.console.path(request) : null;
		if ("/console/login".equals(path)) {
			AuditFilter.setType(request, AuditFilter.LOGIN);
			if (this.logins == null) {
				refuse(HttpStatus.CONFLICT, "There are no users, so nobody logs in.",
						"Set windhover.security.users to have some.", request, response);
			}
			else {
				login(this.logins, request, response);
			}
		}
		else if ("/console/logout".equals(path)) {
			AuditFilter.setType(request, AuditFilter.LOGOUT);
			logout(request, response);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void login(AuthenticationManager logins, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		// a form of another page cannot have this type
		if (!isJson(request)) {
			refuse(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is not of the type application/json.",
					"Send {\"name\": …, \"password\": …} as application/json.", request, response);
			return;
		}
		byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
		UsernamePasswordAuthenticationToken given = (body.length <= LONGEST_BODY) ? credentials(body) : null;
		if (given == null) {
			refuse(HttpStatus.BAD_REQUEST, "The body is not an object with the texts 'name' and 'password'.",
					"Send {\"name\": …, \"password\": …}, of at most %d bytes.".formatted(LONGEST_BODY), request,
					response);
			return;
		}
		given.setDetails(new WebAuthenticationDetails(request));
		try {
			begin(logins.authenticate(given), request, response);
		}
		catch (AuthenticationException ex) {
			SecurityContextHolder.clearContext();
			this.problems.refuseLogin(request, response, ex);
		}
	}

	private void begin(Authentication user, HttpServletRequest request, HttpServletResponse response) {
		SessionCookie.ids(request).forEach(this.sessions::end);
		SessionCookie.set(request, response, this.sessions.begin(user));
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(user);
		SecurityContextHolder.setContext(context);
		response.setStatus(HttpServletResponse.SC_NO_CONTENT);
	}

	private void logout(HttpServletRequest request, HttpServletResponse response) {
		if (!SessionCookie.ids(request).isEmpty()) {
			SessionCookie.ids(request).forEach(this.sessions::end);
			SessionCookie.clear(request, response);
		}
		response.setStatus(HttpServletResponse.SC_NO_CONTENT);
	}

	private static @Nullable UsernamePasswordAuthenticationToken credentials(byte[] body) {
		try {
			JsonNode json = JsonMapper.shared().readTree(body);
			JsonNode name = json.path("name");
			JsonNode password = json.path("password");
			return (name.isString() && password.isString())
					? UsernamePasswordAuthenticationToken.unauthenticated(name.asString(), password.asString()) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static boolean isJson(HttpServletRequest request) {
		String type = request.getContentType();
		try {
			return type != null && MediaType.parseMediaType(type).equalsTypeAndSubtype(MediaType.APPLICATION_JSON);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static void refuse(HttpStatus status, String detail, String hint, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		Problem.of(status.value(), detail, request, hint).send(response);
	}

}
