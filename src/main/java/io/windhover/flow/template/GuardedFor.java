package io.windhover.flow.template;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.ForTokenParser;

/**
 * Pebble's loop, which looks at the time in each round even when it writes nothing.
 */
class GuardedFor extends ForTokenParser {

	@Override
	public RenderableNode parse(Token token, Parser parser) {
		ForNode loop = (ForNode) super.parse(token, parser);
		List<RenderableNode> guarded = new ArrayList<>(loop.getBody().getChildren());
		guarded.add(0, new Guard(loop.getLineNumber()));
		return new ForNode(loop.getLineNumber(), loop.getIterationVariable(), loop.getIterable(),
				new BodyNode(loop.getLineNumber(), guarded), loop.getElseBody());
	}

	private static class Guard extends AbstractRenderableNode {

		Guard(int line) {
			super(line);
		}

		@Override
		public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
			if (writer instanceof RenderedValue value) {
				value.check();
			}
		}

		@Override
		public void accept(NodeVisitor visitor) {
			visitor.visit(this);
		}

	}

}
