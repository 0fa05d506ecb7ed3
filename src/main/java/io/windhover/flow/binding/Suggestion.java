package io.windhover.flow.binding;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/**
 * Finds what somebody meant by a word that is not known.
 */
public final class Suggestion {

	private Suggestion() {
	}

	/**
	 * A half sentence such as "; did you mean 'cron'?", or nothing when no word is near.
	 */
	public static String of(String word, Collection<String> known) {
		int farthest = Math.max(1, Math.min(3, word.length() / 3));
		return known.stream()
			.filter((each) -> distance(word, each) <= farthest)
			.min(Comparator.comparingInt((each) -> distance(word, each)))
			.map("; did you mean '%s'?"::formatted)
			.orElse("");
	}

	/** Letters to change, add or leave out; case and separators do not count. */
	private static int distance(String one, String other) {
		String a = plain(one);
		String b = plain(other);
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int substituted = diagonal + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
			}
		}
		return row[b.length()];
	}

	private static String plain(String word) {
		return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
	}

}
