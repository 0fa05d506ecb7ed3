package io.windhover.security.web;

import java.io.IOException;
import java.util.List;

import io.windhover.security.AccessRole;
import io.windhover.security.connection.ConnectionValve;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * While there are no users, whoever is on this machine may do everything.
 */
class LocalAuthenticationFilter extends OncePerRequestFilter {

	/** Who it was, for the audit. */
	static final String NAME = "local";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (ConnectionValve.isLocal(request)) {
			SecurityContext context = SecurityContextHolder.createEmptyContext();
			context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(NAME, null,
					List.of(AccessRole.VIEWER, AccessRole.OPERATOR)));
			SecurityContextHolder.setContext(context);
		}
		chain.doFilter(request, response);
	}

}
