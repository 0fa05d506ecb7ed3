package io.windhover.management.operation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.http.RequestAudit;

/**
 * Hands what a request did from the operation to the audit of the request.
 */
public class OperationAudit implements OperationListener {

	@Override
	public void performed(Operation operation, String target, Outcome outcome) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("operation", operation.id());
		data.put("target", target);
		data.putAll(outcome.details());
		data.put("outcome", outcome.kind().id());
		RequestAudit.note(data);
	}

}
