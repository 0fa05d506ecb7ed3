package io.windhover.management.incident.source;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.execution.instance.Incident;
import io.windhover.indexer.IndexerView;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import io.windhover.management.streams.StreamsClients;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerRecords;
import io.windhover.worker.WorkerView;
import org.jspecify.annotations.Nullable;

/**
 * The roles of this process that stopped before a record that only a newer version
 * understands.
 */
public class NewerRecordsSource implements IncidentSource {

	/** By then it has come to the same record. */
	private static final Duration SETTLING = Duration.ofMinutes(2);

	private final StreamsClients clients;

	private final NewerRecords newerRecords;

	private final @Nullable WorkerView worker;

	private final @Nullable IndexerView indexer;

	private final Reporters reporters;

	/**
	 * Watches the roles of this process.
	 * @param worker null where none runs
	 * @param indexer null where none runs
	 */
	public NewerRecordsSource(StreamsClients clients, NewerRecords newerRecords, @Nullable WorkerView worker,
			@Nullable IndexerView indexer, Reporters reporters) {
		this.clients = clients;
		this.newerRecords = newerRecords;
		this.worker = worker;
		this.indexer = indexer;
		this.reporters = reporters;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.NEWER_RECORDS);
	}

	@Override
	public List<Finding> find() {
		Stream<Finding> streams = this.clients.all()
			.stream()
			.flatMap((client) -> finding(client.clientId(), found(this.newerRecords.find(client.applicationId())),
					"/kafkastreams/" + client.clientId()));
		Stream<Finding> workers = finding("worker", found((this.worker != null) ? this.worker.stoppedAt() : null),
				"/health/worker");
		Stream<Finding> indexers = finding("indexer",
				(this.indexer != null) ? this.indexer.stopped().values() : List.of(), "/health/indexer");
		return Stream.of(streams, workers, indexers).flatMap((each) -> each).toList();
	}

	private static List<NewerRecord> found(@Nullable NewerRecord one) {
		return (one != null) ? List.of(one) : List.of();
	}

	private Stream<Finding> finding(String client, Collection<NewerRecord> stoppedAt, String route) {
		return stoppedAt.stream()
			.map(NewerRecord::reason)
			.sorted()
			.limit(1)
			.map((reason) -> new Finding(IncidentKind.NEWER_RECORDS,
					Map.of("client", client, "instance", this.reporters.self().id()), null, reason, stoppedAt.size(),
					route));
	}

	@Override
	public Verdict judge(Incident open) {
		return this.reporters.judge(open, SETTLING);
	}

}
