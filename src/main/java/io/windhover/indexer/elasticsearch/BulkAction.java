package io.windhover.indexer.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

import io.windhover.topic.Json;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way: what it is, and the lines of a bulk request that write it.
 */
record BulkAction(Object document, byte[] lines) {

	/** The longest id that a server takes. */
	private static final int MAX_ID_BYTES = 512;

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
	@SuppressWarnings("checkstyle:RecordComponentName")
	record Header(String _index, String _id, @Nullable Long version, @Nullable String version_type,
			@Nullable Long if_seq_no, @Nullable Long if_primary_term) {

		/** Kept if there is none with at least that version. */
		static Header versioned(String index, String id, long version) {
			return new Header(index, id(id), version, "external", null, null);
		}

		static Header plain(String index, String id) {
			return new Header(index, id(id), null, null, null, null);
		}

		/** Written if nobody else has written it since it was read. */
		static Header unchanged(String index, String id, long sequence, long term) {
			return new Header(index, id(id), null, null, sequence, term);
		}

	}

}
