package io.windhover.executor.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * What the executor tells of itself.
 */
public class ExecutorState implements ExecutorView, ExecutorListener {

	private final InFlightIndexes tasks = new InFlightIndexes();

	private final Map<StaleReason, LongAdder> stale = new EnumMap<>(StaleReason.class);

	private final LongAdder leasesExpired = new LongAdder();

	private final WorkerMonitor workers;

	private final StuckTaskRuns stuck;

	private volatile BooleanSupplier running = () -> false;

	private volatile @Nullable Instant lastTick;

	private volatile @Nullable Instant lastEvent;

	/**
	 * Starts with nothing in flight.
	 * @param stuckAfter time in the queue after which a task run counts as stuck
	 */
	public ExecutorState(WorkerMonitor workers, JobGroups groups, Duration stuckAfter, Clock clock) {
		this.workers = workers;
		this.stuck = new StuckTaskRuns(this.tasks, workers, groups, stuckAfter, clock);
		for (StaleReason reason : StaleReason.values()) {
			this.stale.put(reason, new LongAdder());
		}
	}

	@Override
	public boolean isReady() {
		return this.running.getAsBoolean();
	}

	@Override
	public boolean isOpen() {
		return this.tasks.isOpen();
	}

	@Override
	public List<Tally<RunningExecution>> executions() {
		return this.tasks.executions();
	}

	@Override
	public List<Tally<InFlight>> taskRuns() {
		return this.tasks.taskRuns();
	}

	@Override
	public Map<FlowKey, Integer> executionsByFlow() {
		return this.tasks.executionsByFlow();
	}

	@Override
	public List<Leases> leases() {
		List<Leases> leases = new ArrayList<>();
		this.tasks.held().forEach((worker, lines) -> {
			int count = lines.stream().mapToInt(TimeOrderedIndex::size).sum();
			WorkerMonitor.Silence silence = this.workers.silence(worker);
			leases.add((silence != null) ? new Leases(worker, count, silence.since(), silence.leaseEndsAt())
					: new Leases(worker, count, null, null));
		});
		leases.sort(Comparator.comparing((Leases each) -> each.worker().id())
			.thenComparing((each) -> each.worker().incarnation()));
		return leases;
	}

	@Override
	public List<StoreSize> stores() {
		return this.tasks.stores();
	}

	@Override
	public @Nullable Instant lastTick() {
		return this.lastTick;
	}

	@Override
	public @Nullable Instant lastEvent() {
		return this.lastEvent;
	}

	@Override
	public Map<StaleReason, Long> stale() {
		Map<StaleReason, Long> counts = new EnumMap<>(StaleReason.class);
		this.stale.forEach((reason, count) -> counts.put(reason, count.sum()));
		return counts;
	}

	@Override
	public long leasesExpired() {
		return this.leasesExpired.sum();
	}

	@Override
	public Stuck stuck(int limit) {
		return this.stuck.find(limit);
	}

	@Override
	public void stale(StaleReason reason) {
		Objects.requireNonNull(this.stale.get(reason)).increment();
	}

	@Override
	public void leaseExpired(InstanceRef worker) {
		this.leasesExpired.increment();
	}

	/**
	 * Where the tasks of Kafka Streams put what they have in flight.
	 */
	public InFlightIndexes tasks() {
		return this.tasks;
	}

	/**
	 * Tells where to ask whether the topology runs, which is made after this board.
	 */
	public void runs(BooleanSupplier running) {
		this.running = running;
	}

	/**
	 * Notes that the executor has looked for what is due.
	 */
	public void ticked(Instant now) {
		this.lastTick = now;
	}

	/**
	 * Notes that a command or a result has come in.
	 */
	public void processed(Instant now) {
		this.lastEvent = now;
	}

}
