package io.windhover.api;

import java.util.Locale;

/**
 * Why a call of a webhook started nothing.
 */
public enum WebhookFailure {

	/** There is no such flow, or none of its webhooks has the key. */
	UNKNOWN,
	/** The trigger is paused. */
	PAUSED,
	/** It is not signed as the trigger requires. */
	SIGNATURE,
	/** The body, the query or what the inputs make of them is wrong. */
	INVALID,
	/** Too many commands wait for the executor. */
	BACKLOG,
	/** Kafka or the repository cannot be reached, or this process has just started. */
	UNAVAILABLE,
	/** A fault of Windhover. */
	ERROR;

	/**
	 * Its name in meters.
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
