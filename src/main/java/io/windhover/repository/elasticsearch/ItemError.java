package io.windhover.repository.elasticsearch;

import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Why one document of a request was not written.
 */
record ItemError(int status, String type, String reason) {

	/**
	 * Errors with status 400 that say nothing of the document: no room for more shards,
	 * or an index that somebody has closed.
	 */
	private static final Set<String> OF_THE_CLUSTER = Set.of("validation_exception", "index_closed_exception");

	static ItemError of(JsonNode error) {
		return of(0, error);
	}

	static ItemError of(int status, JsonNode error) {
		String reason = error.path("reason").asString("");
		String cause = error.path("caused_by").path("reason").asString("");
		return new ItemError(status, error.path("type").asString(""),
				(cause.isEmpty() || reason.contains(cause)) ? reason : reason + ": " + cause);
	}

	/**
	 * Whether something at least as new is there.
	 */
	boolean isConflict() {
		return this.status == 409;
	}

	/**
	 * Whether there is no index of that name: nothing makes one for a deletion.
	 */
	boolean isNoIndex() {
		return this.status == 404 && this.type.equals("index_not_found_exception");
	}

	/**
	 * Whether the document is to blame. A right that is missing, an index that cannot be
	 * made or written to and a server that is busy are nothing that a document can help.
	 */
	boolean isOfTheDocument() {
		return (this.status == 400 || this.status == 413) && !OF_THE_CLUSTER.contains(this.type);
	}

	@Override
	public String toString() {
		return "%s (%d, %s)".formatted(this.reason, this.status, this.type);
	}

}
