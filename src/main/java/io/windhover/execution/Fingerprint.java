package io.windhover.execution;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * A short name for a text, the same on any instance and at any time.
 */
public final class Fingerprint {

	private static final int DIGITS = 12;

	private Fingerprint() {
	}

	/**
	 * The name: twelve hexadecimal digits.
	 */
	public static String of(String text) {
		return DigestUtils.sha256Hex(text).substring(0, DIGITS);
	}

}
