package io.windhover.plugin.loading;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import io.windhover.flow.MetricDefinition;
import io.windhover.flow.binding.PropertySchema;
import io.windhover.plugin.SecretSource;
import io.windhover.plugin.TaskPlugin;
import io.windhover.plugin.TriggerPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the jars of a directory, each with a class loader of its own. One that cannot be
 * loaded is reported, and nothing of it is used.
 */
final class PluginLoader {

	private static final Logger logger = LoggerFactory.getLogger(PluginLoader.class);

	private static final Pattern TYPE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

	private PluginLoader() {
	}

	static Plugins load(Path directory) {
		Plugins plugins = new Plugins();
		if (!Files.isDirectory(directory)) {
			return plugins;
		}
		for (Path jar : jars(directory, plugins)) {
			String name = String.valueOf(jar.getFileName());
			logger.info("Loading plugin {}", name);
			try {
				List<LoadedPlugin> provided = provided(jar, plugins);
				plugins.loaded(name, provided);
				logger.info("Plugin {}: {}", name,
						String.join(", ", provided.stream().map(LoadedPlugin::title).toList()));
			}
			catch (Throwable ex) { // also what its constructors and descriptions throw
				if (ex instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
					throw error;
				}
				plugins.failed(name, reason(ex));
				logger.error("Plugin {} cannot be used: {}", name, reason(ex));
				logger.debug("Plugin {} cannot be used", name, ex);
			}
		}
		return plugins;
	}

	private static List<Path> jars(Path directory, Plugins plugins) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(".jar")).sorted().toList();
		}
		catch (IOException ex) {
			plugins.failed(directory.toString(), "the directory cannot be read: " + ex.getMessage());
			logger.error("The directory of plugins {} cannot be read", directory, ex);
			return List.of();
		}
	}

	@SuppressWarnings("resource") // as long as the process uses its classes
	private static List<LoadedPlugin> provided(Path jar, Plugins others) throws IOException {
		requireJar(jar);
		URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() },
				PluginLoader.class.getClassLoader());
		List<LoadedPlugin> provided = new ArrayList<>();
		try {
			for (TaskPlugin<?> each : own(TaskPlugin.class, loader)) {
				provided.add(LoadedPlugin.Task.of(each));
			}
			for (TriggerPlugin<?> each : own(TriggerPlugin.class, loader)) {
				provided.add(LoadedPlugin.Trigger.of(each));
			}
			own(SecretSource.class, loader).forEach((each) -> provided.add(LoadedPlugin.Secrets.of(each)));
			check(provided, others);
			return provided;
		}
		catch (Throwable ex) {
			loader.close();
			throw ex;
		}
	}

	/** A class loader takes for empty what it cannot open. */
	private static void requireJar(Path jar) throws IOException {
		if (Files.isRegularFile(jar)) {
			try {
				new JarFile(jar.toFile()).close();
			}
			catch (ZipException ex) {
				throw new IllegalArgumentException("it is not a jar, or only a part of one: build or copy it again (%s)"
					.formatted(ex.getMessage()), ex);
			}
		}
	}

	/** Not what the application itself provides. */
	private static <T> List<T> own(Class<T> type, ClassLoader loader) {
		return ServiceLoader.load(type, loader)
			.stream()
			.filter((provider) -> provider.type().getClassLoader() == loader)
			.map(ServiceLoader.Provider::get)
			.toList();
	}

	private static void check(List<LoadedPlugin> provided, Plugins others) {
		if (provided.isEmpty()) {
			throw new IllegalArgumentException(
					"no file in its META-INF/services names a TaskPlugin, TriggerPlugin or SecretSource of io.windhover.plugin");
		}
		Set<String> titles = new HashSet<>();
		for (LoadedPlugin each : provided) {
			if (each instanceof LoadedPlugin.Task<?> task) {
				check(task.type(), task.configurationType());
				check(task.type(), task.metrics());
			}
			else if (each instanceof LoadedPlugin.Trigger<?> trigger) {
				check(trigger.type(), trigger.configurationType());
			}
			if (each.description() == null || each.description().isBlank()) {
				throw new IllegalArgumentException("description() of %s must return a text".formatted(each.title()));
			}
			if (!titles.add(each.title()) || others.provides(each.title())) {
				throw new IllegalArgumentException("there is another %s; rename or remove one".formatted(each.title()));
			}
		}
	}

	private static void check(String type, Class<?> configuration) {
		if (type == null || !TYPE.matcher(type).matches()) {
			throw new IllegalArgumentException(
					"the type '%s' must have a dot, as acme.word-count, and lower case letters, digits and dashes"
						.formatted(type));
		}
		if (configuration == null || !configuration.isRecord()) {
			throw new IllegalArgumentException("the configuration of '%s' must be a record, but is %s".formatted(type,
					(configuration != null) ? configuration.getName() : "null"));
		}
		for (RecordComponent component : configuration.getRecordComponents()) {
			component.getAccessor().getAnnotations(); // fails now where a class is
														// missing
		}
		try {
			new PropertySchema(true).properties(configuration); // as the schema of flows
			PropertySchema.required(configuration);
		}
		catch (StackOverflowError ex) {
			throw new IllegalArgumentException(
					"the configuration of '%s' must not contain itself; make the inner one an Object or a Map"
						.formatted(type));
		}
	}

	private static void check(String type, List<MetricDefinition> metrics) {
		Set<String> names = new HashSet<>();
		for (MetricDefinition each : metrics) {
			if (each == null || each.name() == null || each.kind() == null || each.description() == null
					|| each.tags() == null || each.tags().stream().anyMatch(Objects::isNull)) {
				throw new IllegalArgumentException(
						"each of the metrics of '%s' must have a name, a kind, a description and tags".formatted(type));
			}
			if (!names.add(each.name())) {
				throw new IllegalArgumentException(
						"'%s' has two metrics '%s'; rename or remove one".formatted(type, each.name()));
			}
		}
	}

	private static String reason(Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null && (cause instanceof ServiceConfigurationError || cause.getMessage() == null)) {
			cause = cause.getCause();
		}
		String message = cause.getMessage();
		return (cause instanceof IllegalArgumentException && message != null) ? message
				: cause.getClass().getSimpleName() + ((message != null) ? ": " + message : "");
	}

}
