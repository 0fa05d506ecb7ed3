package io.windhover.flow.template.budget;

import java.util.ArrayList;
import java.util.List;

import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.tokenParser.ForTokenParser;

/**
 * Pebble's loop, which takes a step of the budget in each round even when it writes
 * nothing.
 */
public class GuardedFor extends ForTokenParser {

	@Override
	public RenderableNode parse(Token token, Parser parser) {
		ForNode loop = (ForNode) super.parse(token, parser);
		List<RenderableNode> guarded = new ArrayList<>(loop.getBody().getChildren());
		guarded.add(0, new GuardedVariable(loop.getLineNumber(), loop.getIterationVariable()));
		return new ForNode(loop.getLineNumber(), loop.getIterationVariable(), loop.getIterable(),
				new BodyNode(loop.getLineNumber(), guarded), loop.getElseBody());
	}

}
