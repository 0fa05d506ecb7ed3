package io.windhover.flow.template.pebble;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.IfNode;
import io.pebbletemplates.pebble.node.NamedArgumentNode;
import io.pebbletemplates.pebble.node.Node;
import io.pebbletemplates.pebble.node.PositionalArgumentNode;
import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.node.RootNode;
import io.pebbletemplates.pebble.node.SetNode;
import io.pebbletemplates.pebble.node.TestInvocationExpression;
import io.pebbletemplates.pebble.node.expression.ArrayExpression;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.BlockFunctionExpression;
import io.pebbletemplates.pebble.node.expression.ContextVariableExpression;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.node.expression.FilterInvocationExpression;
import io.pebbletemplates.pebble.node.expression.FunctionOrMacroInvocationExpression;
import io.pebbletemplates.pebble.node.expression.GetAttributeExpression;
import io.pebbletemplates.pebble.node.expression.LiteralStringExpression;
import io.pebbletemplates.pebble.node.expression.MapExpression;
import io.pebbletemplates.pebble.node.expression.ParentFunctionExpression;
import io.pebbletemplates.pebble.node.expression.RenderableNodeExpression;
import io.pebbletemplates.pebble.node.expression.TernaryExpression;
import io.pebbletemplates.pebble.node.expression.UnaryExpression;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.windhover.flow.template.budget.GuardedBlock;
import io.windhover.flow.template.function.CoalesceExpression;
import org.jspecify.annotations.Nullable;

/**
 * The names that a template uses, whether or not it comes to them when it is rendered.
 */
final class TemplateNames {

	/** What is there in some places of a flow only, for which ?? may ask anywhere. */
	private static final Set<String> SOMEWHERE = Set.of("error", "index", "item", "parents", "taskRun");

	private final Set<String> read = new TreeSet<>();

	/** By the template itself, in whatever place of it. */
	private final Set<String> defined = new TreeSet<>();

	private final Set<String> filters = new TreeSet<>();

	private final Set<String> functions = new TreeSet<>();

	private final Set<String> tests = new TreeSet<>();

	private final List<Use> filterUses = new ArrayList<>();

	private final List<Use> functionUses = new ArrayList<>();

	private boolean guarded;

	private TemplateNames() {
	}

	static TemplateNames of(PebbleTemplate template) {
		TemplateNames names = new TemplateNames();
		names.add(((PebbleTemplateImpl) template).getRootNode());
		return names;
	}

	/** Those that something around the template must give. */
	Set<String> variables() {
		Set<String> variables = new TreeSet<>(this.read);
		variables.removeAll(this.defined);
		return variables;
	}

	Set<String> filters() {
		return this.filters;
	}

	Set<String> functions() {
		return this.functions;
	}

	Set<String> tests() {
		return this.tests;
	}

	List<Use> filterUses() {
		return this.filterUses;
	}

	List<Use> functionUses() {
		return this.functionUses;
	}

	private void add(@Nullable Node node) {
		if (node instanceof Expression<?> expression) {
			addExpression(expression);
		}
		else if (node instanceof RootNode root) {
			add(root.getBody());
		}
		else if (node instanceof BodyNode body) {
			body.getChildren().forEach(this::add);
		}
		else if (node instanceof PrintNode print) {
			add(print.getExpression());
		}
		else if (node instanceof IfNode choice) {
			choice.getConditionsWithBodies().forEach((each) -> {
				add(each.getLeft());
				add(each.getRight());
			});
			add(choice.getElseBody());
		}
		else if (node instanceof GuardedBlock.Bounded bounded) {
			add(bounded.block());
		}
		else {
			addDefinition(node);
		}
	}

	private void addDefinition(@Nullable Node node) {
		if (node instanceof SetNode set) {
			this.defined.add(set.getName());
			add(set.getValue());
		}
		else if (node instanceof ForNode loop) {
			this.defined.add(loop.getIterationVariable());
			this.defined.add("loop");
			add(loop.getIterable());
			add(loop.getBody());
			add(loop.getElseBody());
		}
	}

	private void addExpression(Expression<?> expression) {
		if (expression instanceof ContextVariableExpression variable) {
			if (!this.guarded || !SOMEWHERE.contains(variable.getName())) {
				this.read.add(variable.getName());
			}
		}
		else if (expression instanceof CoalesceExpression choice) {
			addGuarded(choice.getLeftExpression());
			add(choice.getRightExpression());
		}
		else if (expression instanceof GetAttributeExpression attribute) {
			add(attribute.getNode());
			add(attribute.getAttributeNameExpression());
			addArguments(attribute.getArgumentsNode());
		}
		else if (expression instanceof BinaryExpression<?> binary) {
			add(binary.getLeftExpression());
			add(binary.getRightExpression());
		}
		else if (expression instanceof RenderableNodeExpression rendered) {
			add(rendered.getNode());
		}
		else if (expression instanceof UnaryExpression unary) {
			add(unary.getChildExpression());
		}
		else if (expression instanceof TernaryExpression ternary) {
			add(ternary.getExpression1());
			add(ternary.getExpression2());
			add(ternary.getExpression3());
		}
		else if (expression instanceof ArrayExpression array) {
			array.getValues().forEach(this::add);
		}
		else if (expression instanceof MapExpression map) {
			map.getEntries().forEach((key, value) -> {
				add(key);
				add(value);
			});
		}
		else {
			addInvocation(expression);
		}
	}

	private void addGuarded(Node node) {
		boolean before = this.guarded;
		this.guarded = true;
		add(node);
		this.guarded = before;
	}

	private void addInvocation(Expression<?> expression) {
		if (expression instanceof FilterInvocationExpression filter) {
			this.filters.add(filter.getFilterName());
			this.filterUses.add(new Use(filter.getFilterName(), filter.getArgs()));
			addArguments(filter.getArgs());
		}
		else if (expression instanceof TestInvocationExpression test) {
			this.tests.add(test.getTestName());
			addArguments(test.getArgs());
		}
		else if (expression instanceof FunctionOrMacroInvocationExpression function) {
			this.functions.add(function.getFunctionName());
			this.functionUses.add(new Use(function.getFunctionName(), function.getArguments()));
			addArguments(function.getArguments());
		}
		else if (expression instanceof BlockFunctionExpression block) {
			this.functions.add("block");
			add(block.getBlockNameExpression());
		}
		else if (expression instanceof ParentFunctionExpression) {
			this.functions.add("parent");
		}
	}

	private void addArguments(@Nullable ArgumentsNode arguments) {
		arguments(arguments).forEach(this::add);
	}

	private static Stream<Expression<?>> arguments(@Nullable ArgumentsNode arguments) {
		if (arguments == null) {
			return Stream.of();
		}
		return Stream.concat(
				Stream.ofNullable(arguments.getPositionalArgs())
					.flatMap(List::stream)
					.map(PositionalArgumentNode::getValueExpression),
				Stream.ofNullable(arguments.getNamedArgs())
					.flatMap(List::stream)
					.map(NamedArgumentNode::getValueExpression));
	}

	/** One use of a filter or a function. */
	record Use(String name, @Nullable ArgumentsNode given) {

		boolean hasArguments() {
			return arguments(this.given).findAny().isPresent();
		}

		/** An argument that is written out as text; null for any other. */
		@Nullable String text(int place, String argument) {
			if (this.given == null) {
				return null;
			}
			Stream<Expression<?>> positional = Stream.ofNullable(this.given.getPositionalArgs())
				.flatMap(List::stream)
				.skip(place)
				.limit(1)
				.map(PositionalArgumentNode::getValueExpression);
			Stream<Expression<?>> named = Stream.ofNullable(this.given.getNamedArgs())
				.flatMap(List::stream)
				.filter((each) -> each.getName().equals(argument))
				.map(NamedArgumentNode::getValueExpression);
			return Stream.concat(positional, named)
				.filter(LiteralStringExpression.class::isInstance)
				.map((literal) -> ((LiteralStringExpression) literal).getValue())
				.findFirst()
				.orElse(null);
		}

	}

}
