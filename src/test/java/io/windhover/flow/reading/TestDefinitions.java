package io.windhover.flow.reading;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowSchema;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.definition.TriggerDefinition;
import io.windhover.flow.reading.section.FlowLimits;
import io.windhover.flow.template.pebble.PebbleTemplates;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Task and trigger types with the properties of the real ones.
 */
public final class TestDefinitions {

	static final Validator VALIDATOR = Validation.buildDefaultValidatorFactory().getValidator();

	private TestDefinitions() {
	}

	public static FlowReader reader() {
		return reader(new FlowLimits(DataSize.ofMegabytes(1), 1000, 20, 50_000));
	}

	public static FlowReader reader(FlowLimits limits) {
		return new YamlFlowReader(tasks(), triggers(), new PebbleTemplates(Clock.systemUTC()), VALIDATOR, limits);
	}

	static FlowSchema schema() {
		return new YamlFlowSchema(tasks(), triggers());
	}

	private static List<TaskDefinition<?>> tasks() {
		return List.of(task("log", Log.class), task("return", Return.class), task("sleep", Sleep.class),
				task("fail", Fail.class), task("shell", Shell.class), task("http", Http.class));
	}

	private static List<TriggerDefinition<?>> triggers() {
		return List.of(trigger("http-poll", HttpPoll.class));
	}

	static <C> TaskDefinition<C> task(String type, Class<C> configuration) {
		return new TaskDefinition<>() {

			@Override
			public String type() {
				return type;
			}

			@Override
			public Class<C> configurationType() {
				return configuration;
			}

			@Override
			public String description() {
				return "A double.";
			}

			@Override
			public List<MetricDefinition> metrics() {
				return type.equals("http") ? List.of(metric("bytes"), metric("request.duration")) : List.of();
			}

			@Override
			public Map<String, String> problems(Map<String, Object> written) {
				return "TRACE".equals(written.get("method")) ? Map.of("method", "is not for flows") : Map.of();
			}

		};
	}

	private static MetricDefinition metric(String name) {
		return new MetricDefinition(name, MetricDefinition.Kind.COUNTER, null, "A double.", List.of());
	}

	static <C> TriggerDefinition<C> trigger(String type, Class<C> configuration) {
		return new TriggerDefinition<>() {

			@Override
			public String type() {
				return type;
			}

			@Override
			public Class<C> configurationType() {
				return configuration;
			}

			@Override
			public Set<String> variables(String property) {
				return property.equals("condition") ? Set.of("body", "headers", "status")
						: TriggerDefinition.super.variables(property);
			}

			@Override
			public String description() {
				return "A double.";
			}

			@Override
			public Map<String, String> problems(Map<String, Object> written) {
				return "TRACE".equals(written.get("method")) ? Map.of("method", "is not for flows") : Map.of();
			}

		};
	}

	enum Level {

		INFO, WARN

	}

	record Log(@NotBlank String message, @Nullable Level level) {
	}

	record Return(@Nullable Object value) {
	}

	record Sleep(@NotNull Duration duration) {
	}

	record Fail(@NotBlank String message) {
	}

	record Shell(@NotBlank String command, @Nullable Map<String, String> environment,
			@Nullable String workingDirectory) {
	}

	record Http(@NotNull URI uri, @Nullable String method, @Nullable Map<String, String> headers, @Nullable Object body,
			@Nullable List<@Min(100) @Max(599) Integer> acceptStatus) {
	}

	record HttpPoll(@NotNull URI uri, @Nullable String method, @Nullable Map<String, String> headers,
			@Nullable String condition) {
	}

}
