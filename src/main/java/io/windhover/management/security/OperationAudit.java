package io.windhover.management.security;

import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.management.operation.Operation;
import io.windhover.management.operation.OperationListener;
import io.windhover.management.operation.Outcome;
import jakarta.servlet.ServletRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Hands what a request did from the operation to the audit of the request.
 */
class OperationAudit implements OperationListener {

	private static final String ATTRIBUTE = OperationAudit.class.getName();

	@Override
	public void performed(Operation operation, String target, Outcome outcome) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("operation", operation.id());
		data.put("target", target);
		data.putAll(outcome.details());
		data.put("outcome", outcome.kind().id());
		note(data);
	}

	/**
	 * Keeps what the audit of the present request says besides.
	 */
	static void note(Map<String, ?> data) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			request.setAttribute(ATTRIBUTE, data, RequestAttributes.SCOPE_REQUEST);
		}
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Map<?, ?> data) ? (Map<String, Object>) data : Map.of();
	}

}
