package io.windhover.management;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Understands {@code endpoints.all.port}, {@code endpoints.all.enabled} and
 * {@code endpoints.<id>.enabled}, which people who come from Kestra know. An alias weighs
 * as much as the place that it is written in, and there wins over the property that it
 * stands for.
 */
class EndpointAliases implements EnvironmentPostProcessor, Ordered {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("endpoints");

	private final Log log;

	EndpointAliases(DeferredLogFactory logs) {
		this.log = logs.getLog(EndpointAliases.class);
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 10;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		MutablePropertySources sources = environment.getPropertySources();
		for (PropertySource<?> source : sources.stream().toList()) {
			Map<String, Object> aliased = aliased(source, environment);
			if (!aliased.isEmpty()) {
				sources.addBefore(source.getName(), new MapPropertySource("aliases in " + source.getName(), aliased));
			}
		}
	}

	private Map<String, Object> aliased(PropertySource<?> source, ConfigurableEnvironment environment) {
		Map<String, Object> aliased = new LinkedHashMap<>();
		if (ConfigurationPropertySource.from(source) instanceof IterableConfigurationPropertySource properties) {
			StreamSupport.stream(properties.spliterator(), false)
				.filter((name) -> name.getNumberOfElements() == 3 && ROOT.isAncestorOf(name))
				.forEach((name) -> alias(name, value(properties, name, environment), aliased));
		}
		return aliased;
	}

	private static String value(IterableConfigurationPropertySource properties, ConfigurationPropertyName name,
			ConfigurableEnvironment environment) {
		var property = properties.getConfigurationProperty(name);
		return (property != null) ? environment.resolvePlaceholders(String.valueOf(property.getValue())) : "";
	}

	private void alias(ConfigurationPropertyName name, String value, Map<String, Object> aliased) {
		String id = name.getElement(1, ConfigurationPropertyName.Form.UNIFORM);
		String last = name.getLastElement(ConfigurationPropertyName.Form.UNIFORM);
		if (last.equals("port") && id.equals("all")) {
			put(name, "management.server.port", value, aliased);
		}
		else if (last.equals("enabled")) {
			String target = id.equals("all") ? "management.endpoints.access.default"
					: "management.endpoint." + id + ".access";
			String access = access(value);
			if (access != null) {
				put(name, target, access, aliased);
			}
			else {
				this.log.warn("%s is '%s' and ignored: it must be true or false".formatted(name, value));
			}
		}
	}

	private void put(ConfigurationPropertyName name, String target, String value, Map<String, Object> aliased) {
		aliased.put(target, value);
		this.log.info("%s is an alias: it sets %s to %s".formatted(name, target, value));
	}

	private static @Nullable String access(String enabled) {
		return switch (enabled.strip()) {
			case "true" -> "unrestricted";
			case "false" -> "none";
			default -> null;
		};
	}

}
