package io.windhover.worker.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.windhover.flow.MetricDefinition;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class AssertTask implements TaskType<AssertTask.Configuration> {

	private static final String CONDITIONS = "conditions";

	@Override
	public String type() {
		return "assert";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Fails with the messages of the conditions that do not hold.";
	}

	@Override
	public List<MetricDefinition> metrics() {
		return List.of(new MetricDefinition(CONDITIONS, MetricDefinition.Kind.COUNTER, "conditions",
				"Conditions that were checked, by result (held or failed)", List.of("result")));
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) throws TaskFailedException {
		List<String> messages = new ArrayList<>();
		for (int i = 0; i < configuration.conditions().size(); i++) {
			String message = complaint(configuration.conditions().get(i), i);
			context.count(CONDITIONS, 1, "result", (message != null) ? "failed" : "held");
			if (message != null) {
				messages.add(message);
			}
		}
		if (!messages.isEmpty()) {
			throw new TaskFailedException(String.join("; ", messages), Map.of("failed", messages));
		}
		return Map.of();
	}

	/** What is wrong; null when it holds. */
	private static @Nullable String complaint(Condition condition, int index) {
		// a template within other text, such as spaces, is text
		String value = condition.condition().toString().strip();
		return switch (value) {
			case "true" -> null;
			case "false" -> condition.message();
			default -> "conditions[%d].condition is '%s', neither true nor false".formatted(index, value);
		};
	}

	record Configuration(@JsonPropertyDescription("What must hold") @NotNull @Size(min = 1, max = 1000,
			message = "must have 1 to 1000 conditions") List<Condition> conditions) {
	}

	record Condition(@JsonPropertyDescription("A template that is true or false") @NotNull Object condition,
			@JsonPropertyDescription("What the task fails with where it is false") @NotBlank String message) {
	}

}
