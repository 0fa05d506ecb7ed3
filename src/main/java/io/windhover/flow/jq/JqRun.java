package io.windhover.flow.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One run of a program, which counts what it costs.
 */
final class JqRun {

	/** Each level takes up to 1 kB of a stack that has 1 MB. */
	private static final int DEEPEST = 800;

	private static final int CHARACTERS_PER_WEIGHT = 64;

	private static final int CHARACTERS_PER_STEP = 4096;

	/** A copy shares its elements, and often takes the place of what was copied. */
	private static final int COPIED_PER_WEIGHT = 8;

	private final JqBudget budget;

	private int depth;

	JqRun(JqBudget budget) {
		this.budget = budget;
	}

	void step() {
		this.budget.step();
	}

	/** Evaluates a part of the program; all parts are evaluated by this. */
	void eval(Expression expression, Item in, JqScope scope, Consumer<Item> out) {
		this.budget.step();
		if (++this.depth > DEEPEST) {
			throw new JqException("its functions and parts are nested more than %d levels deep".formatted(DEEPEST));
		}
		try {
			expression.eval(this, in, scope, out);
		}
		finally {
			this.depth--;
		}
	}

	/** The values of a part, none of whose paths is asked for. */
	void values(Expression expression, Item in, JqScope scope, Consumer<@Nullable Object> out) {
		eval(expression, in.plain(), scope, (item) -> out.accept(item.value()));
	}

	List<@Nullable Object> list(Expression expression, Item in, JqScope scope) {
		List<@Nullable Object> values = new ArrayList<>();
		values(expression, in, scope, (value) -> {
			this.budget.grow(1);
			values.add(value);
		});
		return values;
	}

	/** Counts a text that was made, and the time that took. */
	String made(String text) {
		this.budget.length(text.length());
		for (int i = 0; i < text.length(); i += CHARACTERS_PER_STEP) {
			this.budget.step();
		}
		this.budget.grow(1L + text.length() / CHARACTERS_PER_WEIGHT);
		return text;
	}

	/** One text after another. */
	String joined(String text, String more) {
		length((long) text.length() + more.length());
		return made(text + more);
	}

	/** Refuses a text before it is made. */
	void length(long characters) {
		this.budget.length(characters);
	}

	/** Counts elements that are new. */
	void grow(long elements) {
		this.budget.grow(elements);
	}

	/** Counts a list or map that will be copied. */
	void copying(int size) {
		this.budget.grow(1L + size / COPIED_PER_WEIGHT);
	}

}
