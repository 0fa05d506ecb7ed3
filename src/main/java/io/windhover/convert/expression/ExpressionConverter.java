package io.windhover.convert.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Converts one expression of Pebble, token by token. Both sides have the same Pebble, so
 * operators stay as they are, but for {@code ??}, which binds tighter in Kestra.
 */
public final class ExpressionConverter {

	/** Those that come to true or false; all others bind tighter. */
	private static final Set<String> TRUTHS = Set.of("==", "!=", "<", ">", "<=", ">=", "and", "or", "contains",
			"equals");

	private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%", "~", "==", "!=", "<", ">", "<=", ">=",
			"and", "or", "contains", "equals");

	public static final Set<String> TESTS = Set.of("defined", "empty", "even", "odd", "iterable", "map", "null");

	private static final Set<String> CONSTANTS = Set.of("true", "false", "null", "none", "TRUE", "FALSE", "NULL",
			"NONE");

	private static final Set<String> KEYWORDS = Set.of("in", "not", "is", "and", "or", "contains", "equals");

	/** What makes null of an input that is absent. */
	static final String OR_NULL = " ?? null)";

	private static final int DEEPEST = 50;

	private static final int MOST_TOKENS = 5_000;

	private final References references;

	private final Set<String> locals;

	private final List<Token> tokens;

	/** Whether a name may be missing without a failure. */
	private final boolean forgiving;

	private int at;

	private int depth;

	ExpressionConverter(References references, Set<String> locals, List<Token> tokens) {
		this.references = references;
		this.locals = locals;
		this.tokens = tokens;
		this.forgiving = tokens.stream().anyMatch((token) -> token.is("??") || token.is("is") || token.is("default"));
	}

	/** Converts all of the tokens. */
	Converted whole() {
		if (this.tokens.size() > MOST_TOKENS) {
			throw new Unsupported("the expression is too long", "compute the value in steps");
		}
		Converted converted = expression();
		if (this.at < this.tokens.size()) {
			throw unreadable();
		}
		return converted;
	}

	/** Converts one expression from the token that is next. */
	Converted expression() {
		Converted converted = operand();
		Kind operated = null;
		while (this.at < this.tokens.size()) {
			if (peek("|")) {
				converted = as(operated, filter(converted));
			}
			else if (peek("is")) {
				converted = test(converted);
			}
			else if (peek("?")) {
				converted = choice(converted);
				operated = null;
			}
			else if (OPERATORS.contains(current().text()) && current().kind() != Token.Kind.STRING) {
				String operator = next().written();
				operated = (operated == Kind.TRUTH || TRUTHS.contains(operator.strip())) ? Kind.TRUTH : Kind.SCALAR;
				converted = Converted.of(converted.exact() + operator + operand().exact(), operated);
			}
			else if (peek("in") || peek("not") || peek("..") || peek("???")) {
				throw new Unsupported("the operator '%s' is not supported".formatted(current().text()),
						"use contains, ?? or range()");
			}
			else {
				break;
			}
		}
		return converted;
	}

	/**
	 * A filter works on the last operand only, so the whole stays what its operators make
	 * it.
	 */
	private static Converted as(@Nullable Kind operated, Converted converted) {
		boolean other = operated == Kind.SCALAR && converted.kind() != Kind.TRUTH;
		return (operated == null || other) ? converted : Converted.of(converted.text(), operated);
	}

	private Converted choice(Converted condition) {
		StringBuilder text = new StringBuilder(condition.exact()).append(next().written());
		Converted yes = nested(this::expression);
		text.append(yes.text()).append(expect(":").written());
		Converted no = nested(this::expression);
		return new Converted(text.append(no.text()).toString(), yes.kind().or(no.kind()), null, null,
				yes.typed() || no.typed());
	}

	private Converted test(Converted value) {
		String is = next().written();
		if (peek("not")) {
			is += next().written();
		}
		Token name = next();
		if (!TESTS.contains(name.text())) {
			throw new Unsupported("the test 'is %s' is not supported".formatted(name.text()),
					"write it with operators");
		}
		String tested = (name.is("defined") || name.is("null")) ? value.text() : value.exact();
		return Converted.of(tested + is + name.written(), Kind.TRUTH);
	}

	private Converted filter(Converted value) {
		String bar = next().written();
		Token name = next();
		List<Argument> arguments = peek("(") ? arguments() : List.of();
		if (value.text().endsWith(OR_NULL) && FilterRules.FAILING_ON_NULL.contains(name.text())) {
			throw new Unsupported("the filter '%s' fails for an input that is absent".formatted(name.text()),
					"give the input a default, or write one before the filter, as in (inputs.x ?? '')");
		}
		if (name.is("jq")) {
			boolean first = peek("|") && this.at + 1 < this.tokens.size() && this.tokens.get(this.at + 1).is("first");
			this.at += first ? 2 : 0;
			return FilterRules.jq(value, bar + name.before(), arguments, first);
		}
		return FilterRules.convert(value, bar + name.before(), name.text(), arguments, isDated());
	}

	private Converted operand() {
		StringBuilder unary = new StringBuilder();
		int start = this.at;
		boolean sign = false;
		while (peek("not") || peek("-") || peek("+")) {
			sign |= !peek("not");
			unary.append(next().written());
		}
		Converted converted = postfix();
		if (peek("??")) {
			if (sign) {
				throw new Unsupported("a sign stands before ??", "put parentheses where they are meant");
			}
			converted = coalesce(converted, start == 0 && this.depth == 0);
		}
		Kind kind = unary.toString().strip().startsWith("not") ? Kind.TRUTH : Kind.SCALAR;
		return unary.isEmpty() ? converted : Converted.of(unary + converted.exact(), kind);
	}

	/** In parentheses, because it is the weakest operator in Windhover. */
	private Converted coalesce(Converted first, boolean atTheStart) {
		StringBuilder text = new StringBuilder(first.text());
		Kind kind = first.kind();
		boolean typed = first.typed();
		while (peek("??")) {
			text.append(next().written());
			Converted other = postfix();
			text.append(other.text());
			kind = kind.or(other.kind());
			typed |= other.typed();
		}
		String inner = text.toString();
		boolean whole = atTheStart && this.at >= this.tokens.size();
		int space = inner.length() - inner.stripLeading().length();
		return new Converted(whole ? inner : inner.substring(0, space) + "(" + inner.substring(space) + ")", kind, null,
				null, typed);
	}

	private Converted postfix() {
		Token token = current();
		if (token.kind() == Token.Kind.NAME && !CONSTANTS.contains(token.text())) {
			if (KEYWORDS.contains(token.text())) {
				throw unreadable();
			}
			this.at++;
			if (!peek("(")) {
				return reference(token);
			}
			return token.is("currentEachOutput") ? eachOutput(token) : steps(call(token));
		}
		return steps(primary());
	}

	private Converted primary() {
		Token token = next();
		if (token.kind() == Token.Kind.STRING) {
			String literal = token.text().contains("\\") ? null : token.string();
			return new Converted(token.written(), Kind.TEXT, null, literal, false);
		}
		if (token.kind() == Token.Kind.NUMBER || CONSTANTS.contains(token.text())) {
			boolean truth = token.text().equalsIgnoreCase("true") || token.text().equalsIgnoreCase("false");
			return Converted.of(token.written(), truth ? Kind.TRUTH : Kind.SCALAR);
		}
		return switch (token.text()) {
			case "(" -> {
				Converted inner = nested(this::expression);
				yield new Converted(token.written() + inner.text() + expect(")").written(), inner.kind(), null, null,
						inner.typed());
			}
			case "[" -> Converted.of(token.written() + list("]", false), Kind.ANY);
			case "{" -> Converted.of(token.written() + list("}", true), Kind.ANY);
			default -> {
				this.at--;
				throw unreadable();
			}
		};
	}

	private String list(String end, boolean pairs) {
		StringBuilder text = new StringBuilder();
		while (!peek(end)) {
			text.append(nested(this::expression).exact());
			if (pairs) {
				text.append(expect(":").written()).append(nested(this::expression).exact());
			}
			if (!peek(end)) {
				text.append(expect(",").written());
			}
		}
		return text.append(next().written()).toString();
	}

	private Converted nested(Supplier<Converted> inner) {
		if (++this.depth > DEEPEST) {
			throw new Unsupported("the expression is nested too deeply", "compute the value in steps");
		}
		try {
			return inner.get();
		}
		finally {
			this.depth--;
		}
	}

	private Converted call(Token name) {
		References within = this.references.within(name.text());
		List<Argument> arguments = (within != this.references) ? arguments(within) : arguments();
		boolean accessed = peek(".") || peek("[");
		return this.references.call(name, arguments, accessed && !this.forgiving);
	}

	/** Of a function in which variables mean something of their own. */
	private List<Argument> arguments(References within) {
		ExpressionConverter inner = new ExpressionConverter(within, this.locals, this.tokens);
		inner.at = this.at;
		inner.depth = this.depth + 1;
		List<Argument> arguments = inner.arguments();
		this.at = inner.at;
		return arguments;
	}

	private List<Argument> arguments() {
		expect("(");
		List<Argument> arguments = new ArrayList<>();
		while (!peek(")")) {
			String name = null;
			String before = "";
			if (current().kind() == Token.Kind.NAME && this.at + 1 < this.tokens.size()
					&& this.tokens.get(this.at + 1).is("=")) {
				Token named = next();
				name = named.text();
				before = named.before();
				next();
			}
			arguments.add(new Argument(name, before, nested(this::expression)));
			if (!peek(")")) {
				expect(",");
			}
		}
		next();
		return arguments;
	}

	/** A variable and all that follows it. */
	private Converted reference(Token root) {
		if (this.locals.contains(root.text()) || root.text().equals("loop")) {
			return steps(Converted.of(root.written(), Kind.ANY));
		}
		List<Step> path = path();
		Converted converted = this.references.variable(root, path, isDated());
		return (this.references.mayBeAbsent(root, path) && !isForgiven()) ? orNull(converted) : converted;
	}

	/** Whether what was read last may be absent. */
	private boolean isForgiven() {
		int next = this.at + 1;
		boolean negated = next < this.tokens.size() && this.tokens.get(next).is("not");
		int name = negated ? next + 1 : next;
		String text = (name < this.tokens.size()) ? this.tokens.get(name).text() : "";
		return peek("??") || (peek("|") && text.equals("default")) || (peek("is") && text.equals("defined"));
	}

	private static Converted orNull(Converted value) {
		int space = value.text().length() - value.text().stripLeading().length();
		Kind kind = (value.kind() == Kind.TRUTH) ? Kind.SCALAR : value.kind();
		return Converted.of(value.text().substring(0, space) + "(" + value.text().substring(space) + OR_NULL, kind);
	}

	/**
	 * Whether a filter of dates works on what was read last, or on what ?? makes of it.
	 */
	private boolean isDated() {
		int depth = 0;
		for (int i = this.at; i + 1 < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			boolean opens = token.is("(") || token.is("[");
			depth += opens ? 1 : (token.is(")") || token.is("]")) ? -1 : 0;
			if (depth < 0) {
				return false;
			}
			if (depth == 0 && token.is("|")) {
				return FilterRules.DATES.contains(this.tokens.get(i + 1).text());
			}
			boolean goesOn = opens || token.is("??") || token.is(".") || token.is(")") || token.is("]")
					|| (token.kind() != Token.Kind.SYMBOL && !KEYWORDS.contains(token.text()));
			if (depth == 0 && !goesOn) {
				return false;
			}
		}
		return false;
	}

	/** The outputs of a task in the same iteration. */
	private Converted eachOutput(Token function) {
		expect("(");
		Token root = next();
		if (!root.is("outputs")) {
			throw unreadable();
		}
		List<Step> path = path();
		expect(")");
		path.addAll(path());
		return this.references.within(function.text())
			.variable(new Token(root.kind(), function.before(), root.text()), path, false);
	}

	private List<Step> path() {
		List<Step> path = new ArrayList<>();
		for (Step step = step(); step != null; step = step()) {
			path.add(step);
		}
		return path;
	}

	private Converted steps(Converted base) {
		StringBuilder text = new StringBuilder(base.text());
		Step step = step();
		if (step == null) {
			return base;
		}
		while (step != null) {
			text.append(step.written());
			step = step();
		}
		return Converted.of(text.toString(), Kind.ANY);
	}

	private @Nullable Step step() {
		if (peek(".")) {
			next();
			Token name = next();
			if (peek("(")) {
				return Step.method(name.text(), arguments());
			}
			return Step.name(name.text());
		}
		if (peek("[")) {
			next();
			Converted index = nested(this::expression);
			expect("]");
			return Step.index(index);
		}
		return null;
	}

	private boolean peek(String text) {
		return this.at < this.tokens.size() && this.tokens.get(this.at).is(text);
	}

	private Token current() {
		if (this.at >= this.tokens.size()) {
			throw unreadable();
		}
		return this.tokens.get(this.at);
	}

	private Token next() {
		Token token = current();
		this.at++;
		return token;
	}

	private Token expect(String text) {
		if (!peek(text)) {
			throw unreadable();
		}
		return next();
	}

	private Unsupported unreadable() {
		String found = (this.at < this.tokens.size()) ? "'" + this.tokens.get(this.at).text() + "'" : "its end";
		return new Unsupported("the expression is not readable at " + found, "write it by hand");
	}

	/**
	 * What is given to a function or filter.
	 *
	 * @param name null where it is given by its place
	 */
	record Argument(@Nullable String name, String before, Converted value) {

		String written() {
			return (this.name != null) ? this.before + this.name + "=" + this.value.exact().strip()
					: this.value.exact();
		}

	}

}
