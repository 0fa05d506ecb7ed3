package io.windhover.flow.value;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression from outside, which may otherwise run for ever or overflow the
 * stack.
 */
public final class BoundedPattern {

	/** Characters of an expression. */
	public static final int MOST_CHARACTERS = 1_000;

	private static final int MOST_STEPS = 1_000_000;

	/** Repeating what has no width looks at no character, so no step counts it. */
	private static final long MOST_REPETITIONS = 1_000_000;

	private static final int REPETITIONS_PER_STEP = 1_000;

	/** Digits of a count that is surely too large. */
	private static final int LONG_COUNT = 10;

	/** An escaped character, or the least count of a repetition and what follows. */
	private static final Pattern COUNT = Pattern.compile("\\\\.|\\{(\\d+)([\\s#]?)", Pattern.DOTALL);

	private final Pattern pattern;

	private final int stepsPerCharacter;

	private BoundedPattern(Pattern pattern, int stepsPerCharacter) {
		this.pattern = pattern;
		this.stepsPerCharacter = stepsPerCharacter;
	}

	/**
	 * Compiles an expression.
	 * @throws PatternSyntaxException when it is not a regular expression
	 * @throws IllegalArgumentException when it is too long, repeats too often or is
	 * nested too deeply
	 */
	public static BoundedPattern of(String expression) {
		if (expression.length() > MOST_CHARACTERS) {
			throw new IllegalArgumentException("has %,d characters; shorten the regular expression to at most %,d"
				.formatted(expression.length(), MOST_CHARACTERS));
		}
		long repetitions = repetitions(expression);
		if (repetitions > MOST_REPETITIONS) {
			throw new IllegalArgumentException(
					"repeats too often; lower the counts in { } so that their product is at most %,d"
						.formatted(MOST_REPETITIONS));
		}
		Pattern pattern = onStack(() -> Pattern.compile(expression),
				"is nested too deeply; remove groups from the regular expression");
		return new BoundedPattern(pattern, 1 + (int) repetitions / REPETITIONS_PER_STEP);
	}

	/** The product of the least counts, at most one more than may be. */
	private static long repetitions(String expression) {
		long product = 1;
		Matcher counts = COUNT.matcher(expression);
		while (counts.find()) {
			String digits = counts.group(1);
			String blank = counts.group(2);
			if (digits == null || blank == null) {
				continue;
			}
			if (!blank.isEmpty()) {
				// (?x) ignores it, and reads on in the same number
				throw new IllegalArgumentException("has a blank or comment after '%s'; write {n}, {n,} or {n,m}"
					.formatted(Excerpt.of(counts.group().strip())));
			}
			long count = (digits.length() < LONG_COUNT) ? Long.parseLong(digits) : MOST_REPETITIONS + 1;
			product = Math.min(product * Math.max(1, count), MOST_REPETITIONS + 1);
		}
		return product;
	}

	/**
	 * Whether all of a text matches.
	 * @throws IllegalArgumentException when that takes too long to find out
	 */
	public boolean matches(String text) {
		String tooLong = "takes too long to match its pattern; give a shorter text, or simplify 'pattern' in the flow";
		int[] steps = new int[1];
		CountedText counted = new CountedText(text, this.stepsPerCharacter, () -> {
			if (++steps[0] > MOST_STEPS) {
				throw new IllegalArgumentException(tooLong);
			}
		});
		return onStack(() -> this.pattern.matcher(counted).matches(), tooLong);
	}

	/**
	 * Splits a text where the expression matches.
	 * @param limit as {@link Pattern#split(CharSequence, int)} has it
	 * @param step runs for each character that is looked at, and may stop all by throwing
	 * @throws IllegalArgumentException when the stack does not suffice
	 */
	public String[] split(String text, int limit, Runnable step) {
		return onStack(() -> this.pattern.split(new CountedText(text, this.stepsPerCharacter, step), limit),
				"takes too long to split a text; give a shorter text, or simplify the regular expression");
	}

	/**
	 * Tells of each match, or of the first only.
	 * @param step runs for each character that is looked at, and may stop all by throwing
	 * @throws IllegalArgumentException when the stack does not suffice
	 */
	public void find(String text, boolean all, Runnable step, Consumer<Matcher> found) {
		String tooLong = "takes too long to search a text; give a shorter text, or simplify the regular expression";
		Matcher matcher = this.pattern.matcher(new CountedText(text, this.stepsPerCharacter, step));
		while (onStack(matcher::find, tooLong)) {
			found.accept(matcher);
			if (!all) {
				return;
			}
		}
	}

	/** Recursion follows the text and the expression, and nothing else bounds it. */
	private static <T> T onStack(Supplier<T> work, String message) {
		try {
			return work.get();
		}
		catch (StackOverflowError ex) {
			throw new IllegalArgumentException(message, ex);
		}
	}

}
