package io.windhover.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Replaces secrets in texts, in time linear in the text: every form of each, and every
 * run of 16 characters or more that is part of one, because some text is cut or wrapped.
 */
final class SecretMask {

	/** What stands in place of a secret. */
	static final String MASK = "******";

	/** So many characters of a form count as the secret. */
	private static final int SIGNIFICANT = 16;

	private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

	private final List<Parts> parts;

	private SecretMask(List<Parts> parts) {
		this.parts = parts;
	}

	static SecretMask of(String... values) {
		Map<Integer, LongStream.Builder> hashes = new TreeMap<>();
		for (String value : values) {
			SecretForms.forEach(value, SIGNIFICANT, (form) -> add(form, hashes));
		}
		List<Parts> parts = new ArrayList<>();
		hashes.forEach((length, each) -> parts.add(new Parts(length, each.build().sorted().toArray())));
		return new SecretMask(parts);
	}

	private static void add(String form, Map<Integer, LongStream.Builder> hashes) {
		int length = Math.min(form.length(), SIGNIFICANT);
		LongStream.Builder builder = hashes.computeIfAbsent(length, (absent) -> LongStream.builder());
		forEachHash(form, length, (start, hash) -> builder.accept(hash));
	}

	String apply(String text) {
		return masked(text, covered(text));
	}

	/**
	 * The same of a text that was cut off: what stands at its end may be the beginning of
	 * a form that is too short to be recognised.
	 */
	String applyToCut(String text) {
		byte[] covered = covered(text);
		int last = Math.min(text.length(), SIGNIFICANT);
		if (last > 0) {
			covered[text.length() - last] = (byte) last;
		}
		return masked(text, covered);
	}

	/** The length of the longest part that begins at each index. */
	private byte[] covered(String text) {
		byte[] covered = new byte[text.length()];
		for (Parts each : this.parts) { // the shorter first, so that the longest remains
			forEachHash(text, each.length(), (start, hash) -> {
				if (each.contains(hash)) {
					covered[start] = (byte) each.length();
				}
			});
		}
		return covered;
	}

	private static String masked(String text, byte[] covered) {
		StringBuilder masked = new StringBuilder(text.length());
		int at = 0;
		while (at < covered.length) {
			if (covered[at] == 0) {
				masked.append(text.charAt(at));
				at++;
			}
			else {
				masked.append(MASK);
				at = end(covered, at);
			}
		}
		return masked.toString();
	}

	/** The end of the parts that begin at an index or overlap one that does. */
	private static int end(byte[] covered, int start) {
		int end = start + covered[start];
		for (int at = start + 1; at < end; at++) {
			end = Math.max(end, at + covered[at]);
		}
		return end;
	}

	/** Of all substrings of a length, each from the one before. */
	private static void forEachHash(String text, int length, HashConsumer consumer) {
		long power = 1;
		for (int i = 0; i < length; i++) {
			power *= MULTIPLIER;
		}
		long hash = 0;
		for (int i = 0; i < text.length(); i++) {
			hash = hash * MULTIPLIER + text.charAt(i);
			if (i >= length) {
				hash -= power * text.charAt(i - length);
			}
			if (i >= length - 1) {
				consumer.accept(i - length + 1, hash);
			}
		}
	}

	private interface HashConsumer {

		void accept(int start, long hash);

	}

	/**
	 * The parts of one length, by their hashes only: of 64 bits, so that a text without a
	 * secret practically never has one of them.
	 */
	private static final class Parts {

		private final int length;

		private final long[] hashes;

		Parts(int length, long[] sortedHashes) {
			this.length = length;
			this.hashes = sortedHashes;
		}

		int length() {
			return this.length;
		}

		boolean contains(long hash) {
			return Arrays.binarySearch(this.hashes, hash) >= 0;
		}

	}

}
