package io.windhover.security.web;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

import io.windhover.instance.PortUrls;
import io.windhover.problem.Problem;
import io.windhover.security.connection.LoopbackNames;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that call this machine by a name that is not its own: behind it may be
 * a page of elsewhere whose name was made to mean this machine (DNS rebinding). An
 * address is nobody's to change.
 */
class HostFilter extends OncePerRequestFilter {

	/** Then nobody can call by another address. */
	private final boolean loopbackOnly;

	private final Set<String> names;

	HostFilter(PortUrls urls, Set<String> allowed) {
		this.loopbackOnly = urls.isLoopbackOnly();
		this.names = new HashSet<>(allowed);
		if (!this.loopbackOnly) {
			this.names.addAll(urls.names());
		}
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String host = request.getServerName();
		if (LoopbackNames.isLoopback(host) || (!this.loopbackOnly && LoopbackNames.isAddress(host))
				|| this.names.stream().anyMatch(host::equalsIgnoreCase)) {
			chain.doFilter(request, response);
			return;
		}
		Problem
			.of(HttpStatus.FORBIDDEN.value(), "The Host header '%s' does not name this machine.".formatted(host),
					request,
					"Ask by http://localhost or by the machine's address. To be asked by other names, set "
							+ "windhover.security.allowed-hosts or windhover.security.users.")
			.send(response);
	}

}
