package io.windhover.flow.jq;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The functions of jq that are not written in jq.
 */
final class Functions {

	private static final double LN_2 = Math.log(2);

	/** The names that an entry may have for its key. */
	private static final List<String> KEYS = List.of("key", "k", "name", "Name", "Key", "K");

	private static final List<String> VALUES = List.of("value", "v", "Value", "V");

	private final Map<String, Object> functions = new HashMap<>();

	private Functions() {
	}

	/** By name and number of arguments, as {@code name/2}. */
	static Map<String, Object> all() {
		Functions all = new Functions();
		all.addFlow();
		all.addPaths();
		all.addValues();
		all.addNumbers();
		all.addLists();
		Texts.addTo(all);
		JqDates.addTo(all);
		return all.functions;
	}

	private void addFlow() {
		put("empty/0", (run, arguments, in, out) -> {
		});
		put("error/0", (run, arguments, in, out) -> {
			throw new JqError(in.value());
		});
		put("first/1", (run, arguments, in, out) -> {
			Item found = first((then) -> arguments.eval(run, 0, in, then));
			if (found != null) {
				out.accept(found);
			}
		});
		put("isempty/1", (run, arguments, in, out) -> out
			.accept(in.computed(first((then) -> arguments.eval(run, 0, in.plain(), then)) == null)));
		put("limit/2", (run, arguments, in, out) -> arguments.values(run, 0, in,
				(most) -> limit(run, arguments, in, JqValues.asDouble(most), out)));
		put("recurse/1", (run, arguments, in, out) -> descend(run, in, (item, next) -> {
			out.accept(item);
			arguments.eval(run, 0, item, next);
		}));
		put("while/2",
				(run, arguments, in, out) -> descend(run, in, (item, next) -> arguments.values(run, 0, item, (goes) -> {
					if (JqValues.truth(goes)) {
						out.accept(item);
						arguments.eval(run, 1, item, next);
					}
				})));
		put("until/2",
				(run, arguments, in, out) -> descend(run, in, (item, next) -> arguments.values(run, 0, item, (ends) -> {
					if (JqValues.truth(ends)) {
						out.accept(item);
					}
					else {
						arguments.eval(run, 1, item, next);
					}
				})));
		put("range/3",
				(run, arguments, in, out) -> arguments.each(run, in,
						(values) -> range(run, JqValues.asDouble(values.get(0)), JqValues.asDouble(values.get(1)),
								JqValues.asDouble(values.get(2)), (value) -> out.accept(in.computed(value)))));
	}

	private static void limit(JqRun run, Arguments arguments, Item in, double most, Consumer<Item> out) {
		int[] given = new int[1];
		Break.until((enough) -> {
			if (most != 0) {
				arguments.eval(run, 1, in, (item) -> {
					out.accept(item);
					if (++given[0] >= most && most > 0) {
						throw enough;
					}
				});
			}
		});
	}

	private static void range(JqRun run, double from, double to, double by, Consumer<Number> out) {
		if (by == 0) {
			throw new JqError("range needs a step that is not zero");
		}
		for (double at = from; (by > 0) ? at < to : at > to; at += by) {
			run.step();
			out.accept(JqValues.number(at));
		}
	}

	/** What is given first; null where nothing is. */
	static @Nullable Item first(Consumer<Consumer<Item>> values) {
		@Nullable Item[] found = new Item[1];
		Break.until((enough) -> values.accept((item) -> {
			found[0] = item;
			throw enough;
		}));
		return found[0];
	}

	/** Visits an item, then what it leads to, before the next beside it. */
	static void descend(JqRun run, Item in, Visit visit) {
		Deque<Item> waiting = new ArrayDeque<>(List.of(in));
		while (!waiting.isEmpty()) {
			run.step();
			List<Item> next = new ArrayList<>();
			visit.of(waiting.pop(), (item) -> {
				run.grow(1);
				next.add(item);
			});
			for (int i = next.size() - 1; i >= 0; i--) {
				waiting.push(next.get(i));
			}
		}
	}

	private void addPaths() {
		put("path/1", (run, arguments, in, out) -> paths(run, arguments.get(0), in, arguments.scope())
			.forEach((path) -> out.accept(in.computed(path))));
		put("getpath/1", (run, arguments, in, out) -> arguments.values(run, 0, in, (path) -> {
			Item at = in;
			Object value = in.value();
			for (Object key : list(path)) {
				run.step();
				value = (value != null) ? Paths.get(run, value, JqValues.normal(key)) : null;
				at = at.child(key, value);
			}
			out.accept(at);
		}));
		value("setpath/2", (run, input, values) -> Paths.set(run, input, list(values.get(0)), values.get(1)));
		value("delpaths/1", (run, input, values) -> Paths.deleteAll(run, input, list(values.get(0))));
	}

	/** Where each value of an expression lies in its input. */
	static List<List<@Nullable Object>> paths(JqRun run, Expression expression, Item in, JqScope scope) {
		List<List<@Nullable Object>> paths = new ArrayList<>();
		run.eval(expression, new Item(in.value(), Trail.ROOT), scope, (item) -> {
			Trail trail = Objects.requireNonNull(item.trail());
			if (Trail.NONE.equals(trail)) {
				throw new JqError("Invalid path expression with result " + JqValues.named(item.value()));
			}
			List<@Nullable Object> keys = trail.keys();
			run.grow(1L + keys.size());
			paths.add(keys);
		});
		return paths;
	}

	private void addValues() {
		value("not/0", (run, input, values) -> !JqValues.truth(input));
		value("type/0", (run, input, values) -> JqValues.type(input));
		value("length/0", (run, input, values) -> JqValues.length(input));
		value("keys/0", (run, input, values) -> grown(run,
				(input instanceof Map<?, ?> map) ? JqValues.names(run, map) : indexes(input)));
		value("keys_unsorted/0", (run, input, values) -> grown(run, (input instanceof Map<?, ?> map)
				? map.keySet().stream().map(String::valueOf).toList() : indexes(input)));
		value("has/1", (run, input, values) -> has(input, values.get(0)));
		value("contains/1", (run, input, values) -> JqValues.contains(run, input, values.get(0)));
		value("tojson/0", (run, input, values) -> JqValues.json(run, input));
		value("fromjson/0", (run, input, values) -> JqValues.fromJson(run, Texts.text(input)));
		value("tostring/0", (run, input, values) -> (input instanceof String) ? input : JqValues.json(run, input));
		value("tonumber/0",
				(run, input, values) -> (input instanceof Number) ? input : JqValues.parse(Texts.text(input)));
		value("min/0", (run, input, values) -> extreme(run, list(input), list(input), -1));
		value("max/0", (run, input, values) -> extreme(run, list(input), list(input), 1));
	}

	private static List<?> grown(JqRun run, List<?> list) {
		run.grow(list.size());
		return list;
	}

	private static List<Integer> indexes(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return IntStream.range(0, list.size()).boxed().toList();
		}
		throw new JqError(JqValues.named(value) + " has no keys");
	}

	private static boolean has(@Nullable Object value, @Nullable Object key) {
		if (value instanceof Map<?, ?> map && key instanceof String name) {
			return map.containsKey(name);
		}
		if (value instanceof List<?> list && key instanceof Number number) {
			return number.doubleValue() >= 0 && number.doubleValue() < list.size();
		}
		throw new JqError("Cannot check whether %s has a %s key".formatted(JqValues.type(value),
				(key instanceof String) ? "string" : JqValues.type(key)));
	}

	private void addNumbers() {
		number("floor/0", Math::floor);
		number("ceil/0", Math::ceil);
		number("round/0", (value) -> Math.copySign(Math.floor(Math.abs(value) + 1.0 / 2), value));
		number("trunc/0", (value) -> (value < 0) ? Math.ceil(value) : Math.floor(value));
		number("sqrt/0", Math::sqrt);
		number("exp/0", Math::exp);
		number("exp2/0", (value) -> Math.pow(2, value));
		number("exp10/0", (value) -> Math.pow(10, value));
		number("log/0", Math::log);
		number("log2/0", (value) -> Math.log(value) / LN_2);
		number("log10/0", Math::log10);
		number("sin/0", Math::sin);
		number("cos/0", Math::cos);
		number("tan/0", Math::tan);
		number("asin/0", Math::asin);
		number("acos/0", Math::acos);
		number("atan/0", Math::atan);
		number("sinh/0", Math::sinh);
		number("cosh/0", Math::cosh);
		number("tanh/0", Math::tanh);
		number("cbrt/0", Math::cbrt);
		number("expm1/0", Math::expm1);
		number("log1p/0", Math::log1p);
		number("fabs/0", Math::abs);
		number("rint/0", Math::rint);
		number("nearbyint/0", Math::rint);
		numbers("atan2/2", Math::atan2);
		numbers("fmin/2", Math::min);
		numbers("fmax/2", Math::max);
		numbers("fmod/2", (one, other) -> one % other);
		numbers("ldexp/2", (one, power) -> one * Math.pow(2, power));
		value("abs/0", (run, input, values) -> {
			JqValues.asDouble(input);
			return JqValues.absolute((Number) Objects.requireNonNull(input));
		});
		numbers("pow/2", Math::pow);
		value("infinite/0", (run, input, values) -> Double.POSITIVE_INFINITY);
		value("nan/0", (run, input, values) -> Double.NaN);
		value("isnan/0", (run, input, values) -> Double.isNaN(JqValues.asDouble(input)));
		value("isinfinite/0", (run, input, values) -> Double.isInfinite(JqValues.asDouble(input)));
		value("isnormal/0", (run, input, values) -> Math.abs(JqValues.asDouble(input)) >= Double.MIN_NORMAL
				&& !Double.isInfinite(JqValues.asDouble(input)));
	}

	private void number(String signature, DoubleUnaryOperator function) {
		value(signature, (run, input, values) -> JqValues.number(function.applyAsDouble(JqValues.asDouble(input))));
	}

	private void numbers(String signature, DoubleBinaryOperator function) {
		value(signature, (run, input, values) -> JqValues
			.number(function.applyAsDouble(JqValues.asDouble(values.get(0)), JqValues.asDouble(values.get(1)))));
	}

	private void addLists() {
		value("add/0", (run, input, values) -> sum(run,
				(input instanceof Map<?, ?> map) ? new ArrayList<>(map.values()) : list(input)));
		value("from_entries/0", (run, input, values) -> entries(run, list(input)));
		value("bsearch/1", (run, input, values) -> Collections.binarySearch(list(input), values.get(0),
				(one, other) -> JqValues.compare(run, one, other)));
		value("reverse/0", (run, input, values) -> {
			List<?> list = (input == null) ? List.of()
					: (input instanceof String text) ? Texts.codePoints(run, text) : list(input);
			run.copying(list.size());
			List<@Nullable Object> reversed = new ArrayList<>(list.size());
			for (int i = list.size() - 1; i >= 0; i--) {
				reversed.add(list.get(i));
			}
			return (input instanceof String) ? Texts.ofCodePoints(run, reversed) : reversed;
		});
		value("_flatten/1", (run, input, values) -> {
			double depth = JqValues.asDouble(values.get(0));
			if (depth < 0) {
				throw new JqError("flatten depth must not be negative");
			}
			List<@Nullable Object> flat = new ArrayList<>();
			flatten(run, list(input), depth, flat);
			return flat;
		});
		value("sort/0", (run, input, values) -> plain(sorted(run, list(input), list(input))));
		value("_sort_by/1", (run, input, values) -> plain(sorted(run, list(input), list(values.get(0)))));
		value("_group_by/1",
				(run, input, values) -> groups(run, input, values).stream().map(Functions::plain).toList());
		value("_unique_by/1", (run, input,
				values) -> plain(groups(run, input, values).stream().map((group) -> group.get(0)).toList()));
		value("_min_by/1", (run, input, values) -> extreme(run, list(input), list(values.get(0)), -1));
		value("_max_by/1", (run, input, values) -> extreme(run, list(input), list(values.get(0)), 1));
	}

	/** Of texts and of lists with one copy, instead of one for each. */
	private static @Nullable Object sum(JqRun run, List<?> parts) {
		if (!parts.isEmpty() && parts.stream().allMatch(String.class::isInstance)) {
			StringBuilder text = new StringBuilder();
			for (Object each : parts) {
				run.step();
				run.length((long) text.length() + each.toString().length());
				text.append(each);
			}
			return run.made(text.toString());
		}
		if (!parts.isEmpty() && parts.stream().allMatch(List.class::isInstance)) {
			List<@Nullable Object> all = new ArrayList<>();
			for (Object each : parts) {
				run.grow(1L + list(each).size());
				all.addAll(list(each));
			}
			return all;
		}
		Object sum = null;
		for (Object each : parts) {
			run.step();
			sum = JqValues.compute(run, "+", sum, JqValues.normal(each));
		}
		return sum;
	}

	private static Map<String, @Nullable Object> entries(JqRun run, List<?> entries) {
		Map<String, @Nullable Object> named = new LinkedHashMap<>();
		for (Object each : entries) {
			run.step();
			run.grow(1);
			Object entry = JqValues.normal(each);
			Object key = entry(run, entry, KEYS, 0);
			named.put((key instanceof String name) ? name : JqValues.json(run, key), entry(run, entry, VALUES, 1));
		}
		return named;
	}

	private static @Nullable Object entry(JqRun run, @Nullable Object entry, List<String> names, int position) {
		if (entry instanceof Map<?, ?> map) {
			return names.stream()
				.filter(map::containsKey)
				.findFirst()
				.map((name) -> JqValues.normal(map.get(name)))
				.orElse(null);
		}
		return Paths.get(run, entry, position);
	}

	private static void flatten(JqRun run, List<?> list, double depth, List<@Nullable Object> flat) {
		for (Object each : list) {
			run.grow(1);
			run.step();
			if (JqValues.normal(each) instanceof List<?> inner && depth > 0) {
				flatten(run, inner, depth - 1, flat);
			}
			else {
				flat.add(each);
			}
		}
	}

	private static List<Keyed> sorted(JqRun run, List<?> list, List<?> keys) {
		run.grow(2L * list.size());
		List<Keyed> sorted = new ArrayList<>();
		for (int i = 0; i < list.size(); i++) {
			sorted.add(new Keyed(keys.get(i), list.get(i)));
		}
		sorted.sort((one, other) -> JqValues.compare(run, one.key(), other.key()));
		return sorted;
	}

	private static List<List<Keyed>> groups(JqRun run, @Nullable Object input, List<@Nullable Object> values) {
		List<List<Keyed>> groups = new ArrayList<>();
		Keyed last = null;
		for (Keyed each : sorted(run, list(input), list(values.get(0)))) {
			if (last == null || JqValues.compare(run, last.key(), each.key()) != 0) {
				groups.add(new ArrayList<>());
			}
			groups.get(groups.size() - 1).add(each);
			last = each;
		}
		return groups;
	}

	private static @Nullable Object extreme(JqRun run, List<?> list, List<?> keys, int sign) {
		Keyed found = null;
		for (int i = 0; i < keys.size(); i++) {
			int compared = (found == null) ? 1 : sign * JqValues.compare(run, keys.get(i), found.key());
			if (compared > 0 || (compared == 0 && sign > 0)) {
				found = new Keyed(keys.get(i), list.get(i));
			}
		}
		return (found != null) ? JqValues.normal(found.value()) : null;
	}

	private static List<@Nullable Object> plain(List<Keyed> keyed) {
		List<@Nullable Object> values = new ArrayList<>();
		keyed.forEach((each) -> values.add(each.value()));
		return values;
	}

	static List<?> list(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return list;
		}
		throw new JqError(JqValues.named(value) + " is not an array");
	}

	private void put(String signature, Body body) {
		this.functions.put(signature, body);
	}

	/** Adds a function of its input and the values of its arguments. */
	void value(String signature, ValueBody body) {
		put(signature, (run, arguments, in, out) -> arguments.each(run, in,
				(values) -> out.accept(in.computed(body.apply(run, in.value(), values)))));
	}

	/** What a function does. */
	interface Body {

		void apply(JqRun run, Arguments arguments, Item in, Consumer<Item> out);

	}

	/** What a function computes. */
	interface ValueBody {

		@Nullable Object apply(JqRun run, @Nullable Object input, List<@Nullable Object> values);

	}

	/** Visits an item, and tells what it leads to. */
	interface Visit {

		void of(Item item, Consumer<Item> next);

	}

	private record Keyed(@Nullable Object key, @Nullable Object value) {
	}

	/** What was given to a function, with what its place sees. */
	record Arguments(List<Expression> expressions, JqScope scope) {

		Expression get(int argument) {
			return this.expressions.get(argument);
		}

		void eval(JqRun run, int argument, Item in, Consumer<Item> out) {
			run.eval(get(argument), in, this.scope, out);
		}

		void values(JqRun run, int argument, Item in, Consumer<@Nullable Object> out) {
			run.values(get(argument), in, this.scope, out);
		}

		/** Once for each combination of their values. */
		void each(JqRun run, Item in, Consumer<List<@Nullable Object>> then) {
			from(run, in, 0, new ArrayList<>(), then);
		}

		private void from(JqRun run, Item in, int argument, List<@Nullable Object> before,
				Consumer<List<@Nullable Object>> then) {
			if (argument == this.expressions.size()) {
				then.accept(before);
				return;
			}
			values(run, argument, in, (value) -> {
				List<@Nullable Object> with = new ArrayList<>(before);
				with.add(value);
				from(run, in, argument + 1, with, then);
			});
		}

	}

}
