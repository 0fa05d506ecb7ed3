package io.windhover.executor.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.windhover.cluster.owner.OwnerResponse;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.json.Json;
import io.windhover.repository.Documents;
import io.windhover.topic.streams.ConsumedPosition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class OwnExecutionsTests {

	private static final ExecutionQuery ALL = new ExecutionQuery(null, null, null, null, null, 0, 10);

	private static final Execution RUNNING = Documents.execution(1, "hello", State.RUNNING, 1);

	private static final Execution ENDED = Documents.execution(1, "hello", State.SUCCESS, 2);

	private final AtomicInteger heartbeats = new AtomicInteger();

	private BooleanSupplier processed = () -> true;

	private final Clock clock = Clock.fixed(Instant.EPOCH.plus(Duration.ofHours(1)), ZoneOffset.UTC);

	private final OwnExecutions own = new OwnExecutions(100, (flow) -> null, (asked) -> this.processed.getAsBoolean(),
			this.heartbeats::incrementAndGet, this.clock);

	private final ReadOnlyKeyValueStore<String, byte[]> store = mock();

	private final OwnedPartition partition = this.own.opened(3);

	@BeforeEach
	void open() {
		this.own.stores((number) -> this.store);
	}

	@Test
	void onlyWhatIsCommittedIsShown() {
		this.partition.changed(RUNNING, true);
		this.partition.changed(Documents.taskRun("e1", "say", State.RUNNING, 1));
		assertThat(this.own.recent(ALL, 10)).isEmpty();
		this.own.committed();
		Snapshot found = known("e1");
		assertThat(found.complete()).isTrue();
		assertThat(found.execution()).isEqualTo(RUNNING);
		assertThat(found.taskRuns()).extracting(TaskRun::taskId).containsExactly("say");
		assertThat(this.own.recent(ALL, 10)).containsExactly(RUNNING);
	}

	@Test
	void whatIsRolledBackLeavesTheWordToTheStore() {
		this.partition.changed(RUNNING, true);
		this.own.committed();
		this.partition.changed(ENDED, false);
		this.own.rolledBack();
		given(this.store.get("x/e1")).willReturn(EndedMarker.of(Instant.EPOCH));
		assertThat(this.own.find(3, "e1")).as("its commit was in doubt").isEqualTo(new OwnerResponse.Ended());
		given(this.store.get("x/e1")).willReturn(null);
		assertThat(this.own.find(3, "e1")).isInstanceOf(OwnerResponse.Unknown.class);
	}

	@Test
	void whatLeftTheMemoryIsReadFromTheStore() {
		stored(RUNNING);
		Snapshot found = known("e1");
		assertThat(found.execution()).isEqualTo(RUNNING);
		assertThat(found.complete()).isFalse();
	}

	@Test
	void whatEndsWhileTheStoreIsReadIsInMemory() {
		given(this.store.get("x/e1")).will((call) -> {
			this.partition.changed(ENDED, false);
			this.own.committed();
			return EndedMarker.of(Instant.EPOCH);
		});
		assertThat(known("e1").execution()).isEqualTo(ENDED);
	}

	@Test
	void theStoreIsReadAroundATransaction() throws Exception {
		this.partition.changes("e1");
		stored(RUNNING);
		CompletableFuture<OwnerResponse> answer = CompletableFuture.supplyAsync(() -> this.own.find(3, "e1"));
		CompletableFuture<OwnerResponse> other = CompletableFuture.supplyAsync(() -> this.own.find(3, "e2"));
		assertThat(other.get(10, TimeUnit.SECONDS)).isInstanceOf(OwnerResponse.Unknown.class);
		assertThat(answer).as("it may be uncommitted").isNotDone();
		this.own.committed();
		assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(OwnerResponse.Known.class);
	}

	@Test
	void aTransactionThatDoesNotEndIsNotWaitedForForLong() throws Exception {
		this.partition.changes("e1");
		stored(RUNNING);
		assertThat(CompletableFuture.supplyAsync(() -> this.own.find(3, "e1")).get(10, TimeUnit.SECONDS))
			.isInstanceOf(OwnerResponse.NotOwned.class);
	}

	@Test
	void whoWaitsIsWokenByTheCommitOfTheEnd() throws Exception {
		CompletableFuture<Void> end = this.own.ended(3, "e1");
		this.partition.changed(RUNNING, true);
		this.own.committed();
		this.partition.changed(ENDED, false);
		assertThat(end).isNotDone();
		CompletableFuture<Thread> woken = end.thenApply((ended) -> Thread.currentThread());
		this.own.committed();
		assertThat(woken.get(10, TimeUnit.SECONDS)).as("not the stream thread").isNotEqualTo(Thread.currentThread());
		assertThat(this.own.ended(3, "e1")).isCompleted();
	}

	@Test
	void aPartitionThatGoesTakesItsExecutionsWithIt() {
		this.partition.changed(RUNNING, true);
		this.own.committed();
		CompletableFuture<Void> end = this.own.ended(3, "e1");
		this.own.closed(this.partition);
		assertThat(end).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(InvalidStateStoreException.class);
		assertThat(this.own.partitions()).isEmpty();
		assertThat(this.own.find(3, "e1")).isInstanceOf(OwnerResponse.NotOwned.class);
		assertThat(this.own.recent(ALL, 10)).isEmpty();
		assertThat(this.own.ended(3, "e1")).isCompletedExceptionally();
		assertThat(this.heartbeats).as("when it came and when it went").hasValue(2);
	}

	@Test
	void aPartitionThatCameBackIsNotClosedByItsPredecessor() {
		this.own.opened(3);
		this.own.closed(this.partition);
		assertThat(this.own.partitions()).containsExactly(3);
	}

	@Test
	void anUnknownExecutionMayWaitInABacklog() {
		OwnedPartition partition = new OwnedPartition(0, new UncommittedChanges());
		Instant now = Instant.EPOCH.plusSeconds(10);
		assertThat(partition.isBehind(now)).isFalse();
		partition.processed(now, now.minusMillis(20));
		assertThat(partition.isBehind(now)).isFalse();
		partition.processed(now, now.minusMillis(400));
		assertThat(partition.isBehind(now)).isTrue();
		assertThat(partition.isBehind(now.plusSeconds(2))).isFalse();
	}

	@Test
	void unknownIsSureOnceTheLogIsProcessed() {
		assertThat(this.own.find(3, "e1")).isEqualTo(new OwnerResponse.Unknown(false));
		this.processed = () -> false;
		assertThat(this.own.find(3, "e1")).isEqualTo(new OwnerResponse.Unknown(true));
		this.processed = () -> {
			this.partition.changed(RUNNING, true);
			this.own.committed();
			return true;
		};
		assertThat(known("e1").execution()).as("its command was the last in the log").isEqualTo(RUNNING);
	}

	@Test
	void whatTheConsumerReturnedIsProcessedOrReturnedAgain() {
		assertThat(this.partition.hasProcessed(new ConsumedPosition(0, -1, 0))).isTrue();
		long now = System.nanoTime();
		assertThat(this.partition.hasProcessed(new ConsumedPosition(8, 7, now))).isFalse();
		assertThat(this.partition.hasProcessed(new ConsumedPosition(8, 7, now - Duration.ofHours(1).toNanos())))
			.as("before the partition came")
			.isTrue();
		this.partition.processed(7);
		assertThat(this.partition.hasProcessed(new ConsumedPosition(8, 7, now))).isTrue();
	}

	@Test
	void aStoreThatIsNotOpenIsNoAnswer() {
		given(this.store.get(any())).willThrow(new InvalidStateStoreException("closed"));
		assertThat(this.own.find(3, "e1")).isInstanceOf(OwnerResponse.NotOwned.class);
		this.own.stores((number) -> null);
		assertThat(this.own.find(3, "e1")).isInstanceOf(OwnerResponse.NotOwned.class);
	}

	private void stored(Execution execution) {
		StoredExecution entry = new StoredExecution(execution, null, false, List.of(), List.of(), null);
		given(this.store.get("x/" + execution.id())).willReturn(Json.mapper().writeValueAsBytes(entry));
	}

	private Snapshot known(String id) {
		OwnerResponse answer = this.own.find(3, id);
		assertThat(answer).isInstanceOf(OwnerResponse.Known.class);
		return ((OwnerResponse.Known) Objects.requireNonNull(answer)).snapshot();
	}

}
