package io.windhover.execution.plan;

import java.util.List;

/**
 * {@code for-each}: an iteration for each item. The only child of the node is the
 * iteration.
 *
 * @param concurrency iterations at a time; 0 for all at once
 */
public record ControlForEach(Object items, int concurrency) implements Control {

	@Override
	public Next next(Node node, Scope scope, Expressions expressions) {
		if (scope.total < 0) {
			List<Object> found = expressions.items(scope, node, this.items);
			scope.total = found.size();
			scope.items = found;
		}
		if (scope.cursor == scope.total) {
			return Next.DONE;
		}
		if (this.concurrency > 0 && scope.active >= this.concurrency) {
			return Next.WAIT;
		}
		int index = scope.cursor++;
		return new Next.Begin(child(node, scope, index), expressions.item(scope, index));
	}

	@Override
	public Child child(Node node, Scope scope, int i) {
		return new Child(node.body().get(0), i);
	}

}
