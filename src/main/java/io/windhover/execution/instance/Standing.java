package io.windhover.execution.instance;

/**
 * Whether the sender of a heartbeat may use its instance id.
 */
public enum Standing {

	/** It starts, and asks whether anybody else has the id. */
	CLAIMING,

	/** It has the id. */
	HOLDING,

	/** It had the id, heard a newer incarnation, and does no more work. */
	FENCED

}
