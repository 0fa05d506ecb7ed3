package io.windhover.flow.template;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.operator.Associativity;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.tokenParser.TokenParser;

/**
 * What our templates have beyond Pebble's own.
 */
class WindhoverExtension extends AbstractExtension {

	/** Weaker than "or", as in the languages that know the operator. */
	private static final int COALESCE_PRECEDENCE = 5;

	private final Clock clock;

	WindhoverExtension(Clock clock) {
		this.clock = clock;
	}

	@Override
	public List<BinaryOperator> getBinaryOperators() {
		return List.of(new BinaryOperatorImpl("??", COALESCE_PRECEDENCE, CoalesceExpression::new,
				BinaryOperatorType.NORMAL, Associativity.LEFT));
	}

	@Override
	public List<TokenParser> getTokenParsers() {
		return List.of(new GuardedFor(), new GuardedSet(), new GuardedBlock());
	}

	@Override
	public Map<String, Filter> getFilters() {
		return Map.of("json", new JsonFilter());
	}

	@Override
	public Map<String, Function> getFunctions() {
		return Map.of("range", new BoundedRange(), "now", new NowFunction(this.clock));
	}

	@Override
	public List<AttributeResolver> getAttributeResolver() {
		return List.of(new GuardedMethods(), new MapResolver());
	}

}
