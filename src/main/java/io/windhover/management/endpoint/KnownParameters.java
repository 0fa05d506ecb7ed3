package io.windhover.management.endpoint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.windhover.management.InvalidRequests;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Refuses what Windhover's own endpoints are asked with and do not know: a misspelt
 * filter would look like a list of all. Spring Boot's endpoints are left as they are,
 * which others probe with parameters of their own.
 */
class KnownParameters implements OperationInvokerAdvisor {

	/** Without its field, a misspelt one for example, it would reset the level. */
	private static final EndpointId LOGGERS = EndpointId.of("loggers");

	/** Asks for the JSON itself, as the console links it. */
	private static final String RAW = "raw";

	private final ListableBeanFactory beans;

	KnownParameters(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public OperationInvoker apply(EndpointId endpoint, OperationType type, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!isOwn(endpoint) && !(type == OperationType.WRITE && endpoint.equals(LOGGERS))) {
			return invoker;
		}
		Set<String> known = parameters.stream().map(OperationParameter::getName).collect(Collectors.toSet());
		known.add(RAW);
		List<String> told = parameters.stream()
			.filter((each) -> each.getAnnotation(Selector.class) == null)
			.map(OperationParameter::getName)
			.toList();
		return (context) -> {
			Set<String> unknown = new TreeSet<>(context.getArguments().keySet());
			unknown.removeAll(known);
			if (!unknown.isEmpty()) {
				throw InvalidRequests.invalid("There is no parameter %s here; it takes %s"
					.formatted(String.join(", ", unknown), told.isEmpty() ? "none" : String.join(", ", told)));
			}
			return invoker.invoke(context);
		};
	}

	private boolean isOwn(EndpointId endpoint) {
		for (String name : this.beans.getBeanNamesForAnnotation(Endpoint.class)) {
			Class<?> type = this.beans.getType(name);
			Endpoint annotation = this.beans.findAnnotationOnBean(name, Endpoint.class);
			if (type != null && type.getPackageName().startsWith("io.windhover.") && annotation != null
					&& annotation.id().equals(endpoint.toString())) {
				return true;
			}
		}
		return false;
	}

}
