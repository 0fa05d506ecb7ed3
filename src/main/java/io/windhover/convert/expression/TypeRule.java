package io.windhover.convert.expression;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;

/**
 * How a type of Kestra becomes one of Windhover.
 *
 * @param names in all versions, the newest first
 * @param becomes the type of Windhover
 * @param isControl whether it has tasks, which the executor runs
 * @param properties those that are carried over; any other is reported
 * @param outputs by their names in Kestra
 * @param end what is done once the properties are
 */
public record TypeRule(List<String> names, String becomes, boolean isControl, List<PropertyRule> properties,
		Map<String, OutputRule> outputs, Consumer<Draft> end) {

	/**
	 * The rule of a type that workers run, which has no outputs yet.
	 */
	public static TypeRule worker(List<String> names, String becomes, PropertyRule... properties) {
		return new TypeRule(names, becomes, false, List.of(properties), Map.of(), (draft) -> {
		});
	}

	/**
	 * The rule of a type that has tasks, which has no outputs yet.
	 */
	public static TypeRule control(List<String> names, String becomes, PropertyRule... properties) {
		return new TypeRule(names, becomes, true, List.of(properties), Map.of(), (draft) -> {
		});
	}

	/**
	 * The same rule with these outputs, which replace its own.
	 */
	public TypeRule with(Map<String, OutputRule> added) {
		return new TypeRule(this.names, this.becomes, this.isControl, this.properties, added, this.end);
	}

	/**
	 * The same rule with this as its last step.
	 */
	public TypeRule end(Consumer<Draft> last) {
		return new TypeRule(this.names, this.becomes, this.isControl, this.properties, this.outputs, last);
	}

	/**
	 * Sets the type, carries the properties over in their order and takes the last step.
	 */
	public void apply(Draft draft) {
		draft.put("type", this.becomes);
		for (PropertyRule property : this.properties) {
			draft.carry(property.name(), property.carrier());
		}
		this.end.accept(draft);
	}

	/**
	 * A property of Kestra.
	 *
	 * @param becomes what the docs say of it
	 * @param carrier puts it into the task, or throws {@link Unsupported}
	 */
	public record PropertyRule(String name, String becomes, Carrier carrier) {

		/** One that keeps its value under another name. */
		public static PropertyRule renamed(String name, String becomes, KestraValues.Reader reader) {
			return new PropertyRule(name, "`" + becomes + "`",
					(draft, value) -> draft.put(becomes, reader.read(draft, value)));
		}

		/** One that does not matter where it has the value that Kestra has by default. */
		public static PropertyRule only(String name, List<String> values, String proposal) {
			return new PropertyRule(name, "nothing, where it is " + String.join(" or ", values), (draft, value) -> {
				if (!(value instanceof KestraSource.Scalar scalar
						&& values.stream().anyMatch(scalar.text()::equalsIgnoreCase))) {
					throw new Unsupported("'%s' is not supported".formatted(name), proposal);
				}
			});
		}

		/** One that does not matter where it has nothing in it. */
		public static PropertyRule empty(String name, String proposal) {
			return new PropertyRule(name, "nothing, where it is empty", (draft, value) -> {
				if (!(value instanceof KestraSource.Mapping map && map.entries().isEmpty())) {
					throw new Unsupported("'%s' is not supported".formatted(name), proposal);
				}
			});
		}

		/** One without which the flow means the same; it is reported all the same. */
		public static PropertyRule dropped(String name, String reason, String proposal) {
			return new PropertyRule(name, "nothing: " + reason,
					(draft, value) -> draft.note(draft.place(name), false, reason, proposal));
		}

		/** One for which there is nothing, so that it is left over. */
		public static PropertyRule missing(String name, String reason, String proposal) {
			return missing(name, "nothing: " + reason, reason, proposal);
		}

		/** One for which there is nothing, so that it is left over. */
		public static PropertyRule missing(String name, String becomes, String reason, String proposal) {
			return new PropertyRule(name, becomes, (draft, value) -> {
				throw new Unsupported(reason, proposal);
			});
		}

	}

	/**
	 * Puts one property into a task.
	 */
	public interface Carrier {

		void carry(Draft draft, KestraSource value);

	}

	/**
	 * An output of Kestra.
	 *
	 * @param becomes its name; empty where what it has are outputs themselves
	 * @param typed whether it is parsed where Kestra has its JSON text
	 * @param path what becomes of the steps that follow it
	 */
	public record OutputRule(String becomes, Kind kind, boolean typed, UnaryOperator<List<Step>> path) {

		public OutputRule(String becomes, Kind kind, boolean typed) {
			this(becomes, kind, typed, UnaryOperator.identity());
		}

	}

}
