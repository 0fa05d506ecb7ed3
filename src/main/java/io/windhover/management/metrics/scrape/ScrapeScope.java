package io.windhover.management.metrics.scrape;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.management.InvalidRequests;

/**
 * A part of the scrape: each meter is in one of them.
 */
enum ScrapeScope {

	/** Windhover's own, but for those of flows. */
	ENGINE,
	/** Those with a series for each flow. */
	FLOWS,
	/** All else: the JVM, the system, the web servers, Kafka. */
	JVM;

	static final Set<ScrapeScope> ALL = Set.of(values());

	/**
	 * Reads names, each one or several with commas between.
	 */
	static Set<ScrapeScope> of(Collection<String> names) {
		List<String> single = names.stream().flatMap((name) -> Arrays.stream(name.split(",", -1))).toList();
		return (single.isEmpty() ? List.of("") : single).stream()
			.map(ScrapeScope::of)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(ScrapeScope.class)));
	}

	private static ScrapeScope of(String name) {
		return Arrays.stream(values()).filter((scope) -> scope.id().equals(name)).findFirst().orElseThrow(() -> {
			String known = Arrays.stream(values())
				.map((scope) -> "'" + scope.id() + "'")
				.collect(Collectors.joining(", "));
			return InvalidRequests
				.invalid("There is no scope '%s'; 'scope' can be %s, or several of them with commas between"
					.formatted(name, known));
		});
	}

	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
