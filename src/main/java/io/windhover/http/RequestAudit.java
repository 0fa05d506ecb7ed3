package io.windhover.http;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * What the audit event of a request says besides its path and status, from what handles
 * the request to what writes the event.
 */
public final class RequestAudit {

	private static final String ATTRIBUTE = RequestAudit.class.getName();

	private RequestAudit() {
	}

	/**
	 * Adds parts to the audit event of the present request; without a request, nothing.
	 */
	public static void note(Map<String, ?> parts) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			Map<String, Object> all = new LinkedHashMap<>(
					of(request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)));
			all.putAll(parts);
			request.setAttribute(ATTRIBUTE, all, RequestAttributes.SCOPE_REQUEST);
		}
	}

	/**
	 * Adds parts to the audit event of a request, on any thread, before its end.
	 */
	public static void note(ServletRequest request, Map<String, ?> parts) {
		Map<String, Object> all = new LinkedHashMap<>(of(request));
		all.putAll(parts);
		request.setAttribute(ATTRIBUTE, all);
	}

	/**
	 * The parts that were added to the audit event of a request.
	 */
	public static Map<String, Object> of(ServletRequest request) {
		return of(request.getAttribute(ATTRIBUTE));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> of(@Nullable Object attribute) {
		return (attribute instanceof Map<?, ?> parts) ? (Map<String, Object>) parts : Map.of();
	}

}
