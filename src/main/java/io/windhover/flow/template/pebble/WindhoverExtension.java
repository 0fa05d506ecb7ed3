package io.windhover.flow.template.pebble;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.operator.Associativity;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import io.windhover.flow.template.budget.GuardedBlock;
import io.windhover.flow.template.budget.GuardedFor;
import io.windhover.flow.template.budget.GuardedMethods;
import io.windhover.flow.template.budget.GuardedSet;
import io.windhover.flow.template.budget.JsonFilter;
import io.windhover.flow.template.function.BoundedRange;
import io.windhover.flow.template.function.CoalesceExpression;
import io.windhover.flow.template.function.MapResolver;
import io.windhover.flow.template.function.NowFunction;
import io.windhover.flow.template.function.ReadFunction;
import io.windhover.flow.template.function.RenderFunction;
import io.windhover.flow.template.function.SecretFunction;
import io.windhover.flow.template.function.SimpleFunction;
import io.windhover.flow.template.function.Structures;
import io.windhover.flow.template.function.ValueFilters;
import org.jspecify.annotations.Nullable;

/**
 * What our templates have beyond Pebble's own.
 */
class WindhoverExtension extends AbstractExtension {

	/** Weaker than "or", as in the languages that know the operator. */
	private static final int COALESCE_PRECEDENCE = 5;

	private final Clock clock;

	private final Set<String> environment;

	private final RenderFunction.Compiler compiler;

	/**
	 * Prepares all of them.
	 * @param environment the variables that templates may read
	 * @param compiler of the texts that templates render
	 */
	WindhoverExtension(Clock clock, Set<String> environment, RenderFunction.Compiler compiler) {
		this.clock = clock;
		this.environment = environment;
		this.compiler = compiler;
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
		Map<String, Filter> filters = ValueFilters.all();
		filters.put("json", new JsonFilter());
		return filters;
	}

	@Override
	public Map<String, Function> getFunctions() {
		Function fromJson = new SimpleFunction(List.of("text"),
				(arguments) -> Structures.fromJson(SimpleFunction.text(arguments, "text")));
		return Map.of("range", new BoundedRange(), "now", new NowFunction(this.clock), "secret", new SecretFunction(),
				"read", new ReadFunction(), "render", new RenderFunction(this.compiler), "uuid",
				new SimpleFunction(List.of(), (arguments) -> UUID.randomUUID().toString()), "fromJson", fromJson,
				"json", fromJson, "yaml",
				new SimpleFunction(List.of("text"),
						(arguments) -> Structures.fromYaml(SimpleFunction.text(arguments, "text"))),
				"env",
				new SimpleFunction(List.of("name"), (arguments) -> variable(SimpleFunction.text(arguments, "name"))));
	}

	private @Nullable String variable(String name) {
		if (!this.environment.contains(name)) {
			throw new IllegalArgumentException(
					"'%s' is not an allowed variable; add it to windhover.templates.environment".formatted(name));
		}
		return System.getenv(name);
	}

	@Override
	public List<AttributeResolver> getAttributeResolver() {
		return List.of(new GuardedMethods(), new MapResolver());
	}

}
