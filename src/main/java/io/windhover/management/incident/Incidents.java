package io.windhover.management.incident;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.windhover.execution.instance.Incident;
import io.windhover.management.KafkaSample;
import io.windhover.topic.LossyPublisher;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong in the cluster, as far as this instance knows: what the topic has, and
 * over it what this instance has found and not read back yet. Reading it waits for
 * nothing.
 */
public class Incidents {

	private final IncidentDirectory directory;

	private final Topic<Incident> topic;

	private final LossyPublisher lossy;

	private final Publisher publisher;

	private final Supplier<KafkaSample> kafka;

	/** What is not read back, by the ids. */
	private final Map<String, Draft> drafts = new ConcurrentHashMap<>();

	private volatile @Nullable Instant lookedAt;

	Incidents(IncidentDirectory directory, Topic<Incident> topic, LossyPublisher lossy, Publisher publisher,
			Supplier<KafkaSample> kafka) {
		this.directory = directory;
		this.topic = topic;
		this.lossy = lossy;
		this.publisher = publisher;
		this.kafka = kafka;
	}

	/**
	 * The open ones.
	 */
	public List<Incident> open() {
		return all().values().stream().filter(Incident::isOpen).toList();
	}

	/**
	 * One that is open, or closed within the last day; null when there is none.
	 */
	public @Nullable Incident find(String id) {
		Incident read = this.directory.find(id);
		Draft draft = this.drafts.get(id);
		return (draft != null && draft.isMadeFrom(read)) ? draft.incident() : read;
	}

	/**
	 * How many of each kind are open, without kinds of which none is.
	 */
	public Map<String, Long> openByKind() {
		return open().stream().collect(Collectors.groupingBy(Incident::kind, TreeMap::new, Collectors.counting()));
	}

	/**
	 * How old what it knows is: when this instance last looked, or before that when it
	 * last heard the broker, and through it the others. Null before it first looked.
	 */
	public @Nullable Instant sampledAt() {
		Instant looked = this.lookedAt;
		KafkaSample sample = this.kafka.get();
		Instant heard = sample.lastSeen();
		return (looked != null && sample.error() != null && heard != null && heard.isBefore(looked)) ? heard : looked;
	}

	/**
	 * Writes down that somebody looks after an incident.
	 * @return completes when the broker has acknowledged it
	 */
	public CompletionStage<?> acknowledge(Incident incident, Incident.Acknowledgement by) {
		String id = incident.id();
		Draft before;
		Draft draft;
		synchronized (this) {
			Incident current = find(id);
			draft = draft(((current != null && current.isOpen()) ? current : incident).acknowledged(by),
					new CompletableFuture<>());
			before = this.drafts.put(id, draft);
		}
		return this.publisher.send(this.topic, id, draft.incident()).whenComplete((sent, failure) -> {
			if (failure != null) {
				this.drafts.computeIfPresent(id, (key, now) -> now.equals(draft) ? before : now);
			}
		});
	}

	/**
	 * All that it knows, open or not.
	 */
	Map<String, Incident> all() {
		Map<String, Incident> all = new HashMap<>(this.directory.all());
		this.drafts.forEach((id, draft) -> {
			if (draft.isMadeFrom(all.get(id))) {
				all.put(id, draft.incident());
			}
		});
		return all;
	}

	/**
	 * Whether it knows what was there when this process started.
	 */
	boolean isReady() {
		return this.directory.isReady();
	}

	/**
	 * Whether the topic lacks an acknowledgement that is known here.
	 */
	boolean isMerged(String id) {
		return this.directory.isMerged(id);
	}

	/**
	 * Changes an incident here, to be published.
	 * @param known what the change was made from; nothing is changed where it is another
	 * by now
	 */
	synchronized void change(@Nullable Incident known, Incident changed) {
		if (Objects.equals(find(changed.id()), known)) {
			this.drafts.put(changed.id(), draft(changed, null));
		}
	}

	/** Leaves aside what was read back, and what somebody else has written meanwhile. */
	synchronized void settle() {
		this.drafts.forEach((id, draft) -> {
			boolean failed = draft.sent() != null && draft.sent().isCompletedExceptionally();
			if (failed || !draft.isMadeFrom(this.directory.find(id))) {
				this.drafts.remove(id, draft);
			}
		});
	}

	/**
	 * Publishes what is not on its way, unless the broker is known to be away: then it
	 * stays here until it comes back.
	 */
	void publish(Instant now) {
		this.lookedAt = now;
		if (this.kafka.get().error() != null) {
			return;
		}
		this.drafts.forEach((id, draft) -> {
			if (draft.sent() == null) {
				this.drafts.replace(id, draft,
						new Draft(draft.incident(), draft.base(), this.lossy.send(this.topic, id, draft.incident())));
			}
		});
	}

	/**
	 * Deletes one that closed long ago.
	 */
	void delete(String id) {
		if (this.kafka.get().error() == null) {
			@SuppressWarnings("unused")
			var unused = this.publisher.send(this.topic, id, null);
		}
	}

	private Draft draft(Incident incident, @Nullable CompletableFuture<?> sent) {
		return new Draft(incident, this.directory.find(incident.id()), sent);
	}

	/**
	 * An incident as this instance has changed it.
	 *
	 * @param base what the topic had then
	 * @param sent null while it is not published; never done where somebody waits for it
	 */
	private record Draft(Incident incident, @Nullable Incident base, @Nullable CompletableFuture<?> sent) {

		/** Else it was read back, or somebody else has written. */
		boolean isMadeFrom(@Nullable Incident read) {
			return Objects.equals(this.base, read);
		}

	}

}
