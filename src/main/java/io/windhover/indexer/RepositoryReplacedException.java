package io.windhover.indexer;

/**
 * The repository is another one than before: reading starts where the new one ends.
 */
class RepositoryReplacedException extends RuntimeException {

	RepositoryReplacedException() {
		super("The repository was deleted or replaced under the running process");
	}

}
