package io.windhover.execution.plan;

import java.util.List;

/**
 * {@code dag}: each task once those that it depends on have ended.
 *
 * @param dependencies of each task of the body, as indices into the body
 */
public record ControlDag(List<List<Integer>> dependencies) implements Control {

	@Override
	public Next next(Node node, Scope scope, Expressions expressions) {
		for (int i = 0; i < node.body().size(); i++) {
			if (!scope.begun.contains(i) && scope.done.containsAll(this.dependencies.get(i))) {
				scope.begun.add(i);
				return new Next.Begin(new Child(node.body().get(i)), null);
			}
		}
		return (scope.begun.size() == node.body().size()) ? Next.DONE : Next.WAIT;
	}

	@Override
	public int begun(Node node, Scope scope) {
		return scope.begun.stream().mapToInt((i) -> i + 1).max().orElse(0);
	}

	@Override
	public void childEnded(Node node, Scope scope, Child child) {
		scope.done.add(node.body().indexOf(child.node()));
	}

}
