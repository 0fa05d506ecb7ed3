package io.windhover.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The properties below {@code windhover}, by the configuration metadata that the compiler
 * writes: no class of the application is loaded to know them.
 */
final class KnownProperties {

	static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("windhover");

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Pattern SPRING = Pattern.compile("/spring-[^/]+\\.jar");

	private final Map<ConfigurationPropertyName, String> types;

	private final Map<String, ConfigurationPropertyName> variables = new HashMap<>();

	private final ClassLoader loader;

	private KnownProperties(Map<ConfigurationPropertyName, String> types, ClassLoader loader) {
		this.types = types;
		this.loader = loader;
		types.keySet().forEach((name) -> {
			this.variables.put(variable(name).replace("-", ""), name);
			this.variables.put(variable(name).replace('-', '_'), name);
		});
	}

	static KnownProperties load(ClassLoader loader) {
		try {
			Map<ConfigurationPropertyName, String> types = new HashMap<>();
			for (URL url : Collections.list(loader.getResources(METADATA))) {
				// Spring's own modules have most of these files, and none of our names
				if (!SPRING.matcher(url.getPath()).find()) {
					read(url, types);
				}
			}
			return new KnownProperties(types, loader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + METADATA, ex);
		}
	}

	private static void read(URL url, Map<ConfigurationPropertyName, String> types) throws IOException {
		try (InputStream file = url.openStream();
				JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), file)) {
			while (json.nextToken() != null && !"properties".equals(json.currentName())) {
				// the groups come first
			}
			json.nextToken();
			while (json.nextToken() == JsonToken.START_OBJECT) {
				readProperty(json, types);
			}
		}
	}

	private static void readProperty(JsonParser json, Map<ConfigurationPropertyName, String> types) {
		Map<String, String> fields = new HashMap<>();
		while (json.nextToken() == JsonToken.PROPERTY_NAME) {
			String field = json.currentName();
			if (json.nextToken() == JsonToken.VALUE_STRING) {
				fields.put(field, json.getString());
			}
			json.skipChildren();
		}
		String name = fields.getOrDefault("name", "");
		if (name.startsWith(ROOT + ".")) {
			types.put(ConfigurationPropertyName.of(name), fields.getOrDefault("type", ""));
		}
	}

	Set<String> names() {
		return this.types.keySet().stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
	}

	Set<String> variableNames() {
		return this.variables.keySet();
	}

	boolean contains(ConfigurationPropertyName name) {
		return this.types.containsKey(name) || this.types.entrySet()
			.stream()
			.anyMatch((known) -> known.getKey().isAncestorOf(name) && isPart(name, known.getKey(), known.getValue()));
	}

	/** In YAML a section whose lines are all commented out is an empty value. */
	boolean isSection(ConfigurationPropertyName name) {
		return this.types.keySet().stream().anyMatch(name::isAncestorOf);
	}

	/** A name such as WINDHOVER_WORKER_SLOTS; an element of a list has its number. */
	boolean containsVariable(String name) {
		return this.variables.containsKey(name) || this.variables.entrySet()
			.stream()
			.anyMatch((known) -> isPart(name, known.getKey(), known.getValue()));
	}

	private boolean isPart(String name, String variable, ConfigurationPropertyName known) {
		String type = this.types.getOrDefault(known, "");
		return name.startsWith(variable + "_")
				&& (isMap(type) || (isList(type) && name.substring(variable.length()).matches("_\\d+(_.+)?")));
	}

	private boolean isPart(ConfigurationPropertyName name, ConfigurationPropertyName known, String type) {
		int index = known.getNumberOfElements();
		if (isMap(type)) {
			return true;
		}
		if (!isList(type) || !name.isNumericIndex(index)) {
			return false;
		}
		return name.getNumberOfElements() == index + 1
				|| components(type).contains(name.getElement(index + 1, Form.UNIFORM));
	}

	/** What the elements of a list consist of, where they are records. */
	private Set<String> components(String type) {
		String element = type.substring(type.indexOf('<') + 1, type.length() - 1);
		RecordComponent[] components = ClassUtils.resolveClassName(element, this.loader).getRecordComponents();
		return (components != null)
				? Arrays.stream(components).map((each) -> uniform(each.getName())).collect(Collectors.toSet())
				: Set.of();
	}

	private static String uniform(String name) {
		return ConfigurationPropertyName.adapt(name, '.').getLastElement(Form.UNIFORM);
	}

	private static String variable(ConfigurationPropertyName name) {
		return name.toString().toUpperCase(Locale.ROOT).replace('.', '_');
	}

	private static boolean isMap(String type) {
		return type.startsWith("java.util.Map<");
	}

	private static boolean isList(String type) {
		return type.startsWith("java.util.List<") || type.startsWith("java.util.Set<");
	}

}
