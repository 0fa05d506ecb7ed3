package io.windhover.configuration;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.windhover.flow.binding.Suggestion;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables that look like properties of Windhover and set none.
 */
final class UnknownVariables {

	private static final String PREFIX = "WINDHOVER_";

	/** Reserved for the secrets of flows. */
	private static final String SECRET = "WINDHOVER_SECRET_";

	/** Kubernetes puts them into every container, for a service of that name. */
	private static final Pattern SERVICE_LINK = Pattern
		.compile(".+_SERVICE_(HOST|PORT(_.+)?)|.+_PORT_\\d+_[A-Z]+(_.+)?");

	private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

	private UnknownVariables() {
	}

	/** Their names with suggestions, as a list for the log; empty without any. */
	static String in(SystemEnvironmentPropertySource environment, KnownProperties known) {
		return environment.getSource()
			.entrySet()
			.stream()
			.filter((variable) -> isUnknown(variable.getKey(), String.valueOf(variable.getValue()), known))
			.map((variable) -> variable.getKey() + Suggestion.of(variable.getKey(), PREFIX, known.variableNames()))
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private static boolean isUnknown(String variable, String value, KnownProperties known) {
		String name = variable.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
		return name.startsWith(PREFIX) && !name.startsWith(SECRET) && !known.containsVariable(name)
				&& !SERVICE_LINK.matcher(name).matches() && !SERVICE_ADDRESS.matcher(value).matches();
	}

}
