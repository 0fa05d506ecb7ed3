package io.windhover.management.storage;

/**
 * What takes room.
 */
public enum StorageKind {

	/** The topics, on the disks of the brokers. */
	TOPICS("topics"),
	/** The state stores of this instance. */
	STORES("stores"),
	/** The documents. */
	REPOSITORY("repository"),
	/** The files of executions. */
	FILES("files");

	private final String id;

	StorageKind(String id) {
		this.id = id;
	}

	/**
	 * As an answer or the tag of a meter has it.
	 */
	public String id() {
		return this.id;
	}

}
