package io.windhover.executor.store;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

import io.windhover.cluster.ExecutorStatus;
import io.windhover.cluster.HeartbeatTrigger;
import io.windhover.cluster.owner.OwnedExecutions;
import io.windhover.cluster.owner.OwnerResponse;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.Snapshot;
import io.windhover.execution.plan.Plan;
import io.windhover.executor.plan.Plans;
import io.windhover.topic.streams.TransactionListener;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executions of this process's partitions: those that changed last from memory, which
 * the executor's transactions feed, and other live ones from the store.
 */
public class OwnExecutions implements OwnedExecutions, ExecutorStatus, TransactionListener {

	private static final Logger logger = LoggerFactory.getLogger(OwnExecutions.class);

	private static final Duration COMMIT_TIMEOUT = Duration.ofMillis(300);

	private static final int TRIES = 3;

	private final Map<Integer, OwnedPartition> open = new ConcurrentHashMap<>();

	private final UncommittedChanges uncommitted = new UncommittedChanges();

	private final RecentExecutions recent;

	private final Plans plans;

	private final CommandLog commands;

	private final HeartbeatTrigger heartbeats;

	private final Clock clock;

	private volatile IntFunction<@Nullable ReadOnlyKeyValueStore<String, byte[]>> stores = (partition) -> null;

	/**
	 * Starts without partitions.
	 * @param capacity executions that are kept in memory
	 */
	public OwnExecutions(int capacity, Plans plans, CommandLog commands, HeartbeatTrigger heartbeats, Clock clock) {
		this.recent = new RecentExecutions(capacity);
		this.plans = plans;
		this.commands = commands;
		this.heartbeats = heartbeats;
		this.clock = clock;
	}

	/**
	 * Says where the stores of the partitions are, which are made after this.
	 */
	public void stores(IntFunction<@Nullable ReadOnlyKeyValueStore<String, byte[]>> source) {
		this.stores = source;
	}

	/**
	 * A partition comes.
	 */
	public OwnedPartition opened(int number) {
		OwnedPartition partition = new OwnedPartition(number, this.uncommitted);
		this.open.put(number, partition);
		this.heartbeats.beatSoon();
		return partition;
	}

	/**
	 * A partition goes, unless it has come back already.
	 */
	public void closed(OwnedPartition partition) {
		this.open.remove(partition.number(), partition);
		this.recent.forget(partition);
		partition.closed();
		this.heartbeats.beatSoon();
	}

	@Override
	public Set<Integer> partitions() {
		return this.open.keySet();
	}

	@Override
	public void committed() {
		UncommittedChanges.OpenTransaction transaction = this.uncommitted.current();
		if (transaction == null) {
			return;
		}
		List<ChangedDocuments> changes = transaction.changes()
			.stream()
			.filter((change) -> this.open.get(change.partition().number()) == change.partition())
			.filter((change) -> change.execution() != null || !change.taskRuns().isEmpty() || change.isDeleted())
			.toList();
		this.recent.apply(changes);
		this.uncommitted.end(transaction, true);
		for (ChangedDocuments change : changes) {
			if (change.execution() != null && change.execution().state().isTerminal()) {
				change.partition().ended(change.id());
			}
		}
	}

	@Override
	public void rolledBack() {
		UncommittedChanges.OpenTransaction transaction = this.uncommitted.current();
		if (transaction != null) {
			this.recent.forget(transaction.changes().stream().map(ChangedDocuments::id).toList());
			this.uncommitted.end(transaction, false);
		}
	}

	@Override
	public OwnerResponse find(int partition, String id) {
		OwnedPartition owned = this.open.get(partition);
		if (owned == null) {
			return new OwnerResponse.NotOwned("this instance does not have partition " + partition);
		}
		OwnerResponse answer = find(owned, id);
		if (!(answer instanceof OwnerResponse.Unknown)) {
			return answer;
		}
		if (owned.isBehind(this.clock.instant()) || !this.commands.isProcessed(owned)) {
			return new OwnerResponse.Unknown(true);
		}
		return find(owned, id);
	}

	private OwnerResponse find(OwnedPartition owned, String id) {
		Snapshot known = this.recent.find(id);
		if (known != null && known.complete() && known.execution() != null) {
			return new OwnerResponse.Known(hasLiveScopes(known.execution()) ? withScopes(owned, id, known) : known);
		}
		try {
			return stored(owned, id, (known != null) ? known : new Snapshot(null, List.of(), false));
		}
		catch (InvalidStateStoreException ex) {
			return new OwnerResponse.NotOwned("the store of partition %d is not open here".formatted(owned.number()));
		}
	}

	private boolean hasLiveScopes(Execution execution) {
		Plan plan = execution.state().isTerminal() ? null : this.plans.find(execution.flowRef());
		return plan != null && plan.hasScopes();
	}

	/** Of a control task that runs there is no document: the store alone has it. */
	private Snapshot withScopes(OwnedPartition owned, String id, Snapshot known) {
		try {
			if (stored(owned, id, known) instanceof OwnerResponse.Known found) {
				return found.snapshot();
			}
		}
		catch (InvalidStateStoreException ex) {
			logger.debug("Answered from memory, as the store is not open", ex);
		}
		Snapshot now = this.recent.find(id);
		return (now != null && now.complete()) ? now : known;
	}

	/** What is read may be uncommitted: it counts once no transaction is over it. */
	private OwnerResponse stored(OwnedPartition owned, String id, Snapshot known) {
		for (int i = 0; i < TRIES; i++) {
			long rollbacks = this.uncommitted.rollbacks();
			OwnerResponse answer = read(owned, id, known);
			if (this.uncommitted.awaitEnd(id, COMMIT_TIMEOUT) && this.uncommitted.rollbacks() == rollbacks) {
				return (answer instanceof OwnerResponse.Known) ? answer : ended(id, answer);
			}
		}
		return new OwnerResponse.NotOwned("a transaction of partition %d does not end".formatted(owned.number()));
	}

	/** What a transaction ended while the store was read is in memory only now. */
	private OwnerResponse ended(String id, OwnerResponse stored) {
		Snapshot now = this.recent.find(id);
		Execution execution = (now != null) ? now.execution() : null;
		return (now != null && execution != null && execution.state().isTerminal()) ? new OwnerResponse.Known(now)
				: stored;
	}

	private OwnerResponse read(OwnedPartition owned, String id, Snapshot known) {
		ReadOnlyKeyValueStore<String, byte[]> store = this.stores.apply(owned.number());
		if (store == null) {
			return new OwnerResponse.NotOwned("the store of partition %d is not open here".formatted(owned.number()));
		}
		StoredDocuments documents = new StoredDocuments(store, this.plans);
		StoredExecution stored = documents.entry(id);
		Execution live = (stored != null) ? stored.execution() : null;
		if (stored != null && live != null) {
			return new OwnerResponse.Known(documents.over(known, stored, live));
		}
		if (stored == null) {
			return new OwnerResponse.Unknown(false);
		}
		return documents.isDeleted(id) ? new OwnerResponse.Deleted() : new OwnerResponse.Ended();
	}

	@Override
	public List<Execution> recent(ExecutionQuery query, int most) {
		return this.recent.matching(query, most);
	}

	@Override
	public CompletableFuture<Void> ended(int partition, String id) {
		OwnedPartition owned = this.open.get(partition);
		if (owned == null) {
			return CompletableFuture
				.failedFuture(new InvalidStateStoreException("Partition " + partition + " is gone"));
		}
		CompletableFuture<Void> end = owned.awaitEnd(id);
		if (this.recent.hasEnded(id)) {
			end.complete(null);
		}
		return end;
	}

}
