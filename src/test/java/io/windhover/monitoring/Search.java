package io.windhover.monitoring;

import tools.jackson.databind.JsonNode;

/**
 * What a dashboard asks an Elasticsearch.
 *
 * @param file where it stands, from the root of the files
 * @param where the panel, variable or annotation in the file
 * @param source the identifier of the data source, which may be a variable
 * @param query of a panel the target; of a variable its query, a JSON text
 */
public record Search(String file, String where, String source, JsonNode query) {

	@Override
	public String toString() {
		return "%s, %s: %s".formatted(this.file, this.where, this.query);
	}

}
