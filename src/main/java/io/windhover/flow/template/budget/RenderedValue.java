package io.windhover.flow.template.budget;

import java.io.Writer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.extension.writer.SpecializedWriter;
import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.RootNode;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.utils.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a template writes: text up to a limit, or the very value of its one
 * expression. Every write takes a step of the budget.
 */
public class RenderedValue extends Writer implements SpecializedWriter {

	private final boolean oneExpression;

	private final RenderBudget budget;

	private final StringBuilder text = new StringBuilder();

	private @Nullable Object value;

	/**
	 * Starts empty.
	 * @param oneExpression whether to keep the value instead of its text
	 */
	public RenderedValue(boolean oneExpression, RenderBudget budget) {
		this.oneExpression = oneExpression;
		this.budget = budget;
	}

	/** Whether a template is one expression and nothing else. */
	public static boolean isOneExpression(PebbleTemplate template) {
		RenderableNode root = ((PebbleTemplateImpl) template).getRootNode();
		List<RenderableNode> parts = ((RootNode) root).getBody().getChildren();
		return parts.size() == 1 && parts.get(0) instanceof PrintNode;
	}

	/**
	 * The text, or the value of the one expression, which may be null.
	 */
	public @Nullable Object get() {
		return this.oneExpression ? this.value : this.text.toString();
	}

	@Override
	public void write(Object object) {
		this.budget.step();
		Object plain = (object instanceof SafeString) ? object.toString() : object;
		if (plain instanceof Object[] array) {
			plain = Arrays.asList(array); // as the filter split makes them
		}
		if (this.oneExpression && !(plain instanceof String)) {
			this.value = this.budget.weighed(plain);
		}
		else if (plain instanceof Map || plain instanceof Collection) {
			add(JsonFilter.json(plain));
		}
		else {
			add(StringUtils.toString(plain));
		}
	}

	private void add(CharSequence characters) {
		this.budget.length((long) this.text.length() + characters.length());
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
