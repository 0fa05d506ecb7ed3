package io.windhover.flow.binding;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds what somebody meant by a word that is not known.
 */
public final class Suggestion {

	private static final int LONGEST = 100;

	private static final int MOST_COMPARED = 1_000;

	private Suggestion() {
	}

	/**
	 * A half sentence such as "; did you mean 'cron'?", or nothing when no word is near.
	 */
	public static String of(String word, Collection<String> known) {
		return of(word, "", known);
	}

	/**
	 * The same for words that all begin with a prefix, which makes none of them nearer.
	 */
	public static String of(String word, String prefix, Collection<String> known) {
		String rest = rest(word, prefix);
		int farthest = Math.min(3, rest.length() / 3);
		if (rest.length() > LONGEST) {
			return "";
		}
		return known.stream()
			.filter((each) -> distance(rest, rest(each, prefix)) <= farthest)
			.min(Comparator.comparingInt((each) -> distance(rest, rest(each, prefix))))
			.map("; did you mean '%s'?"::formatted)
			.orElse("");
	}

	/**
	 * The words that are nearest, the nearest first.
	 */
	public static List<String> nearest(String word, Collection<String> known, int most) {
		String compared = word.substring(0, Math.min(word.length(), LONGEST));
		return known.stream()
			.limit(MOST_COMPARED)
			.filter((each) -> each.length() <= LONGEST)
			.map((each) -> Map.entry(each, distance(compared, each)))
			.sorted(Map.Entry.comparingByValue())
			.limit(most)
			.map(Map.Entry::getKey)
			.toList();
	}

	private static String rest(String word, String prefix) {
		return word.startsWith(prefix) ? word.substring(prefix.length()) : word;
	}

	/** Letters to change, add, leave out or swap; case and separators do not count. */
	private static int distance(String one, String other) {
		String a = plain(one);
		String b = plain(other);
		int[][] steps = new int[a.length() + 1][b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			for (int j = 0; j <= b.length(); j++) {
				steps[i][j] = (i == 0 || j == 0) ? i + j : fewest(steps, a, i, b, j);
			}
		}
		return steps[a.length()][b.length()];
	}

	private static int fewest(int[][] steps, String a, int i, String b, int j) {
		boolean same = a.charAt(i - 1) == b.charAt(j - 1);
		int fewest = Math.min(steps[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
		boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
		return swapped ? Math.min(fewest, steps[i - 2][j - 2] + 1) : fewest;
	}

	private static String plain(String word) {
		return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
	}

}
