package io.windhover.management.security;

import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.http.RequestAudit;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.OperationListener;
import io.windhover.management.operation.Outcome;

/**
 * Hands what a request did from the operation to the audit of the request.
 */
class OperationAudit implements OperationListener {

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
