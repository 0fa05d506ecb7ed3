package io.windhover.plugin.loading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.MetricDefinition;
import io.windhover.plugin.SecretSource;
import io.windhover.plugin.TaskAttempt;
import io.windhover.plugin.TaskPlugin;
import io.windhover.plugin.TriggerEvaluation;
import io.windhover.plugin.TriggerPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Something of a plugin, under whose class loader it is called. What describes it was
 * asked for once, so that it cannot fail later.
 */
sealed interface LoadedPlugin {

	/** For people. */
	String title();

	String description();

	/** A task type. */
	record Task<C>(TaskPlugin<C> plugin, String type, Class<C> configurationType, String description,
			List<MetricDefinition> metrics) implements LoadedPlugin, TaskPlugin<C> {

		static <C> Task<C> of(TaskPlugin<C> plugin) {
			return new Task<>(plugin, plugin.type(), plugin.configurationType(), plugin.description(),
					Collections.unmodifiableList(new ArrayList<>(plugin.metrics())));
		}

		@Override
		public String title() {
			return "task type " + this.type;
		}

		@Override
		public Map<String, Object> run(C configuration, TaskAttempt attempt) throws Exception {
			ClassLoader before = ContextLoader.enter(this.plugin);
			try {
				return this.plugin.run(configuration, attempt);
			}
			finally {
				ContextLoader.leave(before);
			}
		}

	}

	/** A trigger type. */
	record Trigger<C>(TriggerPlugin<C> plugin, String type, Class<C> configurationType, String description,
			Set<String> secretProperties) implements LoadedPlugin, TriggerPlugin<C> {

		static <C> Trigger<C> of(TriggerPlugin<C> plugin) {
			return new Trigger<>(plugin, plugin.type(), plugin.configurationType(), plugin.description(),
					Set.copyOf(plugin.secretProperties()));
		}

		@Override
		public String title() {
			return "trigger type " + this.type;
		}

		@Override
		public @Nullable Map<String, Object> evaluate(C configuration, TriggerEvaluation evaluation) throws Exception {
			ClassLoader before = ContextLoader.enter(this.plugin);
			try {
				return this.plugin.evaluate(configuration, evaluation);
			}
			finally {
				ContextLoader.leave(before);
			}
		}

	}

	/** A source of secrets. */
	record Secrets(SecretSource plugin, String description) implements LoadedPlugin, SecretSource {

		static Secrets of(SecretSource plugin) {
			return new Secrets(plugin, plugin.description());
		}

		@Override
		public String title() {
			return "secret source " + this.description;
		}

		@Override
		public @Nullable String find(String name) throws IOException, InterruptedException {
			ClassLoader before = ContextLoader.enter(this.plugin);
			try {
				return this.plugin.find(name);
			}
			finally {
				ContextLoader.leave(before);
			}
		}

	}

}
