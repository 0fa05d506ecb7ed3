package io.windhover.cluster.owner;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.Snapshot;
import io.windhover.execution.TaskRun;
import io.windhover.instance.Instance;
import io.windhover.topic.PartitionCount;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.mockito.Mockito.mock;

/**
 * An executor of this process that has all partitions and knows what a test says.
 */
public class PlayedOwner implements OwnedExecutions {

	private static final int PARTITIONS = 4;

	private final Map<String, Snapshot> known = new ConcurrentHashMap<>();

	private final Set<String> deleted = ConcurrentHashMap.newKeySet();

	private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

	private volatile Set<Integer> partitions = all();

	private volatile boolean behind;

	/**
	 * Those who are asked for executions, where this is the only executor.
	 */
	public ExecutionOwners owners(InstanceRegistry registry, Instance instance) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("executions", this);
		return new ExecutionOwners(beans.getBeanProvider(OwnedExecutions.class),
				new OwnerDirectory(registry, instance, Clock.systemUTC()), new PartitionCount(PARTITIONS, PARTITIONS),
				new OwnerClient(mock()), Runnable::run);
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.known.clear();
		this.deleted.clear();
		this.ends.clear();
		this.partitions = all();
		this.behind = false;
	}

	/**
	 * Loses its partitions.
	 */
	public void rebalance() {
		this.partitions = Set.of();
	}

	/**
	 * Has commands that it has not processed.
	 */
	public void behind() {
		this.behind = true;
	}

	public void created(ExecutionCommand.Create command) {
		this.known.put(command.executionId(), new Snapshot(Execution.created(command), List.of(), true));
	}

	public void changed(Execution execution) {
		this.known.merge(execution.id(), new Snapshot(execution, List.of(), false),
				(before, after) -> before.merge(execution, List.of()));
		if (execution.state().isTerminal()) {
			end(execution.id()).complete(null);
		}
	}

	public void deleted(String id) {
		this.known.remove(id);
		this.deleted.add(id);
	}

	public void changed(TaskRun taskRun) {
		this.known.computeIfPresent(taskRun.executionId(), (id, before) -> before.merge(null, List.of(taskRun)));
	}

	@Override
	public Set<Integer> partitions() {
		return this.partitions;
	}

	@Override
	public OwnerResponse find(int partition, String id) {
		Snapshot found = this.known.get(id);
		if (this.deleted.contains(id)) {
			return new OwnerResponse.Deleted();
		}
		return (found != null) ? new OwnerResponse.Known(found) : new OwnerResponse.Unknown(this.behind);
	}

	@Override
	public List<Execution> recent(ExecutionQuery query, int most) {
		List<Execution> recent = new ArrayList<>();
		this.known.values()
			.stream()
			.flatMap((each) -> java.util.stream.Stream.ofNullable(each.execution()))
			.filter(query::matches)
			.sorted(Comparator.comparing(Execution::createdAt).reversed())
			.limit(most)
			.forEach(recent::add);
		return recent;
	}

	@Override
	public CompletableFuture<Void> ended(int partition, String id) {
		return end(id).copy();
	}

	private CompletableFuture<Void> end(String id) {
		return this.ends.computeIfAbsent(id, (key) -> new CompletableFuture<>());
	}

	private static Set<Integer> all() {
		return IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toSet());
	}

}
