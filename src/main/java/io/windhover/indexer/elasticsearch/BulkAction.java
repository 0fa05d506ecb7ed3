package io.windhover.indexer.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.windhover.topic.Json;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way: what it is, and the lines of a bulk request that write it.
 */
final class BulkAction {

	/** The longest id that a server takes. */
	private static final int MAX_ID_BYTES = 512;

	private final Object document;

	private final byte[] lines;

	private BulkAction(Object document, byte[] lines) {
		this.document = document;
		this.lines = lines;
	}

	static BulkAction of(Object document, String operation, Header header, @Nullable Source source) {
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		lines.writeBytes(Json.mapper().writeValueAsBytes(Map.of(operation, header)));
		lines.write('\n');
		if (source != null) {
			lines.writeBytes(Json.mapper().writeValueAsBytes(source));
			lines.write('\n');
		}
		return new BulkAction(document, lines.toByteArray());
	}

	Object document() {
		return this.document;
	}

	byte[] lines() {
		return this.lines;
	}

	/**
	 * The id of a document at the server: its own, or a digest where that is too long.
	 */
	static String id(String id) {
		byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
		if (bytes.length <= MAX_ID_BYTES) {
			return id;
		}
		try {
			return "sha-256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	/**
	 * Where a document goes; what is null is left out.
	 */
	record Header(@JsonProperty("_index") String index, @JsonProperty("_id") String id, @Nullable Long version,
			@JsonProperty("version_type") @Nullable String versionType,
			@JsonProperty("if_seq_no") @Nullable Long sequence, @JsonProperty("if_primary_term") @Nullable Long term) {

		/** Kept if there is none with at least that version. */
		static Header versioned(String index, String id, long version) {
			return new Header(index, BulkAction.id(id), version, "external", null, null);
		}

		static Header plain(String index, String id) {
			return new Header(index, BulkAction.id(id), null, null, null, null);
		}

		/** Written if nobody else has written it since it was read. */
		static Header unchanged(String index, String id, long sequence, long term) {
			return new Header(index, BulkAction.id(id), null, null, sequence, term);
		}

	}

}
