package io.windhover.monitoring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.windhover.flow.binding.Suggestion;
import tools.jackson.databind.JsonNode;

/**
 * Follows labels through an expression: which its result has, and which somebody asks for
 * where there are none of the name.
 */
final class Labels {

	private static final Set<String> ONLY_CHOOSE = Set.of("topk", "bottomk", "limitk", "limit_ratio");

	private static final Set<String> OF_SETS = Set.of("and", "or", "unless");

	private static final Set<String> SCALARS = Set.of("scalar", "time", "pi");

	private final KnownSeries known;

	private final List<String> unknown = new ArrayList<>();

	private final List<String> problems = new ArrayList<>();

	Labels(KnownSeries known) {
		this.known = known;
	}

	/**
	 * What was found to be wrong, in the order of the expression. Where there is no such
	 * meter, nothing is said of its labels.
	 */
	List<String> problems() {
		return this.unknown.isEmpty() ? this.problems : this.unknown;
	}

	/**
	 * The labels of the result.
	 */
	Set<String> of(PromQl expression) {
		return of(expression.tree()).labels();
	}

	private Result of(JsonNode node) {
		return switch (node.path("kind").asString("")) {
			case "selector" -> new Result(false, selector(node));
			case "aggregate" -> new Result(false, aggregate(node));
			case "binary" -> binary(node);
			case "call" -> call(node);
			default -> Result.SCALAR;
		};
	}

	private Set<String> selector(JsonNode node) {
		Set<String> names = names(node);
		Set<String> labels = new TreeSet<>();
		names.forEach((name) -> labels.addAll(this.known.labels(name)));
		if (!names.isEmpty()) {
			node.get("matchers").valueStream().map((matcher) -> matcher.get("label").asString()).forEach((label) -> {
				if (!label.equals("__name__")) {
					require(List.of(label), labels, node);
				}
			});
		}
		return labels;
	}

	/** The known series whose name is asked for. */
	private Set<String> names(JsonNode node) {
		Set<String> names = this.known.names();
		for (JsonNode matcher : node.get("matchers")) {
			if (matcher.get("label").asString().equals("__name__")) {
				String value = matcher.get("value").asString();
				names = switch (matcher.get("operator").asString()) {
					case "=" -> having(names, (name) -> name.equals(value));
					case "!=" -> having(names, (name) -> !name.equals(value));
					case "=~" -> having(names, Pattern.compile(value).asMatchPredicate());
					default -> having(names, Pattern.compile(value).asMatchPredicate().negate());
				};
				if (names.isEmpty()) {
					this.unknown.add("no meter is '%s'%s".formatted(value, Suggestion.of(value, this.known.names())));
				}
			}
		}
		return names;
	}

	private static Set<String> having(Set<String> names, Predicate<String> condition) {
		return names.stream().filter(condition).collect(Collectors.toSet());
	}

	private Set<String> aggregate(JsonNode node) {
		String name = node.get("name").asString();
		List<String> grouping = PromQl.texts(node.get("labels"));
		Set<String> labels = vector(node);
		require(grouping, labels, node);
		if (ONLY_CHOOSE.contains(name)) {
			return labels;
		}
		Set<String> result = node.get("grouping").asString().equals("by") ? new TreeSet<>(grouping)
				: without(labels, grouping);
		if (name.equals("count_values")) {
			result.add(node.at("/arguments/0/value").asString());
		}
		return result;
	}

	private Result binary(JsonNode node) {
		Result left = of(node.at("/arguments/0"));
		Result right = of(node.at("/arguments/1"));
		if (left.scalar() || right.scalar()) {
			return left.scalar() ? right : left;
		}
		List<String> matching = PromQl.texts(node.get("labels"));
		boolean on = node.get("matching").asString().equals("on");
		Set<String> both = KnownSeries.with(left.labels(), right.labels());
		String name = node.get("name").asString();
		if (on) {
			require(matching, left.labels(), node);
			require(matching, right.labels(), node);
		}
		else {
			require(matching, both, node);
			if (!name.equals("or") && !without(left.labels(), matching).equals(without(right.labels(), matching))) {
				this.problems.add("the sides of '%s' never match, with the labels %s and %s".formatted(source(node),
						left.labels(), right.labels()));
			}
		}
		if (OF_SETS.contains(name)) {
			return new Result(false, name.equals("or") ? both : left.labels());
		}
		return new Result(false, joined(node, left.labels(), right.labels(), on, matching));
	}

	private Set<String> joined(JsonNode node, Set<String> left, Set<String> right, boolean on, List<String> matching) {
		List<String> included = PromQl.texts(node.get("included"));
		switch (node.get("group").asString()) {
			case "left" -> {
				require(included, right, node);
				return KnownSeries.with(left, Set.copyOf(included));
			}
			case "right" -> {
				require(included, left, node);
				return KnownSeries.with(right, Set.copyOf(included));
			}
			default -> {
				return on ? new TreeSet<>(matching) : without(left, matching);
			}
		}
	}

	private Result call(JsonNode node) {
		String name = node.get("name").asString();
		if (SCALARS.contains(name)) {
			PromQl.arguments(node).forEach(this::of);
			return Result.SCALAR;
		}
		Set<String> labels = vector(node);
		switch (name) {
			case "vector" -> labels = Set.of();
			case "absent",
					"absent_over_time" ->
				labels = node.at("/arguments/0/matchers")
					.valueStream()
					.filter((matcher) -> matcher.get("operator").asString().equals("="))
					.map((matcher) -> matcher.get("label").asString())
					.filter((label) -> !label.equals("__name__"))
					.collect(Collectors.toSet());
			case "histogram_quantile" -> {
				require(List.of("le"), labels, node);
				labels = without(labels, List.of("le"));
			}
			case "label_replace" -> {
				require(List.of(node.at("/arguments/3/value").asString()), labels, node);
				labels = KnownSeries.with(labels, Set.of(node.at("/arguments/1/value").asString()));
			}
			case "label_join" -> {
				require(PromQl.arguments(node).skip(3).map((source) -> source.get("value").asString()).toList(), labels,
						node);
				labels = KnownSeries.with(labels, Set.of(node.at("/arguments/1/value").asString()));
			}
			default -> {
				// has the labels of what it is given
			}
		}
		return new Result(false, labels);
	}

	/** The labels of the arguments that are no numbers: there is one such at most. */
	private Set<String> vector(JsonNode node) {
		Set<String> labels = new TreeSet<>();
		PromQl.arguments(node).map(this::of).forEach((argument) -> labels.addAll(argument.labels()));
		return labels;
	}

	private void require(Collection<String> wanted, Set<String> labels, JsonNode node) {
		for (String label : wanted) {
			if (!label.isEmpty() && !labels.contains(label)) {
				this.problems.add("no label '%s' in '%s', which has %s%s".formatted(label, source(node), labels,
						Suggestion.of(label, labels)));
			}
		}
	}

	private static String source(JsonNode node) {
		return node.get("source").asString().replaceAll("\\s+", " ").strip();
	}

	private static Set<String> without(Set<String> labels, Collection<String> some) {
		Set<String> rest = new TreeSet<>(labels);
		rest.removeAll(some);
		return rest;
	}

	private record Result(boolean scalar, Set<String> labels) {

		private static final Result SCALAR = new Result(true, Set.of());

	}

}
