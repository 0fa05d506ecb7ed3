package io.windhover.flow.jq;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What {@code as} takes a value apart into.
 */
sealed interface Pattern {

	/** Continues once for each way in which the value can be taken apart. */
	void bind(JqRun run, Item in, @Nullable Object value, JqScope scope, Consumer<JqScope> then);

	/** {@code $x} */
	record Name(String name) implements Pattern {

		@Override
		public void bind(JqRun run, Item in, @Nullable Object value, JqScope scope, Consumer<JqScope> then) {
			then.accept(scope.with(this.name, value));
		}

	}

	/** {@code [$x, $y]} */
	record Elements(List<Pattern> elements) implements Pattern {

		@Override
		public void bind(JqRun run, Item in, @Nullable Object value, JqScope scope, Consumer<JqScope> then) {
			if (value != null && !(value instanceof List<?>)) {
				throw new JqError("Cannot index %s with number".formatted(JqValues.type(value)));
			}
			from(run, in, value, scope, 0, then);
		}

		private void from(JqRun run, Item in, @Nullable Object value, JqScope scope, int element,
				Consumer<JqScope> then) {
			if (element == this.elements.size()) {
				then.accept(scope);
				return;
			}
			this.elements.get(element)
				.bind(run, in, (value != null) ? Paths.get(run, value, element) : null, scope,
						(bound) -> from(run, in, value, bound, element + 1, then));
		}

	}

	/**
	 * {@code [$x] ?// $y}: where one does not fit, or what follows fails, the next
	 * counts.
	 *
	 * @param names of all of them; those of others are null
	 */
	record Alternatives(List<Pattern> patterns, List<String> names) implements Pattern {

		@Override
		public void bind(JqRun run, Item in, @Nullable Object value, JqScope scope, Consumer<JqScope> then) {
			JqScope all = scope;
			for (String name : this.names) {
				all = all.with(name, null);
			}
			for (int i = 0; i < this.patterns.size(); i++) {
				try {
					this.patterns.get(i).bind(run, in, value, all, then);
					return;
				}
				catch (JqError ex) {
					if (i + 1 == this.patterns.size()) {
						throw ex;
					}
				}
			}
		}

	}

	/** {@code {name: $x}} */
	record Names(List<Entry> entries) implements Pattern {

		@Override
		public void bind(JqRun run, Item in, @Nullable Object value, JqScope scope, Consumer<JqScope> then) {
			if (value != null && !(value instanceof Map<?, ?>)) {
				throw new JqError("Cannot index %s with string".formatted(JqValues.type(value)));
			}
			from(run, in, value, scope, 0, then);
		}

		private void from(JqRun run, Item in, @Nullable Object value, JqScope scope, int entry,
				Consumer<JqScope> then) {
			if (entry == this.entries.size()) {
				then.accept(scope);
				return;
			}
			Entry next = this.entries.get(entry);
			run.values(next.key(), in, scope, (key) -> {
				Object found = (value != null) ? Paths.get(run, value, key) : null;
				JqScope named = (next.variable() != null) ? scope.with(next.variable(), found) : scope;
				if (next.inner() == null) {
					from(run, in, value, named, entry + 1, then);
				}
				else {
					next.inner().bind(run, in, found, named, (bound) -> from(run, in, value, bound, entry + 1, then));
				}
			});
		}

		/**
		 * One name.
		 *
		 * @param variable that gets what lies there, for {@code {$x}}
		 */
		record Entry(Expression key, @Nullable String variable, @Nullable Pattern inner) {
		}

	}

}
