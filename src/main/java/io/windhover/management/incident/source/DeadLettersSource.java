package io.windhover.management.incident.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.jspecify.annotations.Nullable;

/**
 * The records that this instance put aside within the last hour, by the topic that they
 * were read from.
 */
public class DeadLettersSource implements IncidentSource {

	private static final Duration WINDOW = Duration.ofHours(1);

	private final DeadLetters deadLetters;

	private final Topics topics;

	private final String metricPrefix;

	private final Reporters reporters;

	private final Clock clock;

	private final Map<String, Recent> recent = new HashMap<>();

	/**
	 * Begins with what was put aside since the process started.
	 * @param metricPrefix of the names of meters
	 */
	public DeadLettersSource(DeadLetters deadLetters, Topics topics, String metricPrefix, Reporters reporters,
			Clock clock) {
		this.deadLetters = deadLetters;
		this.topics = topics;
		this.metricPrefix = metricPrefix;
		this.reporters = reporters;
		this.clock = clock;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.DEAD_LETTERS);
	}

	@Override
	public List<Finding> find() {
		return this.topics.all().stream().flatMap(this::find).toList();
	}

	private Stream<Finding> find(Topic<?> topic) {
		Recent counts = this.recent.computeIfAbsent(topic.name(), (name) -> new Recent());
		Instant now = this.clock.instant();
		counts.add(now, this.deadLetters.count(topic.name()));
		long count = counts.within(now.minus(WINDOW));
		if (count == 0) {
			return Stream.empty();
		}
		return Stream.of(new Finding(IncidentKind.DEAD_LETTERS,
				Map.of("topic", topic.id(), "instance", this.reporters.self().id()), counts.first(),
				"Records of the topic '%s' were put aside within an hour: the headers of those in the topic '%s' have the causes, and so has the log"
					.formatted(topic.name(), this.topics.deadLetters().name()),
				count, "/metrics/%stopic.dead.letters?tag=topic:%s".formatted(this.metricPrefix, topic.id())));
	}

	/**
	 * What a process put aside that has ended is counted by nobody, and an hour old some
	 * time.
	 */
	@Override
	public Verdict judge(Incident open) {
		Instant now = this.clock.instant();
		return this.reporters.judge(open, Duration.between(now, open.lastSeenAt().plus(WINDOW)));
	}

	/**
	 * How many there were, minute by minute.
	 */
	private static class Recent {

		private final Deque<Count> counts = new ArrayDeque<>();

		private long before;

		void add(Instant now, long count) {
			Count last = this.counts.peekLast();
			if (count == ((last != null) ? last.value() : this.before)) {
				return;
			}
			if (last != null && last.at().plus(Duration.ofMinutes(1)).isAfter(now)) {
				this.counts.removeLast();
				this.counts.addLast(new Count(last.at(), count));
			}
			else {
				this.counts.addLast(new Count(now, count));
			}
		}

		long within(Instant from) {
			for (Count first = this.counts.peekFirst(); first != null
					&& first.at().isBefore(from); first = this.counts.peekFirst()) {
				this.before = this.counts.removeFirst().value();
			}
			Count last = this.counts.peekLast();
			return (last != null) ? last.value() - this.before : 0;
		}

		@Nullable Instant first() {
			Count first = this.counts.peekFirst();
			return (first != null) ? first.at() : null;
		}

	}

	private record Count(Instant at, long value) {
	}

}
