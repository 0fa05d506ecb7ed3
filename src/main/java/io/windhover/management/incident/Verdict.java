package io.windhover.management.incident;

/**
 * What an instance knows of an open incident that it does not find.
 */
public enum Verdict {

	/** It is over: this instance would know. */
	OVER,
	/** This instance will know, and cannot tell yet: until then it is open. */
	UNDECIDED,
	/** Another instance knows. */
	ELSEWHERE

}
