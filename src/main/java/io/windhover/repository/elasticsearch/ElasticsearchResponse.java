package io.windhover.repository.elasticsearch;

import java.nio.charset.StandardCharsets;

import io.windhover.execution.json.Json;
import io.windhover.repository.RepositoryException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a node answered.
 */
final class ElasticsearchResponse {

	private static final int MAX_REASON = 500;

	private static final String PROPERTIES = "windhover.repository.elasticsearch.";

	private final String request;

	private final String host;

	private final int status;

	private final byte[] body;

	/**
	 * An answer, with what was asked for people to read.
	 */
	ElasticsearchResponse(String request, String host, int status, byte[] body) {
		this.request = request;
		this.host = host;
		this.status = status;
		this.body = body;
	}

	String host() {
		return this.host;
	}

	int status() {
		return this.status;
	}

	boolean isOk() {
		return this.status >= 200 && this.status < 300;
	}

	/**
	 * The JSON of a success; anything else is a {@link RepositoryException} that tells
	 * why.
	 */
	JsonNode json() {
		if (!isOk()) {
			throw failure();
		}
		try {
			return Json.mapper().readTree(this.body);
		}
		catch (JacksonException ex) {
			throw new RepositoryException(
					"What answers at %s is no Elasticsearch: %s".formatted(this.host, start(this.body)), ex);
		}
	}

	RepositoryException failure() {
		String text = switch (this.status) {
			case 401 -> "Elasticsearch at %s does not know who asks (401): set %susername and password, or api-key. %s"
				.formatted(this.host, PROPERTIES, told());
			case 403 -> "Elasticsearch at %s does not allow %s (403): %s%s".formatted(this.host, this.request,
					isBlocked() ? "" : "src/docs/repository.md lists the privileges. ", told());
			case 429 -> "Elasticsearch at %s has too much to do (429): %s".formatted(this.host, told());
			default ->
				"Elasticsearch at %s answers %d to %s: %s".formatted(this.host, this.status, this.request, told());
		};
		return new RepositoryException(text, null);
	}

	/**
	 * The error as the server tells it; missing where the answer is of something else,
	 * such as a proxy.
	 */
	JsonNode error() {
		try {
			return Json.mapper().readTree(this.body).path("error");
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	String reason() {
		JsonNode error = error();
		if (error.path("reason").isString()) {
			return ItemError.of(error).reason();
		}
		return error.isString() ? error.asString() : start(this.body);
	}

	/**
	 * The reason with its type, by which runbooks tell one cause from another.
	 */
	private String told() {
		String type = type();
		return type.isEmpty() ? reason() : "%s (%s)".formatted(reason(), type);
	}

	/** An index that is locked allows nobody to write, whatever the privileges. */
	private boolean isBlocked() {
		return type().equals("cluster_block_exception");
	}

	private String type() {
		return error().path("type").asString("");
	}

	private static String start(byte[] body) {
		return new String(body, 0, Math.min(body.length, MAX_REASON), StandardCharsets.UTF_8);
	}

}
