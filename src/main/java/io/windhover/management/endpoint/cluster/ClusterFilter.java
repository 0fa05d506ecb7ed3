package io.windhover.management.endpoint.cluster;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.instance.Role;
import io.windhover.management.InvalidRequests;
import io.windhover.management.endpoint.list.ListFilters;
import org.jspecify.annotations.Nullable;

/**
 * Which instances a request is about.
 *
 * @param role only those that run it; null for all
 * @param instance only those of this id, host, or host and port; null for all
 */
record ClusterFilter(@Nullable String role, @Nullable String instance) {

	private static final List<String> ROLES = Arrays.stream(Role.values()).map(Role::id).toList();

	private static final int MAX_NAMED = 50;

	/**
	 * Refuses what no instance can match.
	 */
	static ClusterFilter of(@Nullable String role, @Nullable String instance) {
		ListFilters.checkInstance(instance);
		if (role != null && !ROLES.contains(role)) {
			throw InvalidRequests.invalid("The filter 'role' takes one of " + String.join(", ", ROLES));
		}
		return new ClusterFilter(role, instance);
	}

	boolean passes(ClusterDescriptors.Member member) {
		return (this.role == null || member.roles().contains(this.role))
				&& (this.instance == null || names(member).anyMatch(this.instance::equals));
	}

	/**
	 * What to answer when no instance passes.
	 * @param known all instances, of which there is always one
	 */
	String problem(List<ClusterDescriptors.Member> known) {
		String wanted = Stream
			.of((this.instance != null) ? "the name '%s'".formatted(this.instance) : "",
					(this.role != null) ? "the role '%s'".formatted(this.role) : "")
			.filter((each) -> !each.isEmpty())
			.collect(Collectors.joining(" and "));
		String names = known.stream()
			.limit(MAX_NAMED)
			.map((each) -> "%s (%s)".formatted(each.id(),
					(each.managementUrl() != null) ? each.managementUrl() : "no management URL"))
			.collect(Collectors.joining(", "));
		return "No instance has %s; known are %s%s".formatted(wanted, names, (known.size() > MAX_NAMED) ? ", …" : "");
	}

	/**
	 * By all of which an instance can be asked for: a scrape may name a host that is not
	 * that of the management URL.
	 */
	private static Stream<String> names(ClusterDescriptors.Member member) {
		String url = member.managementUrl();
		String host = member.host();
		Stream<String> names = Stream.of(member.id());
		if (host != null) {
			names = Stream.concat(names, Stream.of(host));
		}
		if (url != null) {
			URI uri = URI.create(url);
			names = Stream.concat(names, Stream.of(uri.getAuthority(), host + ":" + uri.getPort()));
		}
		return names;
	}

}
