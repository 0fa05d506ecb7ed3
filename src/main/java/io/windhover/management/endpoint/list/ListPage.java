package io.windhover.management.endpoint.list;

import java.util.List;

import io.windhover.management.InvalidRequests;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a long list a request asks for.
 *
 * @param number counts from 0
 */
public record ListPage(int number, int size) {

	/** So many entries are on a page of which nobody says the size. */
	private static final int USUAL_SIZE = 1000;

	private static final int MAX_SIZE = 10_000;

	/**
	 * Reads the parameters as they came, so that what is no number is refused by name.
	 */
	public static ListPage of(@Nullable String number, @Nullable String size) {
		return new ListPage((number != null) ? read("page", number, 0, Integer.MAX_VALUE) : 0,
				(size != null) ? read("size", size, 1, MAX_SIZE) : USUAL_SIZE);
	}

	/**
	 * The entries of this page, as a view of the list; empty behind the end of the list.
	 */
	public <T> List<T> of(List<T> all) {
		return all.subList((int) Math.min(first(), all.size()), (int) Math.min(end(), all.size()));
	}

	/**
	 * Whether there is a further page.
	 */
	public boolean isFollowed(List<?> all) {
		return end() < all.size();
	}

	private long first() {
		return (long) this.number * this.size;
	}

	private long end() {
		return first() + this.size;
	}

	private static int read(String parameter, String text, int least, int most) {
		try {
			int value = Integer.parseInt(text);
			if (value >= least && value <= most) {
				return value;
			}
		}
		catch (NumberFormatException ex) {
			// refused below
		}
		throw InvalidRequests.invalid("The parameter '%s' is a number from %d to %d".formatted(parameter, least, most));
	}

}
