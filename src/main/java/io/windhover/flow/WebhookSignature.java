package io.windhover.flow;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How the caller of a webhook signs the body of a call: HMAC, RFC 2104.
 *
 * @param secret the name of the secret that is the key
 * @param header that holds the signature, with or without the algorithm and an equals
 * sign before it, as {@code sha256=…}
 */
public record WebhookSignature(String secret, String header, Algorithm algorithm, Encoding encoding) {

	/** Where GitHub and many others put it. */
	public static final String HEADER = "X-Hub-Signature-256";

	/**
	 * The hash of the HMAC.
	 */
	public enum Algorithm {

		SHA1, SHA256, SHA512

	}

	/**
	 * How the signature is written.
	 */
	public enum Encoding {

		HEX, BASE64

	}

	/**
	 * Whether a body was signed with a key. It takes the same time however much of a
	 * wrong signature is right.
	 * @param given what the header holds
	 * @throws IllegalArgumentException when the key is empty
	 */
	public boolean matches(String given, byte[] body, String key) {
		String prefix = this.algorithm.name().toLowerCase(Locale.ROOT) + "=";
		String signature = given.strip();
		if (signature.startsWith(prefix)) {
			signature = signature.substring(prefix.length());
		}
		if (this.encoding == Encoding.HEX) {
			signature = signature.toLowerCase(Locale.ROOT);
		}
		return MessageDigest.isEqual(sign(body, key).getBytes(StandardCharsets.US_ASCII),
				signature.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * What the header holds of a body that is signed with a key: the algorithm, an equals
	 * sign and the signature.
	 * @throws IllegalArgumentException when the key is empty
	 */
	public String header(byte[] body, String key) {
		return this.algorithm.name().toLowerCase(Locale.ROOT) + "=" + sign(body, key);
	}

	private String sign(byte[] body, String key) {
		String name = "Hmac" + this.algorithm.name();
		try {
			Mac mac = Mac.getInstance(name);
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), name));
			byte[] signature = mac.doFinal(body);
			return (this.encoding == Encoding.HEX) ? HexFormat.of().formatHex(signature)
					: Base64.getEncoder().encodeToString(signature);
		}
		catch (NoSuchAlgorithmException | InvalidKeyException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
