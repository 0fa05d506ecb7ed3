package io.windhover.management.browser;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers whoever prefers HTML to JSON with a page that shows the JSON. All others do not
 * notice it.
 */
class BrowserFilter extends OncePerRequestFilter {

	private static final Set<String> READING = Set.of("GET", "HEAD");

	private final JsonPages pages;

	BrowserFilter(JsonPages pages) {
		this.pages = pages;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !READING.contains(request.getMethod()) || !Accept.prefersHtml(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (wantsRaw(request.getQueryString())) {
			chain.doFilter(new JsonRequest(request), response);
			return;
		}
		JsonBuffer buffer = new JsonBuffer(response);
		chain.doFilter(new JsonRequest(request), buffer);
		byte[] page = (buffer.isJson() && buffer.getContentSize() > 0 && !response.isCommitted())
				? this.pages.page(request, buffer.getContentAsByteArray()) : null;
		if (page != null) {
			this.pages.send(page, response);
		}
		else {
			buffer.copyBodyToResponse();
		}
	}

	private static boolean wantsRaw(@Nullable String query) {
		return query != null && Arrays.asList(query.split("&", -1)).contains(JsonPages.RAW);
	}

}
