package io.windhover.flow.reading.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.binding.Path;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.YamlSection;
import org.jspecify.annotations.Nullable;

/**
 * Puts the properties of {@code taskDefaults} under those of each task of their type,
 * before the tasks are read.
 */
public record TaskDefaults(Map<String, Map<String, Object>> byType) {

	public static final String PROPERTY = "taskDefaults";

	/** The properties that hold lists of tasks. */
	private static final Set<String> LISTS = Set.of("tasks", "errors", "finally", "then", "else", "default");

	/** What makes a task what it is. */
	public static final Set<String> OWN = Set.of("id", "type", "cases", "dependsOn", "tasks", "errors", "finally",
			"then", "else", "default");

	/**
	 * Returns the properties of a flow with the defaults added to its tasks.
	 * @param types the types of task that exist
	 */
	public static Map<String, Object> applied(Map<String, Object> flow, Set<String> types, ReadingProblems problems) {
		Map<String, Map<String, Object>> byType = new LinkedHashMap<>();
		if (flow.get(PROPERTY) instanceof Map<?, ?> written) {
			Path path = Path.ROOT.child(PROPERTY);
			YamlSection.properties(written).forEach((type, value) -> {
				if (value instanceof Map<?, ?> map) {
					Map<String, Object> properties = YamlSection.properties(map);
					check(path.child(type), type, properties, types, problems);
					byType.put(type, properties);
				}
				else {
					problems.value(path.child(type), "is a map of properties, such as {timeout: PT30S}");
				}
			});
		}
		return byType.isEmpty() ? flow : new TaskDefaults(byType).lists(flow);
	}

	private static void check(Path path, String type, Map<String, Object> properties, Set<String> types,
			ReadingProblems problems) {
		if (!types.contains(type)) {
			problems.value(path, TaskReader.unknown(type, types));
		}
		properties.keySet()
			.stream()
			.filter(OWN::contains)
			.forEach((name) -> problems.value(path.child(name),
					"'%s' cannot have a default; write it at each task".formatted(name)));
	}

	private Map<String, Object> lists(Map<String, Object> holder) {
		Map<String, Object> applied = new LinkedHashMap<>(holder);
		applied.replaceAll((name, value) -> {
			if (LISTS.contains(name) && value instanceof List<?> list) {
				return tasks(list);
			}
			return (name.equals("cases") && value instanceof Map<?, ?> cases) ? cases(cases) : value;
		});
		return applied;
	}

	private Map<String, Object> cases(Map<?, ?> cases) {
		Map<String, Object> applied = YamlSection.properties(cases);
		applied.replaceAll((name, value) -> (value instanceof List<?> list) ? tasks(list) : value);
		return applied;
	}

	@SuppressWarnings("NullAway") // what is no task is a problem later
	private List<Object> tasks(List<?> list) {
		List<Object> applied = new ArrayList<>();
		list.forEach(
				(each) -> applied.add((each instanceof Map<?, ?> task) ? task(YamlSection.properties(task)) : each));
		return applied;
	}

	private Map<String, Object> task(Map<String, Object> written) {
		@Nullable Object type = written.get("type");
		Map<String, Object> task = new LinkedHashMap<>(written);
		if (type instanceof String text) {
			this.byType.getOrDefault(text, Map.of()).forEach(task::putIfAbsent);
		}
		boolean control = type instanceof String text && ControlTaskReader.TYPES.contains(text);
		return control ? lists(task) : task;
	}

}
