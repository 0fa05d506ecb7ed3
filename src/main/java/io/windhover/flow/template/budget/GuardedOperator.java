package io.windhover.flow.template.budget;

import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.ContainsExpression;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import org.jspecify.annotations.Nullable;

/**
 * One of Pebble's operators, whose operands and result are weighed.
 */
public class GuardedOperator extends BinaryExpression<@Nullable Object> {

	private final BinaryExpression<?> operator;

	GuardedOperator(BinaryExpression<?> operator) {
		this.operator = operator;
	}

	/**
	 * Guards an operator; one that is a filter or a test is returned as it is.
	 */
	public static BinaryOperator of(BinaryOperator original) {
		if (original.getType() != BinaryOperatorType.NORMAL) {
			return original;
		}
		return new BinaryOperatorImpl(original.getSymbol(), original.getPrecedence(),
				() -> new GuardedOperator(original.createInstance()), original.getType(), original.getAssociativity());
	}

	@Override
	public void setLeft(Expression<?> left) {
		super.setLeft(left);
		this.operator.setLeft(new Operand(left));
	}

	@Override
	public void setRight(Expression<?> right) {
		super.setRight(right);
		this.operator.setRight(new Operand(right));
	}

	@Override
	public void setLineNumber(int line) {
		super.setLineNumber(line);
		this.operator.setLineNumber(line);
	}

	@Override
	public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
		RenderBudget budget = RenderBudget.current();
		if (this.operator instanceof ContainsExpression) {
			return contains(budget, self, context);
		}
		try {
			return budget.weighed(this.operator.evaluate(self, context));
		}
		catch (PebbleException ex) {
			// an operand that fails says why
			throw (ex.getCause() instanceof PebbleException cause) ? cause : ex;
		}
	}

	private @Nullable Object contains(RenderBudget budget, PebbleTemplateImpl self, EvaluationContextImpl context) {
		Known left = new Known(this.operator.getLeftExpression().evaluate(self, context), getLineNumber());
		Known right = new Known(this.operator.getRightExpression().evaluate(self, context), getLineNumber());
		budget.product(left.value(), right.value());
		ContainsExpression known = new ContainsExpression();
		known.setLeft(left);
		known.setRight(right);
		known.setLineNumber(getLineNumber());
		return known.evaluate(self, context);
	}

	/**
	 * An operand that is evaluated.
	 */
	private record Known(@Nullable Object value, int line) implements Expression<@Nullable Object> {

		@Override
		public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
			return this.value;
		}

		@Override
		public int getLineNumber() {
			return this.line;
		}

		@Override
		public void accept(NodeVisitor visitor) {
			visitor.visit(this);
		}

	}

	/**
	 * What one side of an operator is.
	 */
	private record Operand(Expression<?> expression) implements Expression<@Nullable Object> {

		@Override
		public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
			return RenderBudget.current().weighed(this.expression.evaluate(self, context));
		}

		@Override
		public int getLineNumber() {
			return this.expression.getLineNumber();
		}

		@Override
		public void accept(NodeVisitor visitor) {
			this.expression.accept(visitor);
		}

	}

}
