package io.windhover.security.audit;

import java.util.Map;

import io.windhover.http.RequestAudit;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Adds the level that a logger was set to, which is in the body, to the audit of the
 * request.
 */
class LoggerAudit implements OperationInvokerAdvisor {

	private static final EndpointId LOGGERS = EndpointId.of("loggers");

	@Override
	public OperationInvoker apply(EndpointId endpoint, OperationType type, OperationParameters parameters,
			OperationInvoker invoker) {
		if (type != OperationType.WRITE || !endpoint.equals(LOGGERS)) {
			return invoker;
		}
		return (context) -> {
			Object result = invoker.invoke(context);
			Object level = context.getArguments().get("configuredLevel");
			RequestAudit.note(Map.of("level", (level != null) ? level.toString() : "inherited"));
			return result;
		};
	}

}
