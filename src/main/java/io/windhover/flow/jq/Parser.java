package io.windhover.flow.jq;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads a program by the grammar of jq 1.7. Every name must be known: what a program may
 * not ask for, such as the environment or the time, has none.
 */
final class Parser {

	/** Parts within parts. */
	private static final int DEEPEST = 200;

	private static final Set<String> FORMATS = Set.of("@text", "@json", "@csv", "@tsv", "@html", "@uri", "@sh",
			"@base64", "@base64d", "@base32", "@base32d");

	/**
	 * What jq has, and a template must not: the machine, the time, other inputs, the log.
	 */
	private static final Set<String> OUTSIDE = Set.of("env", "$ENV", "now", "localtime", "strflocaltime", "input",
			"inputs", "input_filename", "input_line_number", "debug", "stderr", "halt", "halt_error", "modulemeta",
			"get_search_list", "$__prog_args");

	/** Those of assignments are not associative, as those that compare. */
	private static final Map<String, Integer> PRECEDENCE = Map.ofEntries(Map.entry("//", 1), Map.entry("=", 2),
			Map.entry("|=", 2), Map.entry("+=", 2), Map.entry("-=", 2), Map.entry("*=", 2), Map.entry("/=", 2),
			Map.entry("%=", 2), Map.entry("//=", 2), Map.entry("or", 3), Map.entry("and", 4), Map.entry("==", 5),
			Map.entry("!=", 5), Map.entry("<", 5), Map.entry("<=", 5), Map.entry(">", 5), Map.entry(">=", 5),
			Map.entry("+", 6), Map.entry("-", 6), Map.entry("*", 7), Map.entry("/", 7), Map.entry("%", 7));

	private static final int ALTERNATIVE = 1;

	private static final int ASSIGNMENT = 2;

	private static final int COMPARISON = 5;

	private static final int PRODUCT = 7;

	private final JqSource source;

	private final Set<String> builtins;

	/** The innermost last, as {@link JqScope} names them. */
	private final Deque<String> names = new ArrayDeque<>();

	private int depth;

	Parser(String program, Set<String> builtins) {
		this.source = new JqSource(program);
		this.builtins = builtins;
	}

	Expression parse() {
		Expression program = this.source.isAtEnd() ? new Expression.Identity() : pipe();
		if (!this.source.isAtEnd()) {
			throw this.source.failure("there is something that does not belong");
		}
		return program;
	}

	private Expression pipe() {
		int known = this.names.size();
		Expression pipe = nested(this::withDefinitions);
		forget(known);
		return pipe;
	}

	private void forget(int known) {
		while (this.names.size() > known) {
			this.names.removeLast();
		}
	}

	private Expression withDefinitions() {
		List<Expression.Definition> definitions = new ArrayList<>();
		while (this.source.acceptWord("def")) {
			definitions.add(definition());
			this.names.addLast(definitions.get(definitions.size() - 1).signature());
		}
		Expression rest = withoutDefinitions();
		for (int i = definitions.size() - 1; i >= 0; i--) {
			rest = new Expression.Define(definitions.get(i), rest);
		}
		return rest;
	}

	private Expression withoutDefinitions() {
		if (this.source.acceptWord("label")) {
			String label = variable();
			this.names.addLast("*" + label);
			this.source.expect("|");
			return new Expression.Label(label, pipe());
		}
		List<Expression> parts = new ArrayList<>();
		do {
			parts.add(comma());
		}
		while ("|".equals(this.source.peekOperator()) && this.source.accept("|") && !acceptRest(parts));
		return (parts.size() == 1) ? parts.get(0) : new Expression.Pipe(List.copyOf(parts));
	}

	/** What begins with a definition or a label holds all that follows. */
	private boolean acceptRest(List<Expression> parts) {
		String word = this.source.peekName();
		if ("def".equals(word) || "label".equals(word)) {
			parts.add(pipe());
			return true;
		}
		return false;
	}

	private Expression.Definition definition() {
		String name = this.source.name("the name of a function");
		List<String> parameters = new ArrayList<>();
		if (this.source.accept("(")) {
			do {
				parameters.add(this.source.peek("$") ? variable() : this.source.name("the name of a parameter"));
			}
			while (this.source.accept(";"));
			this.source.expect(")");
		}
		this.source.expect(":");
		int known = this.names.size();
		this.names.addLast(Expression.Definition.signature(name, parameters.size()));
		for (String parameter : parameters) {
			if (parameter.startsWith("$")) {
				this.names.addLast(parameter);
			}
			this.names.addLast(Expression.Definition.signature(parameter.replace("$", ""), 0));
		}
		Expression body = pipe();
		forget(known);
		this.source.expect(";");
		return new Expression.Definition(name, List.copyOf(parameters), body);
	}

	private Expression comma() {
		List<Expression> parts = new ArrayList<>();
		do {
			parts.add(binary(ALTERNATIVE));
		}
		while (",".equals(this.source.peekOperator()) && this.source.accept(","));
		return (parts.size() == 1) ? parts.get(0) : new Expression.Comma(List.copyOf(parts));
	}

	private Expression binary(int least) {
		Expression left = unary();
		for (String operator = this.source.peekOperator(); operator != null; operator = this.source.peekOperator()) {
			Integer precedence = PRECEDENCE.get(operator);
			if (precedence == null || precedence < least) {
				break;
			}
			this.source.accept(operator);
			int next = (precedence == ALTERNATIVE) ? precedence : precedence + 1;
			left = operation(operator, left, nested(() -> binary(next)));
			if (precedence == ASSIGNMENT || precedence == COMPARISON) {
				String another = this.source.peekOperator();
				if (another != null && precedence.equals(PRECEDENCE.get(another))) {
					throw this.source.failure("'%s' after '%s' needs parentheses,".formatted(another, operator));
				}
			}
		}
		return left;
	}

	private static Expression operation(String operator, Expression left, Expression right) {
		return switch (operator) {
			case "//" -> new Expression.Alternative(left, right);
			case "and", "or" -> new Expression.Logic(operator.equals("and"), left, right);
			case "|=" -> new Expression.Update(left, right);
			case "=", "+=", "-=", "*=", "/=", "%=", "//=" ->
				new Expression.Assign(left, operator.substring(0, operator.length() - 1), right);
			default -> new Expression.Operation(operator, left, right);
		};
	}

	private Expression unary() {
		if ("-".equals(this.source.peekOperator())) {
			this.source.accept("-");
			return new Expression.Negative(nested(() -> binary(PRODUCT)));
		}
		if (this.source.acceptWord("try")) {
			Expression body = nested(this::postfix);
			return new Expression.Try(body, this.source.acceptWord("catch") ? nested(this::postfix) : null);
		}
		return postfix();
	}

	private <T> T nested(Supplier<T> part) {
		if (++this.depth > DEEPEST) {
			throw this.source.failure("parts are nested more than %d levels deep".formatted(DEEPEST));
		}
		T read = part.get();
		this.depth--;
		return read;
	}

	private Expression postfix() {
		Expression term = suffixed();
		return this.source.acceptWord("as") ? bind(term) : term;
	}

	private Expression suffixed() {
		Expression term = term();
		while (true) {
			if (this.source.peek("?") && !this.source.peek("?//")) {
				this.source.accept("?");
				term = optional(term);
			}
			else if (this.source.peek("[")) {
				term = bracket(term);
			}
			else if (this.source.peek(".") && !this.source.peek("..")) {
				this.source.accept(".");
				term = this.source.peek("[") ? bracket(term) : field(term);
			}
			else {
				return term;
			}
		}
	}

	/** Only the last step is, where it is a step. */
	private static Expression optional(Expression term) {
		if (term instanceof Expression.Index index && !index.optional()) {
			return new Expression.Index(index.target(), index.key(), true);
		}
		if (term instanceof Expression.Slice slice && !slice.optional()) {
			return new Expression.Slice(slice.target(), slice.from(), slice.to(), true);
		}
		return (term instanceof Expression.Iterate all && !all.optional()) ? new Expression.Iterate(all.target(), true)
				: new Expression.Try(term, null);
	}

	private Expression bind(Expression source) {
		int known = this.names.size();
		List<Pattern> alternatives = new ArrayList<>();
		do {
			alternatives.add(pattern());
		}
		while (this.source.accept("?//"));
		Pattern pattern = (alternatives.size() == 1) ? alternatives.get(0) : new Pattern.Alternatives(
				List.copyOf(alternatives), new ArrayList<>(this.names).subList(known, this.names.size()));
		this.source.expect("|");
		Expression bound = new Expression.Bind(source, pattern, pipe());
		forget(known);
		return bound;
	}

	private Expression field(Expression target) {
		String name = this.source.acceptNameHere();
		if (name != null) {
			return new Expression.Index(target, new Expression.Literal(name), false);
		}
		if (this.source.peek() == '"') {
			return new Expression.Index(target, text("@text"), false);
		}
		throw this.source.failure("a name is missing");
	}

	private Expression bracket(Expression target) {
		this.source.expect("[");
		if (this.source.accept("]")) {
			return new Expression.Iterate(target, false);
		}
		Expression from = this.source.peek(":") ? null : pipe();
		if (from != null && this.source.accept("]")) {
			return new Expression.Index(target, from, false);
		}
		this.source.expect(":");
		Expression to = this.source.peek("]") ? null : pipe();
		this.source.expect("]");
		if (from == null && to == null) {
			throw this.source.failure("a slice needs a start or an end");
		}
		return new Expression.Slice(target, from, to, false);
	}

	private Expression term() {
		String number = this.source.acceptNumber();
		if (number != null) {
			return new Expression.Literal(JqValues.parse(number));
		}
		String format = this.source.acceptFormat();
		if (format != null) {
			if (!FORMATS.contains(format)) {
				throw new JqException("jq has no format %s".formatted(format));
			}
			return (this.source.space().peek() == '"') ? text(format) : new Expression.Format(format);
		}
		return switch (this.source.peek()) {
			case '"' -> text("@text");
			case '.' -> dot();
			case '$' -> known(variable());
			case '(' -> parenthesis();
			case '[' -> list();
			case '{' -> object();
			default -> word();
		};
	}

	private Expression dot() {
		if (this.source.accept("..")) {
			return new Expression.RecurseDefault();
		}
		this.source.accept(".");
		char next = this.source.peek();
		return (next == '"' || next == '_' || Character.isLetter(next)) ? field(new Expression.Identity())
				: new Expression.Identity();
	}

	private Expression parenthesis() {
		this.source.expect("(");
		Expression inner = pipe();
		this.source.expect(")");
		return inner;
	}

	private Expression list() {
		this.source.expect("[");
		if (this.source.accept("]")) {
			return new Expression.Collect(null);
		}
		Expression body = pipe();
		this.source.expect("]");
		return new Expression.Collect(body);
	}

	private Expression word() {
		String word = this.source.name("an expression");
		return switch (word) {
			case "if" -> condition();
			case "reduce" -> fold(true);
			case "foreach" -> fold(false);
			case "break" -> leave();
			case "null" -> new Expression.Literal(null);
			case "true", "false" -> new Expression.Literal(word.equals("true"));
			default -> call(word);
		};
	}

	private Expression leave() {
		String label = variable();
		if (!this.names.contains("*" + label)) {
			throw new JqException("the jq program has no label %s around its break".formatted(label));
		}
		return new Expression.Leave(label);
	}

	private Expression condition() {
		Expression condition = pipe();
		this.source.expectWord("then");
		Expression then = pipe();
		if (this.source.acceptWord("elif")) {
			return new Expression.If(condition, then, nested(this::condition));
		}
		Expression otherwise = this.source.acceptWord("else") ? pipe() : new Expression.Identity();
		this.source.expectWord("end");
		return new Expression.If(condition, then, otherwise);
	}

	private Expression fold(boolean reduce) {
		Expression values = nested(this::suffixed);
		this.source.expectWord("as");
		int known = this.names.size();
		Pattern pattern = pattern();
		List<String> bound = new ArrayList<>(this.names).subList(known, this.names.size());
		forget(known);
		if (this.source.peek("?//")) {
			throw this.source.failure("alternatives of patterns are not supported in reduce and foreach,");
		}
		this.source.expect("(");
		Expression start = pipe();
		this.source.expect(";");
		bound.forEach(this.names::addLast);
		Expression update = pipe();
		Expression extract = (!reduce && this.source.accept(";")) ? pipe() : new Expression.Identity();
		forget(known);
		this.source.expect(")");
		Expression.Foreach states = new Expression.Foreach(values, pattern, start, update, extract);
		return reduce ? new Expression.Reduce(states) : states;
	}

	private Expression call(String name) {
		if (JqSource.KEYWORDS.contains(name)) {
			throw this.source.failure("'%s' does not belong before what comes".formatted(name));
		}
		List<Expression> arguments = new ArrayList<>();
		if (this.source.accept("(")) {
			do {
				arguments.add(pipe());
			}
			while (this.source.accept(";"));
			this.source.expect(")");
		}
		String signature = Expression.Definition.signature(name, arguments.size());
		if (!this.names.contains(signature) && !this.builtins.contains(signature)) {
			throw new JqException("there is no function %s for the jq program%s".formatted(name,
					OUTSIDE.contains(name) ? ", which sees and changes nothing but its input" : arguments.isEmpty() ? ""
							: " with %d argument%s".formatted(arguments.size(), (arguments.size() > 1) ? "s" : "")));
		}
		return new Expression.Call(name, List.copyOf(arguments));
	}

	private String variable() {
		this.source.expect("$");
		String name = this.source.acceptNameHere();
		if (name == null) {
			throw this.source.failure("the name of a variable is missing");
		}
		return "$" + name;
	}

	private Expression known(String variable) {
		if (!this.names.contains(variable)) {
			throw new JqException("the jq program has no variable %s there%s".formatted(variable,
					OUTSIDE.contains(variable) ? ": it sees nothing but its input" : ""));
		}
		return new Expression.Variable(variable);
	}

	/** Adds the variables of the pattern to the names. */
	private Pattern pattern() {
		if (this.source.accept("[")) {
			List<Pattern> elements = new ArrayList<>();
			do {
				elements.add(nested(this::pattern));
			}
			while (this.source.accept(","));
			this.source.expect("]");
			return new Pattern.Elements(List.copyOf(elements));
		}
		if (this.source.accept("{")) {
			List<Pattern.Names.Entry> entries = new ArrayList<>();
			do {
				entries.add(patternEntry());
			}
			while (this.source.accept(","));
			this.source.expect("}");
			return new Pattern.Names(List.copyOf(entries));
		}
		return new Pattern.Name(declared(variable()));
	}

	private Pattern.Names.Entry patternEntry() {
		if (this.source.peek("$")) {
			String variable = declared(variable());
			return new Pattern.Names.Entry(new Expression.Literal(variable.substring(1)), variable,
					this.source.accept(":") ? nested(this::pattern) : null);
		}
		Expression key = this.source.peek("(") ? parenthesis() : this.source.peek("\"") ? text("@text")
				: new Expression.Literal(this.source.name("the name of a field"));
		this.source.expect(":");
		return new Pattern.Names.Entry(key, null, nested(this::pattern));
	}

	private String declared(String variable) {
		this.names.addLast(variable);
		return variable;
	}

	private Expression object() {
		this.source.expect("{");
		List<Expression.Construct.Entry> entries = new ArrayList<>();
		while (!this.source.accept("}")) {
			entries.add(entry());
			if (!this.source.accept(",")) {
				this.source.expect("}");
				break;
			}
		}
		return new Expression.Construct(List.copyOf(entries));
	}

	private Expression.Construct.Entry entry() {
		Expression key;
		Expression value = null;
		if (this.source.peek("$")) {
			String variable = variable();
			key = new Expression.Literal(variable.substring(1));
			value = known(variable);
		}
		else if (this.source.peek("(")) {
			key = parenthesis();
		}
		else {
			String format = this.source.acceptFormat();
			String number = this.source.acceptNumber();
			key = (this.source.space().peek() == '"') ? text((format != null) ? format : "@text")
					: new Expression.Literal((number != null) ? number : this.source.name("the name of a field"));
			value = new Expression.Index(new Expression.Identity(), key, false);
		}
		if (this.source.accept(":")) {
			value = entryValue();
		}
		if (value == null) {
			throw this.source.failure("the value of a field is missing");
		}
		return new Expression.Construct.Entry(key, value);
	}

	/** Without a comma, which parts the fields. */
	private Expression entryValue() {
		List<Expression> parts = new ArrayList<>();
		do {
			parts.add("-".equals(this.source.peekOperator()) ? unary() : termOfEntry());
		}
		while ("|".equals(this.source.peekOperator()) && this.source.accept("|"));
		return (parts.size() == 1) ? parts.get(0) : new Expression.Pipe(List.copyOf(parts));
	}

	private Expression termOfEntry() {
		return nested(() -> binary(ALTERNATIVE));
	}

	/** A text in quotes, with the values in it. */
	private Expression text(String format) {
		this.source.expect("\"");
		List<Object> parts = new ArrayList<>();
		StringBuilder text = new StringBuilder();
		for (char next = this.source.next(); next != '"'; next = this.source.next()) {
			if (next != '\\') {
				text.append(next);
				continue;
			}
			char escaped = this.source.next();
			if (escaped == '(') {
				parts.add(text.toString());
				text.setLength(0);
				parts.add(pipe());
				this.source.expect(")");
			}
			else {
				text.append(unescaped(escaped));
			}
		}
		if (parts.isEmpty()) {
			return new Expression.Literal(text.toString());
		}
		parts.add(text.toString());
		return new Expression.Interpolation(List.copyOf(parts), format);
	}

	private char unescaped(char escaped) {
		return switch (escaped) {
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'u' -> this.source.hexadecimal();
			case '"', '\\', '/' -> escaped;
			default -> throw this.source.failure("\\%s is no escape of a text,".formatted(escaped));
		};
	}

}
