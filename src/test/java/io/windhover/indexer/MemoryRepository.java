package io.windhover.indexer;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.repository.Batch;
import io.windhover.repository.ExecutionHistogram;
import io.windhover.repository.Page;
import io.windhover.repository.Refusal;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import io.windhover.repository.RepositorySize;
import io.windhover.repository.TimeBuckets;
import org.jspecify.annotations.Nullable;

/**
 * Takes executions, or fails for as long as a test wants it to.
 */
class MemoryRepository implements Repository {

	private final Map<String, Execution> executions = new ConcurrentHashMap<>();

	private volatile boolean failing;

	private volatile int failures;

	private final AtomicBoolean faulty = new AtomicBoolean();

	private volatile int largestBatch;

	void fail(boolean failing) {
		this.failing = failing;
	}

	/**
	 * Makes the next batch fail in a way that is not the repository's.
	 */
	void fault() {
		this.faulty.set(true);
	}

	int failures() {
		return this.failures;
	}

	int largestBatch() {
		return this.largestBatch;
	}

	Map<String, Execution> executions() {
		return this.executions;
	}

	@Override
	public String type() {
		return "memory";
	}

	@Override
	public void open() {
		if (this.failing) {
			throw new RepositoryException("down", null);
		}
	}

	@Override
	@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
	public List<Refusal> write(Batch batch) {
		if (this.failing) {
			this.failures++;
			throw new RepositoryException("down", null);
		}
		if (this.faulty.compareAndSet(true, false)) {
			throw new IllegalStateException("a fault");
		}
		this.largestBatch = Math.max(this.largestBatch, batch.executions().size());
		batch.executions().forEach((execution) -> this.executions.put(execution.id(), execution));
		return List.of();
	}

	@Override
	public Page<Execution> executions(ExecutionQuery query) {
		return new Page<>(List.copyOf(this.executions.values()), this.executions.size());
	}

	@Override
	public ExecutionHistogram histogram(ExecutionQuery query, TimeBuckets buckets) {
		return new ExecutionHistogram(new TreeMap<>(), false);
	}

	@Override
	public @Nullable Execution execution(String id) {
		return this.executions.get(id);
	}

	@Override
	public List<TaskRun> taskRuns(String executionId) {
		return List.of();
	}

	@Override
	public Page<LogLine> logs(String executionId, int page, int size) {
		return new Page<>(List.of(), 0);
	}

	@Override
	public List<TriggerState> triggers() {
		return List.of();
	}

	@Override
	public void delete(Collection<String> executionIds) {
		this.executions.keySet().removeAll(executionIds);
	}

	@Override
	public @Nullable LocalDate deleteBefore(LocalDate day) {
		return null;
	}

	@Override
	public RepositorySize size(int samples) {
		return new RepositorySize(0, List.of(), "memory", null, null);
	}

}
