package io.windhover.flow.template.budget;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.lexer.TokenStream;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.RootNode;
import io.pebbletemplates.pebble.parser.ExpressionParser;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.parser.StoppingCondition;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.FilterTokenParser;
import org.jspecify.annotations.Nullable;

/**
 * Pebble's {@code filter} tag, whose block is bounded like the text of a template.
 */
public class GuardedBlock extends FilterTokenParser {

	@Override
	public RenderableNode parse(Token token, Parser parser) {
		return super.parse(token, new BoundedBlocks(parser));
	}

	/**
	 * Bounds the blocks that it parses.
	 */
	private record BoundedBlocks(Parser parser) implements Parser {

		@Override
		public BodyNode subparse(StoppingCondition end) {
			BodyNode block = this.parser.subparse(end);
			return new BodyNode(block.getLineNumber(), List.of(new Bounded(block)));
		}

		@Override
		public BodyNode subparse() {
			return this.parser.subparse();
		}

		@Override
		public RootNode parse(TokenStream stream) {
			return this.parser.parse(stream);
		}

		@Override
		public TokenStream getStream() {
			return this.parser.getStream();
		}

		@Override
		public ExpressionParser getExpressionParser() {
			return this.parser.getExpressionParser();
		}

		@Override
		public @Nullable String peekBlockStack() {
			return this.parser.peekBlockStack();
		}

		@Override
		public @Nullable String popBlockStack() {
			return this.parser.popBlockStack();
		}

		@Override
		public void pushBlockStack(String name) {
			this.parser.pushBlockStack(name);
		}

	}

	/**
	 * One of these blocks.
	 */
	public static class Bounded extends AbstractRenderableNode {

		private final BodyNode block;

		Bounded(BodyNode block) {
			super(block.getLineNumber());
			this.block = block;
		}

		public BodyNode block() {
			return this.block;
		}

		@Override
		public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) throws IOException {
			RenderedValue value = new RenderedValue(false, RenderBudget.current());
			this.block.render(self, value, context);
			writer.write(String.valueOf(value.get()));
		}

		@Override
		public void accept(NodeVisitor visitor) {
			visitor.visit(this);
		}

	}

}
