package io.windhover.flow.template.budget;

import java.io.Writer;

import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;

/**
 * Weighs a variable of a template: lists of lists of itself grow with each round.
 */
class GuardedVariable extends AbstractRenderableNode {

	private final String name;

	GuardedVariable(int line, String name) {
		super(line);
		this.name = name;
	}

	@Override
	public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
		RenderBudget.current().weighed(context.getScopeChain().get(this.name));
	}

	@Override
	public void accept(NodeVisitor visitor) {
		visitor.visit(this);
	}

}
