package io.windhover.convert.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.SourceReader;
import io.windhover.convert.UnreadableFlowException;
import org.jspecify.annotations.Nullable;

/**
 * The values that the configuration of Kestra has for all flows. Those that a flow may
 * mean become a variable of it.
 */
record KestraGlobals(KestraSource.@Nullable Mapping values) {

	static final KestraGlobals NONE = new KestraGlobals(null);

	/** The variable of the flow that has them, and their name in Kestra. */
	static final String NAME = "globals";

	private static final List<String> PATH = List.of("kestra", "variables", NAME);

	/** Kestra hyphenates all other names, in ways that differ between its versions. */
	private static final Pattern PLAIN_NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	/** What Kestra or its configuration puts something else in place of. */
	private static final Pattern TEMPLATE = Pattern.compile("\\$\\{|\\{[{%#]");

	/**
	 * Reads them from a configuration.
	 * @throws UnreadableFlowException where it has none
	 */
	static KestraGlobals read(String configuration) {
		KestraSource value = new SourceReader(configuration).flow();
		for (String name : PATH) {
			value = (value instanceof KestraSource.Mapping map) ? map.get(name) : null;
		}
		if (!(value instanceof KestraSource.Mapping values)) {
			throw new UnreadableFlowException(1, "has no map under " + String.join(".", PATH));
		}
		return new KestraGlobals(values);
	}

	/** Whether they are a variable of a flow, because it has none of that name. */
	boolean areIn(KestraSource.Mapping flow) {
		KestraSource own = flow.get("variables");
		return this.values != null
				&& (own == null || (own instanceof KestraSource.Mapping map && !map.entries().containsKey(NAME)));
	}

	/**
	 * Puts those that a flow may name among its variables.
	 * @param yaml of the flow
	 */
	KestraSource.Mapping into(KestraSource.Mapping flow, String yaml) {
		if (this.values == null || !areIn(flow) || !yaml.contains(NAME)) {
			return flow;
		}
		Map<String, KestraSource.Entry> named = usable(this.values);
		named.keySet().removeIf((name) -> !yaml.contains(name));
		if (named.isEmpty()) {
			return flow;
		}
		Map<String, KestraSource.Entry> variables = new LinkedHashMap<>();
		if (flow.get("variables") instanceof KestraSource.Mapping own) {
			variables.putAll(own.entries());
		}
		variables.put(NAME, entry(flow.line(), named));
		Map<String, KestraSource.Entry> entries = new LinkedHashMap<>();
		flow.entries().forEach((name, entry) -> {
			if (name.equals("tasks") && !flow.entries().containsKey("variables")) {
				entries.put("variables", entry(flow.line(), variables));
			}
			entries.put(name, entry);
		});
		entries.computeIfPresent("variables", (name, entry) -> new KestraSource.Entry(entry.line(), entry.comments(),
				new KestraSource.Mapping(entry.value().line(), variables)));
		return new KestraSource.Mapping(flow.line(), entries);
	}

	private static KestraSource.Entry entry(int line, Map<String, KestraSource.Entry> entries) {
		return new KestraSource.Entry(line, List.of(), new KestraSource.Mapping(line, entries));
	}

	private static Map<String, KestraSource.Entry> usable(KestraSource.Mapping map) {
		Map<String, KestraSource.Entry> usable = new LinkedHashMap<>();
		map.entries().forEach((name, entry) -> {
			if (PLAIN_NAME.matcher(name).matches() && isUsable(entry.value())) {
				usable.put(name, new KestraSource.Entry(entry.line(), List.of(), bare(entry.value())));
			}
		});
		return usable;
	}

	/** Comments of the configuration are not of the flow. */
	private static KestraSource bare(KestraSource value) {
		if (value instanceof KestraSource.Mapping map) {
			return new KestraSource.Mapping(map.line(), usable(map));
		}
		if (value instanceof KestraSource.Sequence list) {
			return new KestraSource.Sequence(list.line(),
					list.items()
						.stream()
						.map((item) -> new KestraSource.Entry(item.line(), List.of(), bare(item.value())))
						.toList());
		}
		return value;
	}

	private static boolean isUsable(KestraSource value) {
		if (value instanceof KestraSource.Scalar scalar) {
			return scalar.value() != null && !scalar.ambiguous() && !TEMPLATE.matcher(scalar.text()).find();
		}
		// a map keeps those of its values that are usable, a list all or nothing
		return value instanceof KestraSource.Mapping || value.parts()
			.stream()
			.allMatch((item) -> item.value() instanceof KestraSource.Scalar && isUsable(item.value()));
	}

}
