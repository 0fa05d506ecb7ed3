package io.windhover.cluster;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.windhover.cluster.InstanceRegistry.Sighting;
import io.windhover.execution.instance.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What was heard of the incarnations of one id: one, unless several processes have it or
 * it was taken over a moment ago.
 *
 * @param heard the last heartbeat of each
 * @param ended the newest that ended in good order while others live
 */
record Incarnations(NavigableMap<String, Sighting> heard, @Nullable String ended) {

	static final Incarnations NONE = new Incarnations(Collections.emptyNavigableMap(), null);

	/**
	 * With a heartbeat, and without what it proves to be over.
	 * @param silentBefore an older incarnation that was heard last before it is dropped
	 */
	Incarnations with(Sighting sighting, Instant silentBefore) {
		String incarnation = sighting.heartbeat().instance().incarnation();
		NavigableMap<String, Sighting> heard = new TreeMap<>(this.heard);
		if (sighting.isClaim()) {
			heard.put(incarnation, sighting);
			return new Incarnations(heard, this.ended);
		}
		String predecessor = sighting.heartbeat().predecessor();
		if (predecessor != null && find(incarnation) == null) {
			heard.remove(predecessor);
		}
		heard.values().removeIf(Sighting::isClaim);
		heard.headMap(incarnation).values().removeIf((each) -> !each.live() || each.at().isBefore(silentBefore));
		heard.put(incarnation, sighting);
		return new Incarnations(heard, this.ended);
	}

	/**
	 * Without an incarnation that ended, and without those that are silent.
	 * @param silentBefore one that was heard last before it is silent
	 * @return null when nobody is left
	 */
	@Nullable Incarnations without(String incarnation, Instant silentBefore) {
		NavigableMap<String, Sighting> heard = new TreeMap<>(this.heard);
		heard.remove(incarnation);
		heard.values().removeIf((each) -> each.at().isBefore(silentBefore));
		boolean newest = this.ended == null || this.ended.compareTo(incarnation) < 0;
		return heard.isEmpty() ? null : new Incarnations(heard, newest ? incarnation : this.ended);
	}

	@Nullable Sighting find(String incarnation) {
		Sighting sighting = this.heard.get(incarnation);
		return (sighting != null && !sighting.isClaim()) ? sighting : null;
	}

	/**
	 * The newest that has or had the id; null when nobody but claimants was heard.
	 */
	@Nullable Sighting newest() {
		return this.heard.descendingMap().values().stream().filter((each) -> !each.isClaim()).findFirst().orElse(null);
	}

	/**
	 * The newest, and others that were heard since an instant.
	 */
	List<Sighting> present(Instant since) {
		Sighting newest = newest();
		return this.heard.values()
			.stream()
			.filter((each) -> !each.isClaim() && (each.equals(newest) || !each.at().isBefore(since)))
			.toList();
	}

	/**
	 * Whether it is certain that an incarnation does no more work: it ended, its
	 * successor knows that it is dead, or it says that it is fenced and runs nothing.
	 */
	boolean isOver(String incarnation) {
		Sighting own = find(incarnation);
		if (own != null) {
			return own.heartbeat().standing() == Standing.FENCED && own.heartbeat().slotsUsed() == 0;
		}
		return incarnation.equals(this.ended) || this.heard.values()
			.stream()
			.anyMatch((each) -> !each.isClaim() && incarnation.equals(each.heartbeat().predecessor()));
	}

	/**
	 * Whether a newer incarnation has the id.
	 */
	boolean isSucceeded(String incarnation) {
		Sighting newest = newest();
		return newest != null && newest.heartbeat().instance().incarnation().compareTo(incarnation) > 0;
	}

	/**
	 * Whether an incarnation is newer than all that were heard, so that its first
	 * heartbeat is still on its way.
	 */
	boolean isAhead(String incarnation) {
		return !this.heard.isEmpty() && this.heard.lastKey().compareTo(incarnation) < 0
				&& (this.ended == null || this.ended.compareTo(incarnation) < 0);
	}

	/**
	 * Whether none was heard since an instant, not even a claimant.
	 */
	boolean isSilentSince(Instant since) {
		return this.heard.values().stream().allMatch((each) -> each.at().isBefore(since));
	}

}
