package io.windhover.scheduler.topology;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.FlowKey;
import io.windhover.flow.WebhookTrigger;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.machine.Dates;
import io.windhover.scheduler.machine.TriggerEntry;
import io.windhover.scheduler.slot.SlotState;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of this process last said of their triggers, by task, so that what a
 * task had goes with it.
 */
class SchedulerState implements SchedulerView {

	private static final int NEXT_DATES = 10;

	private static final Duration LOST_FOR = Duration.ofMinutes(5);

	private final Map<String, Map<String, TriggerEntry>> tasks = new ConcurrentHashMap<>();

	private final Map<String, Map<FlowKey, SlotState>> slots = new ConcurrentHashMap<>();

	private final Map<String, Map<FlowKey, FlowHistory>> histories = new ConcurrentHashMap<>();

	private final Map<String, Instant> ticks = new ConcurrentHashMap<>();

	/** When tasks closed that have not opened again. */
	private final Map<String, Instant> lost = new ConcurrentHashMap<>();

	private final Evaluations evaluations;

	private final BooleanSupplier holding;

	private final Clock clock;

	private final TriggerHistory memory = new TriggerHistory();

	private volatile BooleanSupplier running = () -> false;

	private volatile @Nullable Instant lastTick;

	SchedulerState(Evaluations evaluations, BooleanSupplier holding, Clock clock) {
		this.evaluations = evaluations;
		this.holding = holding;
		this.clock = clock;
	}

	@Override
	public List<Scheduled> scheduled() {
		return this.tasks.values()
			.stream()
			.flatMap((triggers) -> triggers.entrySet().stream())
			.sorted(Map.Entry.comparingByKey())
			.map((trigger) -> scheduled(trigger.getValue()))
			.toList();
	}

	@Override
	public List<Scheduled> failing(int inARow) {
		return this.tasks.values()
			.stream()
			.map(Map::values)
			.flatMap(Collection::stream)
			.filter((entry) -> this.memory.failures(entry.state().key()).consecutive() >= inARow)
			.map(this::scheduled)
			.filter((trigger) -> trigger.failures() != null)
			.toList();
	}

	@Override
	public @Nullable Detail find(String namespace, String flowId, String triggerId) {
		String key = namespace + "/" + flowId + "/" + triggerId;
		return this.tasks.values()
			.stream()
			.map((triggers) -> triggers.get(key))
			.filter(Objects::nonNull)
			.findFirst()
			.map((entry) -> detail(key, entry))
			.orElse(null);
	}

	@Override
	public List<LimitedFlow> limited() {
		return this.slots.values()
			.stream()
			.flatMap((flows) -> flows.entrySet().stream())
			.filter((flow) -> isLimited(flow.getValue()))
			.sorted(Map.Entry.comparingByKey())
			.map((flow) -> new LimitedFlow(flow.getKey(), flow.getValue().concurrency(), flow.getValue().running(),
					flow.getValue().waiting()))
			.toList();
	}

	@Override
	public List<FlowHistory> histories() {
		return this.histories.values().stream().flatMap((flows) -> flows.values().stream()).toList();
	}

	@Override
	public @Nullable FlowHistory history(FlowKey flow) {
		return this.histories.values()
			.stream()
			.map((flows) -> flows.get(flow))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static boolean isLimited(SlotState state) {
		return (state.concurrency() != null && !state.deleted()) || state.running() + state.waiting() > 0;
	}

	@Override
	public boolean isHolding() {
		return this.holding.getAsBoolean();
	}

	@Override
	public @Nullable TriggerState latest() {
		if (isHolding()) {
			return null;
		}
		return states().filter((state) -> state.next() != null && !state.paused())
			.min(Comparator.comparing(TriggerState::next))
			.orElse(null);
	}

	@Override
	public List<TriggerState> evaluating() {
		return this.evaluations.running();
	}

	@Override
	public @Nullable Instant lastTick() {
		return isSpare() ? null : this.lastTick;
	}

	@Override
	public @Nullable Instant lastSuccess() {
		return this.ticks.values().stream().min(Comparator.naturalOrder()).orElse(lastTick());
	}

	@Override
	public boolean isReady() {
		return this.running.getAsBoolean() && (isSpare() || this.lastTick != null);
	}

	@Override
	public boolean hasLostPartitions() {
		Instant recent = this.clock.instant().minus(LOST_FOR);
		return this.lost.values().stream().anyMatch((at) -> !at.isBefore(recent));
	}

	/**
	 * Tells where to ask whether the topology runs, which is made after this board.
	 */
	void runs(BooleanSupplier running) {
		this.running = running;
	}

	/**
	 * From now on the task should tick: one that never does has been late since.
	 */
	void opened(String task, List<TriggerEntry> entries) {
		Map<String, TriggerEntry> triggers = new ConcurrentHashMap<>();
		entries.forEach((entry) -> triggers.put(entry.state().key(), entry));
		this.tasks.put(task, triggers);
		this.lost.remove(task);
		this.slots.remove(task);
		this.histories.remove(task);
		this.ticks.putIfAbsent(task, this.clock.instant());
	}

	void counted(String task, FlowKey flow, SlotState state) {
		this.slots.computeIfAbsent(task, (key) -> new ConcurrentHashMap<>()).put(flow, state);
	}

	void recorded(String task, FlowHistory history) {
		this.histories.computeIfAbsent(task, (key) -> new ConcurrentHashMap<>()).put(history.key(), history);
	}

	void forgotten(String task, FlowKey flow) {
		this.histories.computeIfAbsent(task, (key) -> new ConcurrentHashMap<>()).remove(flow);
	}

	void saved(String task, TriggerEntry entry) {
		this.tasks.computeIfAbsent(task, (key) -> new ConcurrentHashMap<>()).put(entry.state().key(), entry);
	}

	void removed(String task, TriggerState state) {
		this.tasks.computeIfAbsent(task, (key) -> new ConcurrentHashMap<>()).remove(state.key());
		this.memory.forget(state.key());
	}

	void evaluated(Evaluated outcome) {
		this.memory.evaluated(outcome);
	}

	void launched(TriggerState state, Instant date, Instant now) {
		this.memory.launched(state.key(), date, now);
	}

	void missed(TriggerState state, MissedReason reason, int count) {
		this.memory.missed(state.key(), reason, count);
	}

	void closed(String task) {
		this.lost.put(task, this.clock.instant());
		this.tasks.remove(task);
		this.slots.remove(task);
		this.histories.remove(task);
		this.ticks.remove(task);
	}

	void ticked(String task, Instant now) {
		this.ticks.put(task, now);
		this.lastTick = now;
	}

	/**
	 * Whether others have all of the partitions, so that there is nothing to look for.
	 */
	private boolean isSpare() {
		return this.tasks.isEmpty() && this.running.getAsBoolean();
	}

	private Stream<TriggerState> states() {
		return this.tasks.values().stream().map(Map::values).flatMap(Collection::stream).map(TriggerEntry::state);
	}

	private Scheduled scheduled(TriggerEntry entry) {
		String key = entry.state().key();
		boolean called = entry.trigger() instanceof WebhookTrigger;
		return new Scheduled(entry.state(), this.evaluations.since(key) != null,
				called ? null : this.memory.failures(key), pause(entry));
	}

	private static @Nullable Pause pause(TriggerEntry entry) {
		Instant since = entry.pausedSince();
		return (since != null) ? new Pause(since, entry.pause()) : null;
	}

	private Detail detail(String key, TriggerEntry entry) {
		Instant since = this.evaluations.since(key);
		return new Detail(scheduled(entry), Dates.following(entry.trigger(), entry.state().next(), NEXT_DATES),
				this.memory.missed(key), entry.pausedSince(), since, since == null && this.evaluations.isPending(key),
				this.memory.lastEvaluation(key));
	}

}
