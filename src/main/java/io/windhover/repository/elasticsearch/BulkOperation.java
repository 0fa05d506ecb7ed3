package io.windhover.repository.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.windhover.execution.json.Json;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way: what it is, and the lines of a bulk request that write it.
 */
final class BulkOperation {

	/** The longest id that a server takes. */
	private static final int MAX_ID_BYTES = 512;

	private final Object document;

	private final byte[] lines;

	private final boolean deletion;

	private BulkOperation(Object document, byte[] lines, boolean deletion) {
		this.document = document;
		this.lines = lines;
		this.deletion = deletion;
	}

	static BulkOperation of(Object document, String operation, Header header, DocumentSource source) {
		return new BulkOperation(document, lines(Map.of(operation, header), source), false);
	}

	static BulkOperation deletion(Object document, Header header) {
		return new BulkOperation(document, lines(Map.of("delete", header)), true);
	}

	Object document() {
		return this.document;
	}

	byte[] lines() {
		return this.lines;
	}

	/**
	 * Whether it is done where there is nothing.
	 */
	boolean isDeletion() {
		return this.deletion;
	}

	/**
	 * The id of a document at the server: its own, or a digest where that is too long.
	 */
	static String id(String id) {
		byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
		return (bytes.length <= MAX_ID_BYTES) ? id : "sha-256:" + DigestUtils.sha256Hex(bytes);
	}

	private static byte[] lines(Object... all) {
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		for (Object each : all) {
			lines.writeBytes(Json.mapper().writeValueAsBytes(each));
			lines.write('\n');
		}
		return lines.toByteArray();
	}

	/**
	 * Where a document goes; what is null is left out.
	 */
	record Header(@JsonProperty("_index") String index, @JsonProperty("_id") String id, @Nullable Long version,
			@JsonProperty("version_type") @Nullable String versionType,
			@JsonProperty("if_seq_no") @Nullable Long sequence, @JsonProperty("if_primary_term") @Nullable Long term) {

		/** Kept if there is none with at least that version. */
		static Header versioned(String index, String id, long version) {
			return new Header(index, BulkOperation.id(id), version, "external", null, null);
		}

		static Header plain(String index, String id) {
			return new Header(index, BulkOperation.id(id), null, null, null, null);
		}

		/** Written if nobody else has written it since it was read. */
		static Header unchanged(String index, String id, long sequence, long term) {
			return new Header(index, BulkOperation.id(id), null, null, sequence, term);
		}

	}

}
