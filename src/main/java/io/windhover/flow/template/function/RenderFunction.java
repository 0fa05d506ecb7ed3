package io.windhover.flow.template.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.GlobalContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.windhover.flow.template.FileLookup;
import io.windhover.flow.template.SecretLookup;
import io.windhover.flow.template.budget.RenderBudget;
import io.windhover.flow.template.budget.RenderedValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code render(text)}: a text whose templates see what the one around them sees, but no
 * secrets and no files, because the text may come from outside.
 */
public class RenderFunction implements Function {

	private static final int DEEPEST = 5;

	private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

	private final Compiler compiler;

	/**
	 * Makes the function.
	 * @param compiler of the texts that it renders
	 */
	public RenderFunction(Compiler compiler) {
		this.compiler = compiler;
	}

	@Override
	public @Nullable Object execute(Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context,
			int line) {
		String text = SimpleFunction.text(arguments, "text");
		RenderBudget budget = RenderBudget.current();
		budget.source(text);
		int depth = DEPTH.get();
		if (depth == DEEPEST) {
			throw new IllegalArgumentException("render() is nested more than %d deep".formatted(DEEPEST));
		}
		DEPTH.set(depth + 1);
		SecretLookup secrets = SecretFunction.swap(null);
		FileLookup files = ReadFunction.swap(null);
		try {
			return rendered(text, context, budget);
		}
		finally {
			SecretFunction.swap(secrets);
			ReadFunction.swap(files);
			DEPTH.set(depth);
		}
	}

	private @Nullable Object rendered(String text, EvaluationContext context, RenderBudget budget) {
		PebbleTemplate template = this.compiler.compile(text);
		RenderedValue value = new RenderedValue(RenderedValue.isOneExpression(template), budget);
		try {
			template.evaluate(value, new GlobalContext(((EvaluationContextImpl) context).getScopeChain()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return value.get();
	}

	@Override
	public List<String> getArgumentNames() {
		return List.of("text");
	}

	/**
	 * Compiles a text.
	 */
	public interface Compiler {

		PebbleTemplate compile(String text);

	}

}
