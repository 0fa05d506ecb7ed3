package io.windhover.topic.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What a broker denied this process lately, in sentences that name who needs which
 * operation on which resource. Kafka's own exceptions name the resource at most.
 */
public final class Denials {

	private static final Duration LATELY = Duration.ofMinutes(1);

	private static final Pattern USER = Pattern.compile("username=[\"']?([^\"'; ]+)");

	private final String principal;

	private final Set<Permission> needed;

	private final Clock clock;

	private final Map<String, Seen> seen = new ConcurrentHashMap<>();

	/**
	 * Nothing denied yet.
	 * @param principal as the broker calls this process
	 */
	public Denials(String principal, Set<Permission> needed, Clock clock) {
		this.principal = principal;
		this.needed = Set.copyOf(needed);
		this.clock = clock;
	}

	/**
	 * The name of the user that logs in; otherwise words for whatever the broker calls
	 * this process.
	 */
	public static String principal(String jaas) {
		Matcher user = USER.matcher(jaas);
		return user.find() ? "User:" + user.group(1) : "the principal of this process";
	}

	/**
	 * This process as the broker names it, or words in place of a name that is unknown.
	 */
	public String principal() {
		return this.principal;
	}

	/**
	 * All permissions that this process needs, whether it has them or not.
	 */
	public Set<Permission> needed() {
		return this.needed;
	}

	/**
	 * Explains a failure whose cause is that the broker denied something, and remembers
	 * it; apart, where it is about worker groups that flows name, because this process
	 * works without them.
	 * @return null when the cause is another
	 */
	public @Nullable String explain(Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			messages.append(cause.getMessage()).append(' ');
			if (cause instanceof PermissionsMissingException missing) {
				return note(String.valueOf(missing.getMessage()), missing.missing());
			}
			if (cause instanceof AuthorizationException denied) {
				List<Permission> candidates = candidates(denied, messages.toString());
				return note(sentence(denied, candidates), candidates);
			}
		}
		return null;
	}

	/**
	 * What this process cannot work without and was denied within the last minute.
	 */
	public List<String> lately() {
		return lately(false);
	}

	/**
	 * What was denied within the last minute and is about worker groups that flows name:
	 * only their jobs wait.
	 */
	public List<String> latelyOfGroups() {
		return lately(true);
	}

	private List<String> lately(boolean ofGroups) {
		Instant limit = this.clock.instant().minus(LATELY);
		this.seen.values().removeIf((each) -> each.at().isBefore(limit));
		return this.seen.entrySet()
			.stream()
			.filter((each) -> each.getValue().ofGroups() == ofGroups)
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

	private String sentence(AuthorizationException denied, List<Permission> candidates) {
		return candidates.isEmpty() ? "Kafka denied %s: %s".formatted(this.principal, denied.getMessage())
				: String.valueOf(new PermissionsMissingException(this.principal, candidates).getMessage());
	}

	/** The exceptions do not say which operation it was, and some not even where. */
	private List<Permission> candidates(AuthorizationException denied, String messages) {
		if (denied instanceof TopicAuthorizationException topics) {
			Set<String> names = topics.unauthorizedTopics();
			return on(ResourceType.TOPIC, (each) -> names.isEmpty() ? messages.contains(each.name())
					: names.stream().anyMatch((name) -> each.covers(ResourceType.TOPIC, name)));
		}
		if (denied instanceof GroupAuthorizationException group) {
			String id = group.groupId();
			List<Permission> all = on(ResourceType.GROUP,
					(each) -> (id != null) ? each.covers(ResourceType.GROUP, id) : messages.contains(each.name()));
			// members only read
			List<Permission> read = all.stream().filter((each) -> each.operation() == AclOperation.READ).toList();
			return read.isEmpty() ? all : read;
		}
		return (denied instanceof TransactionalIdAuthorizationException)
				? on(ResourceType.TRANSACTIONAL_ID, (each) -> true) : List.of();
	}

	private List<Permission> on(ResourceType type, Predicate<Permission> filter) {
		return this.needed.stream()
			.filter((each) -> each.resource() == type && filter.test(each))
			.sorted(Comparator.comparing(Permission::toString))
			.toList();
	}

	private String note(String sentence, List<Permission> denied) {
		boolean ofGroups = !denied.isEmpty() && denied.stream().allMatch(Permissions::isOfNamedGroups);
		this.seen.put(sentence, new Seen(this.clock.instant(), ofGroups));
		return sentence;
	}

	private record Seen(Instant at, boolean ofGroups) {
	}

}
