package io.windhover.http;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Gives each page of a list the header {@code Link} of RFC 8288, which leads to the pages
 * around it. Its targets are queries alone, relative to the request, so that they hold
 * behind a proxy that changes host or path.
 */
public abstract class PageLinks implements ResponseBodyAdvice<Object> {

	@Override
	public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
		return true;
	}

	@Override
	public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType, MediaType contentType,
			Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
			ServerHttpResponse response) {
		if (body instanceof Paged page) {
			String links = of(request.getURI().getRawQuery(), page);
			if (links != null) {
				response.getHeaders().set(HttpHeaders.LINK, links);
			}
		}
		return body;
	}

	/**
	 * The links of a page; null where it is the only one.
	 */
	public static @Nullable String of(@Nullable String query, Paged page) {
		List<String> links = new ArrayList<>();
		if (page.more()) {
			links.add(link("next", page.page() + 1, query));
		}
		if (page.page() > 0) {
			links.add(link("prev", page.page() - 1, query));
			links.add(link("first", 0, query));
		}
		return links.isEmpty() ? null : String.join(", ", links);
	}

	/**
	 * The query that asks for another page of the same list.
	 */
	public static String toPage(int page, @Nullable String query) {
		return UriComponentsBuilder.newInstance()
			.query((query != null) ? query : "")
			.replaceQueryParam("page", page)
			.build()
			.toUriString();
	}

	private static String link(String relation, int page, @Nullable String query) {
		return "<%s>; rel=\"%s\"".formatted(toPage(page, query), relation);
	}

}
