package io.windhover.flow.template.budget;

import java.util.List;

import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.SetNode;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.tokenParser.SetTokenParser;

/**
 * Pebble's {@code set}, which weighs what it sets.
 */
public class GuardedSet extends SetTokenParser {

	@Override
	public RenderableNode parse(Token token, Parser parser) {
		SetNode set = (SetNode) super.parse(token, parser);
		return new BodyNode(set.getLineNumber(), List.of(set, new GuardedVariable(set.getLineNumber(), set.getName())));
	}

}
