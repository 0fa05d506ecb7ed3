package io.windhover.configuration;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Lists every unknown property, with its origin and the name that was probably meant.
 */
class UnknownPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownPropertiesException cause) {
		String list = cause.properties()
			.stream()
			.map((property) -> "    - " + property)
			.collect(Collectors.joining(System.lineSeparator()));
		return new FailureAnalysis("These properties do not exist:%n%n%s".formatted(list),
				"Correct or remove them. application.yml of the distribution lists every property with its default.",
				cause);
	}

}
