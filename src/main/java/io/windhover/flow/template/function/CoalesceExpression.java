package io.windhover.flow.template.function;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import org.jspecify.annotations.Nullable;

/**
 * {@code a ?? b}: the left side, or the right one when the left is null or names what is
 * not there.
 */
public class CoalesceExpression extends BinaryExpression<@Nullable Object> {

	@Override
	public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
		Object left = leftOrNull(self, context);
		return (left != null) ? left : getRightExpression().evaluate(self, context);
	}

	private @Nullable Object leftOrNull(PebbleTemplateImpl self, EvaluationContextImpl context) {
		try {
			return getLeftExpression().evaluate(self, context);
		}
		catch (AttributeNotFoundException ex) {
			return null; // that it may be missing is what the operator is for
		}
	}

}
