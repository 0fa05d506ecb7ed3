package io.windhover.execution.machine;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The outputs that scopes keep for templates.
 */
final class KeptOutputs {

	/**
	 * A job may carry all outputs that its task can see, in bytes of JSON, and must fit
	 * into a record of Kafka's.
	 */
	static final long MAX = 4 * 1024 * 1024;

	/** In bytes of JSON. */
	static final int SMALL = 1024;

	private final Transition transition;

	KeptOutputs(Transition transition) {
		this.transition = transition;
	}

	/**
	 * Why a scope cannot keep so much more.
	 * @return null when it can
	 */
	@Nullable String refusal(String path, int size) {
		long total = size;
		Scope scope = this.transition.look(path);
		while (scope != null) {
			total += scope.outputsSize;
			scope = (scope.parent != null) ? this.transition.look(scope.parent) : null;
		}
		return (total > MAX) ? "with its outputs those that tasks can see here would be %d bytes of JSON, more than %d"
			.formatted(total, MAX) : null;
	}

	/** Small ones need no record of their own. */
	void keep(Scope scope, String taskId, Map<String, Object> outputs, int size) {
		scope.outputsSize += size;
		if (size <= SMALL) {
			scope.outputs.put(taskId, outputs);
		}
		else {
			scope.outputsApart.add(taskId);
			this.transition.effect(new Effect.KeepOutputs(scope.path, taskId, outputs));
		}
	}

	/** A scope is over, or begins anew: nobody sees what it kept. */
	void forget(Scope scope) {
		if (!scope.outputsApart.isEmpty() || scope.total > 0) {
			this.transition.effect(new Effect.DropScope(scope.copy()));
		}
	}

}
