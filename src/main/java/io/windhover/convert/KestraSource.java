package io.windhover.convert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A value of a flow of Kestra that knows its line.
 */
public sealed interface KestraSource {

	/** Counts from 1. */
	int line();

	/** The value without lines and comments. */
	@Nullable Object plain();

	/** All comments within it, in their order. */
	default List<String> comments() {
		List<String> comments = new ArrayList<>();
		parts().forEach((entry) -> {
			comments.addAll(entry.comments());
			comments.addAll(entry.value().comments());
		});
		return comments;
	}

	/** What it is made of; nothing where it is a single value. */
	default Collection<Entry> parts() {
		return List.of();
	}

	/** A map. */
	record Mapping(int line, Map<String, Entry> entries) implements KestraSource {

		public @Nullable KestraSource get(String name) {
			Entry entry = this.entries.get(name);
			return (entry != null && !entry.isNull()) ? entry.value() : null;
		}

		/** The text of a property; null where it is none. */
		public @Nullable String text(String name) {
			return (get(name) instanceof Scalar scalar) ? scalar.text() : null;
		}

		@Override
		public Collection<Entry> parts() {
			return this.entries.values();
		}

		@Override
		public Map<String, @Nullable Object> plain() {
			Map<String, @Nullable Object> plain = new LinkedHashMap<>();
			this.entries.forEach((name, entry) -> plain.put(name, entry.value().plain()));
			return plain;
		}

	}

	/**
	 * A property of a map.
	 *
	 * @param comments above it and at the end of its line, each begins with #
	 */
	record Entry(int line, List<String> comments, KestraSource value) {

		public boolean isNull() {
			return this.value instanceof Scalar scalar && scalar.value() == null;
		}

	}

	/** A list. */
	record Sequence(int line, List<Entry> items) implements KestraSource {

		@Override
		public Collection<Entry> parts() {
			return this.items;
		}

		@Override
		public List<@Nullable Object> plain() {
			List<@Nullable Object> plain = new ArrayList<>();
			this.items.forEach((item) -> plain.add(item.value().plain()));
			return plain;
		}

	}

	/**
	 * A single value.
	 *
	 * @param value text, number, boolean or null, as YAML 1.2 has it
	 * @param text as it is written
	 * @param ambiguous whether older YAML, by which Kestra may read it, takes it for
	 * something else
	 */
	record Scalar(int line, @Nullable Object value, String text, boolean ambiguous) implements KestraSource {

		@Override
		public @Nullable Object plain() {
			return this.value;
		}

	}

}
