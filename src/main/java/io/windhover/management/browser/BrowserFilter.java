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
 * Answers whoever prefers HTML to JSON with a page that shows the JSON, or the Markdown.
 * All others do not notice it.
 */
class BrowserFilter extends OncePerRequestFilter {

	private static final Set<String> READING = Set.of("GET", "HEAD");

	private final PageFrame frame;

	private final JsonPages json;

	private final MarkdownPages markdown;

	BrowserFilter(PageFrame frame, JsonPages json, MarkdownPages markdown) {
		this.frame = frame;
		this.json = json;
		this.markdown = markdown;
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
		AnswerBuffer buffer = new AnswerBuffer(response);
		chain.doFilter(new JsonRequest(request), buffer);
		byte[] page = (buffer.getContentSize() > 0 && !response.isCommitted()) ? page(request, buffer) : null;
		if (page != null) {
			this.frame.send(page, response);
		}
		else {
			buffer.copyBodyToResponse();
		}
	}

	private byte @Nullable [] page(HttpServletRequest request, AnswerBuffer buffer) {
		return buffer.isMarkdown() ? this.markdown.page(request, buffer.getContentAsByteArray())
				: this.json.page(request, buffer.getContentAsByteArray());
	}

	private static boolean wantsRaw(@Nullable String query) {
		return query != null && Arrays.asList(query.split("&", -1)).contains(PageFrame.RAW);
	}

}
