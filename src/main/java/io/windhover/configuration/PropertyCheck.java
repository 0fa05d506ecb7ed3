package io.windhover.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.windhover.flow.binding.Suggestion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses to start with a property below {@code windhover} that does not exist. Variables
 * of the environment are warned of only: others put some there that begin alike.
 */
class PropertyCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(PropertyCheck.class);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		KnownProperties known = KnownProperties.load(Objects.requireNonNull(context.getClassLoader()));
		List<UnknownProperty> unknown = unknown(context.getEnvironment(), known);
		if (!unknown.isEmpty()) {
			throw new UnknownPropertiesException(unknown);
		}
	}

	private static List<UnknownProperty> unknown(ConfigurableEnvironment environment, KnownProperties known) {
		List<UnknownProperty> unknown = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
				warn(variables, known);
			}
			else if (source instanceof IterableConfigurationPropertySource properties) {
				properties.stream()
					.filter(KnownProperties.ROOT::isAncestorOf)
					.filter((name) -> !known.contains(name))
					.map((name) -> unknown(properties.getConfigurationProperty(name), source, known))
					.filter(Objects::nonNull)
					.forEach(unknown::add);
			}
		}
		return unknown;
	}

	private static @Nullable UnknownProperty unknown(@Nullable ConfigurationProperty property,
			ConfigurationPropertySource source, KnownProperties known) {
		if (property == null || (known.isSection(property.getName()) && property.getValue().toString().isEmpty())) {
			return null;
		}
		String name = property.getName().toString();
		return new UnknownProperty(name, origin(property, source), suggestion(property.getName(), known));
	}

	/** The same word in another section is nearer than any other word. */
	private static String suggestion(ConfigurationPropertyName name, KnownProperties known) {
		String last = "." + name.getLastElement(ConfigurationPropertyName.Form.DASHED);
		List<String> moved = known.names().stream().filter((each) -> each.endsWith(last)).toList();
		return (moved.size() == 1) ? "; did you mean '%s'?".formatted(moved.get(0))
				: Suggestion.of(name.toString(), KnownProperties.ROOT + ".", known.names());
	}

	private static String origin(ConfigurationProperty property, ConfigurationPropertySource source) {
		if (source.getUnderlyingSource() instanceof CommandLinePropertySource<?>) {
			return "command line";
		}
		if (source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& underlying.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			return "system property, -D";
		}
		return String.valueOf(property.getOrigin());
	}

	private static void warn(SystemEnvironmentPropertySource environment, KnownProperties known) {
		String unknown = UnknownVariables.in(environment, known);
		if (!unknown.isEmpty()) {
			logger.warn("Environment variables that set no property: {}", unknown);
		}
	}

}
