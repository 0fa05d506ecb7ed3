package io.windhover.convert;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is not carried over.
 */
public final class Notes {

	private static final NotCarriedOver MORE = new NotCarriedOver(Integer.MAX_VALUE, "", true,
			"more than 1,000 things are not carried over", "convert the flow again when these are done");

	private static final int MOST = 1_000;

	private final Set<NotCarriedOver> all = new LinkedHashSet<>();

	private final Set<String> told = new HashSet<>();

	/**
	 * Adds a note; after 1,000 of them one note stands for all others.
	 * @param blocking whether the converted flow is refused because of it
	 */
	public void add(Place place, boolean blocking, String reason, String proposal) {
		if (this.all.size() < MOST) {
			this.all.add(new NotCarriedOver(place.line(), place.path(), blocking, reason, proposal));
		}
		else {
			this.all.add(MORE);
		}
	}

	/** Adds what holds for all tasks of a kind at the first of them. */
	public void once(Place place, String reason, String proposal) {
		if (this.told.add(reason)) {
			add(place, false, reason, proposal);
		}
	}

	/**
	 * All notes by line; the one that stands for others is the last.
	 */
	public List<NotCarriedOver> inOrder() {
		return this.all.stream().sorted(Comparator.comparingInt(NotCarriedOver::line)).toList();
	}

	/**
	 * A place in a flow of Kestra.
	 */
	public record Place(int line, String path) {

		public Place child(int line, String name) {
			return new Place(line, this.path.isEmpty() ? name : this.path + "." + name);
		}

		public Place element(int line, int index) {
			return new Place(line, this.path + "[" + index + "]");
		}

	}

}
