package io.windhover.management.endpoint;

import java.io.InputStream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Lets caches keep a runbook, as Markdown or as a page, if they ask each time whether it
 * has changed: it does only with the jar.
 */
class RunbookCache extends ShallowEtagHeaderFilter {

	private final String prefix;

	/**
	 * Caches runbooks.
	 * @param base path of all endpoints, with or without a slash at its end
	 */
	RunbookCache(String base) {
		this.prefix = (base.endsWith("/") ? base : base + "/") + "runbooks/";
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		return !path.startsWith(this.prefix) || path.length() == this.prefix.length();
	}

	@Override
	protected boolean isEligibleForEtag(HttpServletRequest request, HttpServletResponse response, int status,
			InputStream body) {
		if (status == HttpStatus.OK.value() && HttpMethod.GET.matches(request.getMethod())) {
			response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
		}
		return super.isEligibleForEtag(request, response, status, body);
	}

}
