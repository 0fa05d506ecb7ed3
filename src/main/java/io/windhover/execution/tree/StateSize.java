package io.windhover.execution.tree;

/**
 * How much of one execution the store holds, and how much it may: the outputs and items
 * that are kept for templates, and what subflows gave, in bytes of JSON, and
 * {@value #NODE} bytes for each scope and task run.
 */
public record StateSize(long held, long most) {

	/** What the entry of a scope or a task run takes, about. */
	public static final int NODE = 1024;

}
