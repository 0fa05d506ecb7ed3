package io.windhover.management.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Incident;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.management.FixedClock;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Topics;
import org.jspecify.annotations.Nullable;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

/**
 * An instance that watches: what it finds is played.
 */
class PlayedInstance implements IncidentSource {

	static final Duration LEASE = Duration.ofSeconds(30);

	static final Duration ORPHAN_GRACE = Duration.ofMinutes(2);

	final InstanceRegistry registry = mock(InstanceRegistry.class);

	final Set<InstanceRef> gone = new HashSet<>();

	final List<InstanceRegistry.Sighting> heard = new ArrayList<>();

	/** What is wrong here, by the subject. */
	final Map<String, Finding> wrong = new HashMap<>();

	/** On what it does not find; null as what is about one instance alone is judged. */
	@Nullable Verdict verdict;

	boolean broken;

	boolean fenced;

	final Reporters reporters;

	final Incidents incidents;

	final IncidentWatch watch;

	PlayedInstance(String id, String incarnation, PlayedTopic topic, FixedClock clock) {
		Instance instance = new Instance(id, incarnation, Set.of(Role.WORKER), clock.instant());
		given(this.registry.heartbeatReception()).willAnswer(
				(call) -> new InstanceRegistry.HeartbeatReception(clock.instant(), true, Duration.ofSeconds(9)));
		given(this.registry.all()).willReturn(this.heard);
		given(this.registry.isGone(any(), any())).willAnswer((call) -> this.gone.contains(call.getArgument(0)));
		IncidentDirectory directory = spy(
				new IncidentDirectory(Topics.withPrefix(""), mock(KafkaClients.class), mock(DeadLetters.class)));
		given(directory.isReady()).willReturn(true);
		topic.followers.stream()
			.findFirst()
			.ifPresent((other) -> other.all().values().forEach((each) -> directory.accept(each.id(), each)));
		topic.followers.add(directory);
		this.incidents = new Incidents(directory, topic.topic, topic.lossy, topic.publisher, topic::kafka);
		this.reporters = new Reporters(this.registry, instance, LEASE, clock);
		this.watch = new IncidentWatch(() -> List.of(this), this.incidents,
				new IncidentReview(this.reporters, ORPHAN_GRACE, clock), this.reporters, () -> this.fenced,
				Duration.ofSeconds(5), new ThreadPools(), clock);
	}

	/** Has a living instance heard. */
	void hears(String id, Instant at) {
		this.heard.add(new InstanceRegistry.Sighting(new Heartbeat(new InstanceRef(id, "1"), Set.of("worker"), "host",
				"http://" + id + ":8081", 0, 4, "running", at, at, "1"), at, true));
	}

	Finding finds(String trigger, long count, String cause) {
		Finding finding = finding(trigger, count, cause);
		this.wrong.put(trigger, finding);
		return finding;
	}

	static Finding finding(String trigger, long count, String cause) {
		return new Finding(IncidentKind.EVALUATION_FAILING,
				Map.of("namespace", "ns", "flowId", "f", "triggerId", trigger), null, cause, count,
				"/scheduler/ns/f/" + trigger);
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.EVALUATION_FAILING);
	}

	@Override
	public List<Finding> find() {
		if (this.broken) {
			throw new IllegalStateException("broken");
		}
		return List.copyOf(this.wrong.values());
	}

	@Override
	public Verdict judge(Incident open) {
		return (this.verdict != null) ? this.verdict : this.reporters.judge(open, Duration.ZERO);
	}

}
