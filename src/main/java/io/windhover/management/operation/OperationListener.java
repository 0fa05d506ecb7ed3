package io.windhover.management.operation;

/**
 * Is told of each operation that was asked for by somebody who may, on the thread of the
 * request: must not block.
 */
@FunctionalInterface
public interface OperationListener {

	/**
	 * An operation was carried out, or refused.
	 */
	void performed(Operation operation, String target, Outcome outcome);

}
