package io.windhover.flow.jq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A part of a program, which gives any number of values for one input.
 */
sealed interface Expression {

	/** Called by {@link JqRun#eval} only, which counts it. */
	void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out);

	/** {@code .} */
	record Identity() implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			out.accept(in);
		}

	}

	/** {@code ..} */
	record RecurseDefault() implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			Functions.descend(run, in, (item, next) -> {
				out.accept(item);
				Iterate.children(run, item, true, next);
			});
		}

	}

	record Literal(@Nullable Object value) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			out.accept(in.computed(this.value));
		}

	}

	/**
	 * A text with values within.
	 *
	 * @param parts texts, and expressions
	 * @param format what is done with each value
	 */
	record Interpolation(List<Object> parts, String format) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			append(run, in, scope, 0, "", out);
		}

		private void append(JqRun run, Item in, JqScope scope, int part, String before, Consumer<Item> out) {
			if (part == this.parts.size()) {
				out.accept(in.computed(before));
			}
			else if (this.parts.get(part) instanceof Expression expression) {
				run.values(expression, in, scope, (value) -> append(run, in, scope, part + 1,
						run.joined(before, Texts.format(run, this.format, value)), out));
			}
			else {
				append(run, in, scope, part + 1, run.joined(before, this.parts.get(part).toString()), out);
			}
		}

	}

	/** {@code @base64} */
	record Format(String name) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			out.accept(in.computed(Texts.format(run, this.name, in.value())));
		}

	}

	/** {@code a | b | c} */
	record Pipe(List<Expression> parts) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			from(run, in, scope, 0, out);
		}

		private void from(JqRun run, Item in, JqScope scope, int part, Consumer<Item> out) {
			boolean last = part == this.parts.size() - 1;
			run.eval(this.parts.get(part), in, scope, last ? out : (item) -> from(run, item, scope, part + 1, out));
		}

	}

	/** {@code a, b, c} */
	record Comma(List<Expression> parts) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			for (Expression each : this.parts) {
				run.eval(each, in, scope, out);
			}
		}

	}

	/**
	 * {@code target[key]}, and {@code target.name}; the key runs first.
	 *
	 * @param optional whether a target in which nothing can lie gives nothing
	 */
	record Index(Expression target, Expression key, boolean optional) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.values(this.key, in, scope,
					(key) -> run.eval(this.target, in, scope, (item) -> at(run, item, key, this.optional, out)));
		}

		static void at(JqRun run, Item item, @Nullable Object key, boolean optional, Consumer<Item> out) {
			Item child;
			try {
				child = item.child(key, Paths.get(run, item.value(), key));
			}
			catch (JqError ex) {
				if (optional) {
					return;
				}
				throw ex;
			}
			out.accept(child);
		}

	}

	/** {@code target[from:to]} */
	record Slice(Expression target, @Nullable Expression from, @Nullable Expression to,
			boolean optional) implements Expression {

		private static final Expression OPEN = new Literal(null);

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.values((this.from != null) ? this.from : OPEN, in, scope,
					(start) -> run.values((this.to != null) ? this.to : OPEN, in, scope, (end) -> {
						Map<String, @Nullable Object> slice = new LinkedHashMap<>();
						slice.put("start", start);
						slice.put("end", end);
						run.eval(this.target, in, scope, (item) -> Index.at(run, item, slice, this.optional, out));
					}));
		}

	}

	/** {@code target[]} */
	record Iterate(Expression target, boolean optional) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.eval(this.target, in, scope, (item) -> children(run, item, this.optional, out));
		}

		/**
		 * Gives what lies in a value.
		 * @param optional whether a value in which nothing can lie gives nothing
		 */
		static void children(JqRun run, Item item, boolean optional, Consumer<Item> out) {
			if (item.value() instanceof List<?> list) {
				for (int i = 0; i < list.size(); i++) {
					run.step();
					out.accept(item.child(i, JqValues.normal(list.get(i))));
				}
			}
			else if (item.value() instanceof Map<?, ?> map) {
				map.forEach((name, value) -> {
					run.step();
					out.accept(item.child(String.valueOf(name), JqValues.normal(value)));
				});
			}
			else if (!optional) {
				throw new JqError(
						"Cannot iterate over " + ((item.value() == null) ? "null" : JqValues.named(item.value())));
			}
		}

	}

	/** {@code try body catch handler}, and {@code body?} */
	record Try(Expression body, @Nullable Expression handler) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			apart(out, (past) -> {
				try {
					run.eval(this.body, in, scope, past);
				}
				catch (JqError ex) {
					if (this.handler != null) {
						run.eval(this.handler, in.computed(ex.value()), scope, out);
					}
				}
			});
		}

		/** Keeps errors of what comes after from being taken for errors of a body. */
		static void apart(Consumer<Item> out, Consumer<Consumer<Item>> body) {
			Object owner = new Object();
			try {
				body.accept((item) -> past(owner, item, out));
			}
			catch (Downstream ex) {
				throw ex.isOf(owner) ? ex.error() : ex;
			}
		}

		/** What comes after is not tried. */
		private static void past(Object owner, Item item, Consumer<Item> out) {
			try {
				out.accept(item);
			}
			catch (JqError ex) {
				throw new Downstream(owner, ex);
			}
		}

	}

	/** {@code [body]} */
	record Collect(@Nullable Expression body) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			out.accept(in.computed((this.body != null) ? run.list(this.body, in, scope) : new ArrayList<>()));
		}

	}

	/** {@code {key: value}}, once for each combination of what keys and values give. */
	record Construct(List<Entry> entries) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			add(run, in, scope, 0, Map.of(), out);
		}

		private void add(JqRun run, Item in, JqScope scope, int entry, Map<String, @Nullable Object> before,
				Consumer<Item> out) {
			if (entry == this.entries.size()) {
				out.accept(in.computed(new LinkedHashMap<>(before)));
				return;
			}
			Entry next = this.entries.get(entry);
			run.values(next.key(), in, scope, (key) -> {
				if (!(key instanceof String name)) {
					throw new JqError("Object keys must be strings, not " + JqValues.named(key));
				}
				run.values(next.value(), in, scope, (value) -> {
					run.copying(before.size() + Long.BYTES);
					Map<String, @Nullable Object> with = new LinkedHashMap<>(before);
					with.put(name, value);
					add(run, in, scope, entry + 1, with, out);
				});
			});
		}

		record Entry(Expression key, Expression value) {
		}

	}

	/** {@code -operand} */
	record Negative(Expression operand) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.values(this.operand, in, scope, (value) -> {
				if (!(value instanceof Number number)) {
					throw new JqError(JqValues.named(value) + " cannot be negated");
				}
				out.accept(in.computed(JqValues.compute(run, "-", 0, number)));
			});
		}

	}

	/**
	 * {@code left + right} and what else computes or compares; the right side runs first.
	 */
	record Operation(String operator, Expression left, Expression right) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.values(this.right, in, scope, (other) -> run.values(this.left, in, scope,
					(one) -> out.accept(in.computed(result(run, this.operator, one, other)))));
		}

		static @Nullable Object result(JqRun run, String operator, @Nullable Object one, @Nullable Object other) {
			return switch (operator) {
				case "==" -> JqValues.equal(run, one, other);
				case "!=" -> !JqValues.equal(run, one, other);
				case "<" -> JqValues.isNan(one) || JqValues.compare(run, one, other) < 0;
				case "<=" -> JqValues.isNan(one) || JqValues.compare(run, one, other) <= 0;
				case ">" -> JqValues.compare(run, one, other) > 0;
				case ">=" -> JqValues.compare(run, one, other) >= 0;
				default -> JqValues.compute(run, operator, one, other);
			};
		}

	}

	/** {@code left and right}, {@code left or right} */
	record Logic(boolean and, Expression left, Expression right) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.values(this.left, in, scope, (one) -> {
				if (JqValues.truth(one) != this.and) {
					out.accept(in.computed(!this.and));
				}
				else {
					run.values(this.right, in, scope, (other) -> out.accept(in.computed(JqValues.truth(other))));
				}
			});
		}

	}

	/** {@code left // right} */
	record Alternative(Expression left, Expression right) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			boolean[] some = new boolean[1];
			run.eval(this.left, in, scope, (item) -> {
				if (JqValues.truth(item.value())) {
					some[0] = true;
					out.accept(item);
				}
			});
			if (!some[0]) {
				run.eval(this.right, in, scope, out);
			}
		}

	}

	/** {@code if condition then ... else ... end} */
	record If(Expression condition, Expression then, Expression otherwise) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.values(this.condition, in, scope,
					(value) -> run.eval(JqValues.truth(value) ? this.then : this.otherwise, in, scope, out));
		}

	}

	/** {@code source as $x | body} */
	record Bind(Expression source, Pattern pattern, Expression body) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.values(this.source, in, scope, (value) -> {
				if (this.pattern instanceof Pattern.Alternatives) {
					Try.apart(out, (past) -> bind(run, in, value, scope, past));
				}
				else {
					bind(run, in, value, scope, out);
				}
			});
		}

		private void bind(JqRun run, Item in, @Nullable Object value, JqScope scope, Consumer<Item> out) {
			this.pattern.bind(run, in, value, scope, (bound) -> run.eval(this.body, in, bound, out));
		}

	}

	/** {@code reduce source as $x (start; update)}, of whose states the last counts */
	record Reduce(Foreach states) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.eval(this.states.start(), in, scope,
					(first) -> out.accept(this.states.fold(run, in, scope, first, (bound, item) -> {
					})));
		}

	}

	/** {@code foreach source as $x (start; update; extract)} */
	record Foreach(Expression source, Pattern pattern, Expression start, Expression update,
			Expression extract) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.eval(this.start, in, scope,
					(first) -> fold(run, in, scope, first, (bound, item) -> run.eval(this.extract, item, bound, out)));
		}

		/** Gives the last state, and tells of each on the way with what is bound then. */
		Item fold(JqRun run, Item in, JqScope scope, Item first, BiConsumer<JqScope, Item> states) {
			Item[] state = { first };
			run.values(this.source, in, scope, (value) -> this.pattern.bind(run, in, value, scope, (bound) -> {
				Item before = state[0];
				state[0] = in.computed(null);
				run.eval(this.update, before, bound, (item) -> {
					state[0] = item;
					states.accept(bound, item);
				});
			}));
			return state[0];
		}

	}

	/** {@code $x} */
	record Variable(String name) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			out.accept(in.computed(scope.find(this.name)));
		}

	}

	/** {@code label $x | body} */
	record Label(String name, Expression body) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			Break.until((mark) -> run.eval(this.body, in, scope.with("*" + this.name, mark), out));
		}

	}

	/** {@code break $x} */
	record Leave(String name) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			if (scope.find("*" + this.name) instanceof Break mark) {
				throw mark;
			}
		}

	}

	/** {@code def name(parameters): body; rest} */
	record Define(Definition definition, Expression rest) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.eval(this.rest, in, scope.with(this.definition.signature(), new Closure(this.definition, scope)), out);
		}

	}

	/** {@code name(arguments)} */
	record Call(String name, List<Expression> arguments) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			String signature = Definition.signature(this.name, this.arguments.size());
			Object function = scope.find(signature);
			if (function instanceof Functions.Body body) {
				body.apply(run, new Functions.Arguments(this.arguments, scope), in, out);
			}
			else if (function instanceof Argument argument) {
				run.eval(argument.body(), in, argument.scope(), out);
			}
			else if (function instanceof Closure closure) {
				Definition definition = closure.definition();
				bind(run, definition, 0, in, scope, closure.scope().with(signature, closure),
						(bound) -> run.eval(definition.body(), in, bound, out));
			}
		}

		private void bind(JqRun run, Definition definition, int parameter, Item in, JqScope caller, JqScope callee,
				Consumer<JqScope> then) {
			if (parameter == this.arguments.size()) {
				then.accept(callee);
				return;
			}
			String name = definition.parameters().get(parameter);
			Expression argument = this.arguments.get(parameter);
			if (!name.startsWith("$")) {
				bind(run, definition, parameter + 1, in, caller,
						callee.with(Definition.signature(name, 0), new Argument(argument, caller)), then);
				return;
			}
			run.values(argument, in, caller,
					(value) -> bind(run, definition, parameter + 1, in, caller, callee.with(name, value)
						.with(Definition.signature(name.substring(1), 0), new Argument(new Literal(value), caller)),
							then));
		}

	}

	/** {@code target |= change} */
	record Update(Expression target, Expression change) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			out.accept(in.computed(apply(run, in, scope, this.target,
					(value, then) -> run.values(this.change, Item.of(value), scope, then))));
		}

		/** Changes what lies at each path; where that gives nothing, it is deleted. */
		static @Nullable Object apply(JqRun run, Item in, JqScope scope, Expression target, Change change) {
			if (target instanceof Iterate each && !each.optional()) {
				// one copy, instead of one for each element
				return apply(run, in, scope, each.target(), (value, then) -> then.accept(children(run, value, change)));
			}
			List<List<@Nullable Object>> paths = Functions.paths(run, target, in, scope);
			List<List<@Nullable Object>> gone = new ArrayList<>();
			Object value = in.value();
			for (List<@Nullable Object> path : paths) {
				Object before = Paths.getAll(run, value, path);
				Item first = change.first(before);
				if (first == null) {
					gone.add(path);
				}
				else {
					value = Paths.set(run, value, path, first.value());
				}
			}
			return Paths.deleteAll(run, value, gone);
		}

		private static Object children(JqRun run, @Nullable Object value, Change change) {
			List<@Nullable Object> changed = new ArrayList<>();
			Map<String, @Nullable Object> named = new LinkedHashMap<>();
			Iterate.children(run, new Item(value, Trail.ROOT), false, (item) -> {
				Item first = change.first(item.value());
				if (first != null) {
					run.grow(1);
					changed.add(first.value());
					named.put(String.valueOf(Objects.requireNonNull(item.trail()).key()), first.value());
				}
			});
			return (value instanceof List<?>) ? changed : named;
		}

		interface Change {

			void of(@Nullable Object value, Consumer<@Nullable Object> then);

			/** What is given first counts; null where nothing is. */
			default @Nullable Item first(@Nullable Object value) {
				return Functions.first((then) -> of(value, (after) -> then.accept(Item.of(after))));
			}

		}

	}

	/** {@code target = value}, and {@code target += value} with the operator */
	record Assign(Expression target, String operator, Expression value) implements Expression {

		@Override
		public void eval(JqRun run, Item in, JqScope scope, Consumer<Item> out) {
			run.values(this.value, in, scope, (given) -> out.accept(in.computed(Update.apply(run, in, scope,
					this.target, (before, then) -> then.accept(changed(run, before, given))))));
		}

		private @Nullable Object changed(JqRun run, @Nullable Object before, @Nullable Object given) {
			return switch (this.operator) {
				case "" -> given;
				case "//" -> JqValues.truth(before) ? before : given;
				default -> JqValues.compute(run, this.operator, before, given);
			};
		}

	}

	/** The body of a function and the names of what it takes. */
	record Definition(String name, List<String> parameters, Expression body) {

		String signature() {
			return signature(this.name, this.parameters.size());
		}

		static String signature(String name, int arguments) {
			return name + "/" + arguments;
		}

	}

	/** A function, with what it sees. */
	record Closure(Definition definition, JqScope scope) {
	}

	/** What was given for a parameter, with what its own place sees. */
	record Argument(Expression body, JqScope scope) {
	}

}
