package io.windhover.flow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Fires when somebody calls its address, which ends in its key.
 *
 * @param digest of the key, in place of which it is stored and shown
 * @param inputs given to each execution, templates not yet rendered
 * @param signature that each call must have; null for none
 */
public record WebhookTrigger(String id, String digest, Map<String, Object> inputs,
		@Nullable WebhookSignature signature) implements Trigger {

	/** The name of this type in a flow. */
	public static final String TYPE = "webhook";

	/** What a flow has as the key: the key itself or, once it is stored, its digest. */
	public static final String KEY = "[A-Za-z0-9_-]{16,200}|sha256:[0-9a-f]{64}";

	private static final String PREFIX = "sha256:";

	@Override
	public String type() {
		return TYPE;
	}

	/**
	 * Whether a caller knows the key. It takes the same time however much of a wrong one
	 * is right.
	 */
	public boolean accepts(String key) {
		return MessageDigest.isEqual(hash(key).getBytes(StandardCharsets.US_ASCII),
				this.digest.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * The digest of what a flow has as the key.
	 */
	public static String digest(String written) {
		return written.startsWith(PREFIX) ? written : hash(written);
	}

	private static String hash(String key) {
		return PREFIX + DigestUtils.sha256Hex(key);
	}

}
