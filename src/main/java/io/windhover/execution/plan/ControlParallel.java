package io.windhover.execution.plan;

/**
 * {@code parallel}: all tasks at once, or so many at a time.
 *
 * @param concurrency 0 for all at once
 */
public record ControlParallel(int concurrency) implements Control {

	@Override
	public Next next(Node node, Scope scope, Expressions expressions) {
		if (scope.cursor == node.body().size()) {
			return Next.DONE;
		}
		if (this.concurrency > 0 && scope.active >= this.concurrency) {
			return Next.WAIT;
		}
		return new Next.Begin(new Child(node.body().get(scope.cursor++)), null);
	}

}
