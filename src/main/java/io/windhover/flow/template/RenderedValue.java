package io.windhover.flow.template;

import java.io.Writer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.extension.writer.SpecializedWriter;
import io.pebbletemplates.pebble.utils.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a template writes: text up to a limit, or the very value of its one
 * expression. Every write looks at the time and at the thread's interruption.
 */
class RenderedValue extends Writer implements SpecializedWriter {

	static final int MOST_CHARACTERS = 1 << 20;

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private final boolean oneExpression;

	private final long deadline = System.nanoTime() + LONGEST.toNanos();

	private final StringBuilder text = new StringBuilder();

	private @Nullable Object value;

	RenderedValue(boolean oneExpression) {
		this.oneExpression = oneExpression;
	}

	@Nullable Object get() {
		return this.oneExpression ? this.value : this.text.toString();
	}

	/**
	 * Stops a template that runs for too long, or whose task was killed.
	 */
	void check() {
		if (Thread.currentThread().isInterrupted()) {
			throw new IllegalStateException("rendering was interrupted");
		}
		if (System.nanoTime() - this.deadline > 0) {
			throw new IllegalStateException("rendering took longer than " + LONGEST);
		}
	}

	@Override
	public void write(Object object) {
		check();
		Object plain = (object instanceof SafeString) ? object.toString() : object;
		if (plain instanceof Object[] array) {
			plain = Arrays.asList(array); // as the filter split makes them
		}
		if (this.oneExpression && !(plain instanceof String)) {
			this.value = plain;
		}
		else if (plain instanceof Map || plain instanceof Collection) {
			add(JsonFilter.json(plain));
		}
		else {
			add(StringUtils.toString(plain));
		}
	}

	private void add(CharSequence characters) {
		check();
		if (this.text.length() + characters.length() > MOST_CHARACTERS) {
			throw new IllegalStateException("its text is longer than %,d characters".formatted(MOST_CHARACTERS));
		}
		this.text.append(characters);
		if (this.oneExpression) {
			this.value = this.text.toString();
		}
	}

	@Override
	public void write(char[] buffer, int offset, int length) {
		add(new String(buffer, offset, length));
	}

	@Override
	public void writeSpecialized(int number) {
		write(Integer.valueOf(number));
	}

	@Override
	public void writeSpecialized(long number) {
		write(Long.valueOf(number));
	}

	@Override
	public void writeSpecialized(double number) {
		write(Double.valueOf(number));
	}

	@Override
	public void writeSpecialized(float number) {
		write(Float.valueOf(number));
	}

	@Override
	public void writeSpecialized(short number) {
		write(Short.valueOf(number));
	}

	@Override
	public void writeSpecialized(byte number) {
		write(Byte.valueOf(number));
	}

	@Override
	public void writeSpecialized(char character) {
		add(String.valueOf(character));
	}

	@Override
	public void writeSpecialized(String characters) {
		add(characters);
	}

	@Override
	public void flush() {
		// nothing is buffered
	}

	@Override
	public void close() {
		// nothing is open
	}

}
