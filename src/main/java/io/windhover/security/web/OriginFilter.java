package io.windhover.security.web;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

import io.windhover.problem.Problem;
import io.windhover.security.Requests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no page of another origin change anything: a browser adds by itself what lets its
 * user in, be it the user's machine or the password that it remembers.
 */
class OriginFilter extends OncePerRequestFilter {

	private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

	private final Set<String> allowed;

	OriginFilter(Set<String> allowed) {
		this.allowed = allowed;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		String site = request.getHeader("Sec-Fetch-Site");
		boolean own = (origin != null) ? isOwn(origin, request, site) : site == null || OWN_SITES.contains(site);
		if (own || Requests.reads(request)) {
			chain.doFilter(request, response);
			return;
		}
		Problem
			.of(HttpStatus.FORBIDDEN.value(),
					"A page of origin '%s' may not change anything here.".formatted((origin != null) ? origin : site),
					request, "Where the page is yours, add its origin to windhover.security.allowed-origins.")
			.send(response);
	}

	private boolean isOwn(String origin, HttpServletRequest request, @Nullable String site) {
		if (this.allowed.contains(origin)) {
			return true;
		}
		return (site == null || OWN_SITES.contains(site)) && isSame(origin, request);
	}

	private static boolean isSame(String origin, HttpServletRequest request) {
		try {
			URI uri = URI.create(origin);
			String host = uri.getHost();
			return host != null && host.equalsIgnoreCase(request.getServerName())
					&& request.getScheme().equalsIgnoreCase(uri.getScheme()) && port(uri) == request.getServerPort();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static int port(URI origin) {
		if (origin.getPort() != -1) {
			return origin.getPort();
		}
		return "https".equalsIgnoreCase(origin.getScheme()) ? 443 : 80;
	}

}
