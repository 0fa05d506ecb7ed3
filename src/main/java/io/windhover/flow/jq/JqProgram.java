package io.windhover.flow.jq;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A program of jq, read by the grammar and manual of jq 1.7. It knows no modules, no
 * input but its own, no time and no environment.
 */
public final class JqProgram {

	/** Values within values of what a program gives. */
	private static final int DEEPEST = 500;

	/** Characters of a program: no step of reading it is counted. */
	private static final int LONGEST = 1 << 14;

	private static final Map<String, Object> BUILTINS = builtins();

	private final Expression program;

	private JqProgram(Expression program) {
		this.program = program;
	}

	/**
	 * Reads a program.
	 * @throws JqException with the place, when it is none
	 */
	public static JqProgram of(String program) {
		if (program.length() > LONGEST) {
			throw new JqException("a jq program has at most %,d characters".formatted(LONGEST));
		}
		return new JqProgram(new Parser(program, BUILTINS.keySet()).parse());
	}

	private static Map<String, Object> builtins() {
		Map<String, Object> functions = Functions.all();
		Expression prelude = new Parser(Prelude.SOURCE, new HashSet<>(functions.keySet())).parse();
		JqScope scope = JqScope.of(functions);
		while (prelude instanceof Expression.Define define) {
			functions.put(define.definition().signature(), new Expression.Closure(define.definition(), scope));
			prelude = define.rest();
		}
		return functions;
	}

	/**
	 * Runs it on a value of maps, lists, texts, numbers and truth, and returns all that
	 * it gives.
	 * @throws JqException when the program fails
	 */
	public List<@Nullable Object> run(@Nullable Object input, JqBudget budget) {
		JqRun run = new JqRun(budget);
		List<@Nullable Object> results = new ArrayList<>();
		try {
			run.eval(this.program, Item.of(JqValues.normal(input)), JqScope.of(BUILTINS), (item) -> {
				run.grow(1);
				results.add(plain(run, item.value(), 0));
			});
			return results;
		}
		catch (JqError ex) {
			throw new JqException("jq: " + ex.message(), ex);
		}
		catch (StackOverflowError ex) {
			throw new JqException("the jq program or its values are nested too deeply", ex);
		}
	}

	/** With numbers that JSON has, and not deeper than JSON may be. */
	private static @Nullable Object plain(JqRun run, @Nullable Object value, int depth) {
		run.step();
		if (depth > DEEPEST) {
			throw new JqError("the result is nested more than %d levels deep".formatted(DEEPEST));
		}
		if (value instanceof List<?> list) {
			run.grow(list.size());
			List<@Nullable Object> plain = new ArrayList<>(list.size());
			list.forEach((each) -> plain.add(plain(run, each, depth + 1)));
			return plain;
		}
		if (value instanceof Map<?, ?> map) {
			run.grow(map.size());
			Map<String, @Nullable Object> plain = new LinkedHashMap<>();
			map.forEach((name, each) -> plain.put(String.valueOf(name), plain(run, each, depth + 1)));
			return plain;
		}
		return JqValues.finite(JqValues.normal(value));
	}

}
