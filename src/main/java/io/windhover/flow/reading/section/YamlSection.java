package io.windhover.flow.reading.section;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.binding.Path;
import org.jspecify.annotations.Nullable;

/**
 * One element of the inputs, tasks or triggers of a flow, as it was written.
 *
 * @param properties without those that have no value
 */
public record YamlSection(Path path, Map<String, Object> properties) {

	/**
	 * The properties of a map, with keys as text and without those that are null.
	 */
	public static Map<String, Object> properties(Map<?, ?> written) {
		Map<String, Object> properties = new LinkedHashMap<>();
		written.forEach((key, value) -> {
			if (value != null) {
				properties.put(String.valueOf(key), value);
			}
		});
		return properties;
	}

	/**
	 * The parts of a list; what is not a part, or has the id of another, is a problem.
	 */
	public static List<YamlSection> all(String name, @Nullable Object list, ReadingProblems problems) {
		return all(Path.ROOT.child(name), name, list, new HashMap<>(), problems);
	}

	/**
	 * The parts of a list that shares its ids with others.
	 * @param ids the parts so far, by id
	 */
	public static List<YamlSection> all(Path base, String name, @Nullable Object list, Map<Object, Path> ids,
			ReadingProblems problems) {
		List<YamlSection> sections = new ArrayList<>();
		if (list instanceof List<?> elements) {
			for (int i = 0; i < elements.size(); i++) {
				Path path = base.child(i);
				if (elements.get(i) instanceof Map<?, ?> map) {
					sections.add(new YamlSection(path, properties(map)));
					unique(sections.get(sections.size() - 1), ids, problems);
				}
				else {
					problems.value(path,
							"each of the %s is a map of properties, such as {id: …, type: …}".formatted(name));
				}
			}
		}
		return sections;
	}

	private static void unique(YamlSection part, Map<Object, Path> ids, ReadingProblems problems) {
		Object id = part.properties.get("id");
		Path first = (id != null) ? ids.putIfAbsent(id, part.path) : null;
		if (first != null) {
			problems.value(part.path.child("id"), "the id '%s' is taken by line %d; give each its own".formatted(id,
					problems.line(first.child("id"))));
		}
	}

	/** The properties of these names. */
	public Map<String, Object> only(Set<String> names) {
		Map<String, Object> some = new LinkedHashMap<>(this.properties);
		some.keySet().retainAll(names);
		return some;
	}

	/** The properties of all other names. */
	public Map<String, Object> without(Set<String> names) {
		Map<String, Object> others = new LinkedHashMap<>(this.properties);
		others.keySet().removeAll(names);
		return others;
	}

	/**
	 * The text of a property; null where it is absent or not a text.
	 */
	public @Nullable String text(String name) {
		return (this.properties.get(name) instanceof String text) ? text : null;
	}

}
