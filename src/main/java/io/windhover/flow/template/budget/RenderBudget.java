package io.windhover.flow.template.budget;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;

import io.windhover.flow.jq.JqBudget;
import org.jspecify.annotations.Nullable;

/**
 * What one rendering may cost: time, and the size of each value on the way. Every round
 * of a loop, every operator, filter and function takes a step; what happens within a step
 * cannot be interrupted and is bounded by the sizes that it starts from.
 */
public final class RenderBudget implements JqBudget {

	public static final int MOST_CHARACTERS = 1 << 20;

	/** Elements of lists and maps, however deep, with their text. */
	private static final long MOST_WEIGHT = 1 << 21;

	private static final long MOST_WEIGHT_IN_HASTE = 1 << 18;

	/** Of what compares each of one with each of another. */
	private static final long MOST_PRODUCT = 1 << 25;

	private static final int CHARACTERS_PER_WEIGHT = 64;

	private static final int MOST_DIGITS = 10_000;

	/** Of what cannot be interrupted while it is compiled. */
	private static final int MOST_SOURCE = 1 << 14;

	/** Reading the clock costs more than a step. */
	private static final int STEPS_PER_LOOK = 64;

	public static final Duration LONGEST = Duration.ofSeconds(10);

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final ThreadLocal<@Nullable RenderBudget> CURRENT = new ThreadLocal<>();

	private final Duration time;

	private final String timeProperty;

	private final LongSupplier clock;

	private final long fewestSteps;

	private final long mostWeight;

	private final int mostCharacters;

	private final long started;

	private long steps;

	private long made;

	private RenderBudget(Duration time, String timeProperty, LongSupplier clock, long fewestSteps, long mostWeight,
			int mostCharacters) {
		this.time = time;
		this.timeProperty = timeProperty;
		this.clock = clock;
		this.fewestSteps = fewestSteps;
		this.mostWeight = mostWeight;
		this.mostCharacters = mostCharacters;
		this.started = clock.getAsLong();
	}

	/** For work that only its own thread waits for. */
	static RenderBudget generous(Duration time, int mostCharacters) {
		return new RenderBudget(time, "windhover.templates.max-time", System::nanoTime, 0, MOST_WEIGHT,
				Math.min(mostCharacters, MOST_CHARACTERS));
	}

	/**
	 * Of the processor's time on this thread, so that nothing fails for a machine that is
	 * busy otherwise. Few steps never exceed it: the first ones of a process load
	 * classes.
	 */
	public static RenderBudget of(Duration time, int mostCharacters) {
		boolean measured = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
		return new RenderBudget(time, "windhover.executor.expression-budget",
				measured ? THREADS::getCurrentThreadCpuTime : System::nanoTime, 2 * STEPS_PER_LOOK,
				MOST_WEIGHT_IN_HASTE, Math.min(mostCharacters, MOST_CHARACTERS));
	}

	/** The one of the rendering on this thread. */
	public static RenderBudget current() {
		return currentOr(LONGEST, MOST_CHARACTERS);
	}

	/** A generous one where this thread renders nothing yet. */
	public static RenderBudget currentOr(Duration time, int mostCharacters) {
		RenderBudget current = CURRENT.get();
		return (current != null) ? current : generous(time, mostCharacters);
	}

	/** Null where this thread renders nothing. */
	public static @Nullable RenderBudget swap(@Nullable RenderBudget budget) {
		return ThreadLocals.swap(CURRENT, budget);
	}

	/** Stops a rendering that takes too long, or whose task was killed. */
	@Override
	public void step() {
		if (Thread.currentThread().isInterrupted()) {
			throw new Exceeded("rendering was interrupted");
		}
		if (++this.steps % STEPS_PER_LOOK == 0) {
			look();
		}
	}

	private void look() {
		if (this.steps >= this.fewestSteps && this.clock.getAsLong() - this.started > this.time.toNanos()) {
			throw new Exceeded(
					"rendering took longer than %s, the limit of %s".formatted(this.time, this.timeProperty));
		}
	}

	/** Refuses a value that is too large to work with. */
	public <V> V weighed(V value) {
		step();
		if (weight(value, this.mostWeight) > this.mostWeight) {
			throw new Exceeded("a value on the way is too large");
		}
		return value;
	}

	/** Counts what a program makes of which nobody knows when it is let go. */
	@Override
	public void grow(long weight) {
		this.made += weight;
		if (this.made > 2 * this.mostWeight) {
			throw new Exceeded("jq made more than %,d values, where 64 characters of a text count as one"
				.formatted(2 * this.mostWeight));
		}
	}

	/** Refuses a text that would get too long. */
	@Override
	public void length(long characters) {
		step();
		if (characters > this.mostCharacters) {
			throw new Exceeded("its text is longer than %,d characters, the limit of windhover.templates.max-size"
				.formatted(this.mostCharacters));
		}
	}

	/** Refuses a search that compares each of one with each of another. */
	public void product(@Nullable Object one, @Nullable Object another) {
		step();
		boolean texts = one instanceof CharSequence && another instanceof CharSequence;
		long product = texts ? (long) String.valueOf(one).length() * String.valueOf(another).length()
				: weight(one, this.mostWeight) * weight(another, this.mostWeight);
		if (product > MOST_PRODUCT) {
			throw new Exceeded("a search for so much in so much takes too long");
		}
	}

	/** Refuses a template that would take long to compile. */
	public void source(String template) {
		step();
		if (this.fewestSteps > 0 && template.length() > MOST_SOURCE) {
			throw new Exceeded("it is longer than %,d characters".formatted(MOST_SOURCE));
		}
	}

	/** Stops counting above the most. */
	private static long weight(@Nullable Object value, long most) {
		long weight = 1;
		if (value instanceof CharSequence text) {
			weight = 1L + text.length() / CHARACTERS_PER_WEIGHT;
			return (text.length() > MOST_CHARACTERS) ? most + 1 : weight;
		}
		if (value instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				weight += weight(entry.getKey(), most - weight);
				weight += weight(entry.getValue(), most - weight);
				if (weight > most) {
					return weight;
				}
			}
		}
		else if (value instanceof Collection<?> || value instanceof Object[]) {
			Iterable<?> elements = (value instanceof Collection<?> list) ? list : Arrays.asList((Object[]) value);
			for (Object each : elements) {
				weight += weight(each, most - weight);
				if (weight > most) {
					return weight;
				}
			}
		}
		else if (value instanceof BigDecimal number) {
			return weight(number.unscaledValue(), most) + (Math.abs((long) number.scale()) > MOST_DIGITS ? most : 0);
		}
		else if (value instanceof BigInteger number && number.bitLength() > 4 * MOST_DIGITS) {
			return most + 1;
		}
		return weight;
	}

	/**
	 * A rendering costs more than it may.
	 */
	static final class Exceeded extends IllegalStateException {

		private static final long serialVersionUID = 1;

		Exceeded(String message) {
			super(message);
		}

	}

}
