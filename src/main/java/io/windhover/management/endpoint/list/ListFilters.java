package io.windhover.management.endpoint.list;

import java.util.regex.Pattern;

import io.windhover.management.InvalidRequests;
import org.jspecify.annotations.Nullable;

/**
 * What a request may name and filter by: nothing, or one exact name.
 */
public final class ListFilters {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,256}");

	private static final Pattern AUTHORITY = Pattern
		.compile("[A-Za-z0-9._-]{1,256}|\\[?[A-Za-z0-9.:_-]{1,256}]?:[0-9]{1,5}");

	private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}\\u2028\\u2029]{1,500}");

	private ListFilters() {
	}

	/**
	 * Refuses what can be no name, so that a mistake does not look like an empty result.
	 */
	public static void check(String parameter, @Nullable String value) {
		if (value != null && !NAME.matcher(value).matches()) {
			throw InvalidRequests
				.invalid("The parameter '%s' takes one name of letters, digits, dots, dashes and underscores"
					.formatted(parameter));
		}
	}

	/**
	 * Refuses what can be neither the id of an instance nor its host and port.
	 */
	public static void checkInstance(@Nullable String value) {
		if (value != null && !AUTHORITY.matcher(value).matches()) {
			throw InvalidRequests
				.invalid("The parameter 'instance' takes the id of an instance, its host, or host:port");
		}
	}

	/**
	 * Refuses text that would not fit into a line of the log.
	 */
	public static void checkText(String parameter, @Nullable String value) {
		if (value != null && !TEXT.matcher(value).matches()) {
			throw InvalidRequests
				.invalid("The parameter '%s' takes up to 500 characters on one line".formatted(parameter));
		}
	}

	/**
	 * Whether a value is exactly the filter; without a filter every value passes.
	 */
	public static boolean passes(@Nullable String filter, String value) {
		return filter == null || filter.equals(value);
	}

}
