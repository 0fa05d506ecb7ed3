package io.windhover.scheduler.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.ReadRecords.Item;
import io.windhover.execution.flow.ReadRecords.Range;
import io.windhover.execution.flow.TopicPositions;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.json.InputsSize;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.PollingTrigger;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TopicTriggerTests {

	private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

	private static final PollingTrigger TRIGGER = Flows.polling("t", Duration.ofSeconds(5), "x");

	private TriggerEntry entry = TriggerEntry.first(Flows.flow("a", 1, TRIGGER), TRIGGER, START);

	private Instant now = START.plusSeconds(1);

	@Test
	void eachRecordFiresOnceHoweverOftenItIsRead() {
		ReadRecords read = read(false, 3, 6);
		assertThat(fires(read)).extracting((fire) -> fire.variables().get("offset")).containsExactly(3L, 4L, 5L);
		assertThat(fires(read)).isEmpty();
		assertThat(fires(read(false, 4, 8))).extracting((fire) -> fire.variables().get("offset"))
			.containsExactly(6L, 7L);
		assertThat(this.entry.positions()).isEqualTo(new TopicPositions("c/t/g", Map.of(0, 8L)));
		assertThat(this.entry.state().lastExecutionId()).isEqualTo(this.entry.executionId("c/t/g", item(7)));
	}

	@Test
	void batchFiresOnceForWhatIsNew() {
		assertThat(fires(read(true, 0, 3))).singleElement().satisfies((fire) -> {
			assertThat(fire.variables()).containsEntry("count", 3);
			assertThat(fire.inputs()).isEqualTo(Map.of("by", "t"));
		});
		assertThat(fires(read(true, 1, 5))).singleElement()
			.satisfies((fire) -> assertThat(fire.variables().get("records"))
				.isEqualTo(List.of(item(3).variables(), item(4).variables())));
	}

	@Test
	void batchThatHasMoreThanOneBeforeThePositionsWereLostIsAnother() {
		String before = fires(read(true, 5, 10)).get(0).executionId();
		this.entry = TriggerEntry.first(Flows.flow("a", 1, TRIGGER), TRIGGER, START);
		assertThat(fires(read(true, 5, 15))).singleElement()
			.satisfies((fire) -> assertThat(fire.executionId()).isNotEqualTo(before));
		this.entry = TriggerEntry.first(Flows.flow("a", 1, TRIGGER), TRIGGER, START);
		assertThat(fires(read(true, 5, 10))).singleElement()
			.satisfies((fire) -> assertThat(fire.executionId()).isEqualTo(before));
	}

	@Test
	void recordBringsItsTraceAndABatchNone() {
		Item traced = new Item(0, 3, Map.of("headers", Map.of("traceparent", "of the record", "tracestate", "a=1")));
		Map<Integer, Range> ranges = Map.of(0, new Range(3, 5));
		assertThat(fires(new ReadRecords("c/t/g", ranges, List.of(traced, item(4)), false, false)))
			.extracting(TriggerEffect.Fire::trace)
			.containsExactly(new TraceHeaders("of the record", "a=1"), TraceHeaders.NONE);
		this.entry = TriggerEntry.first(Flows.flow("a", 1, TRIGGER), TRIGGER, START);
		assertThat(fires(new ReadRecords("c/t/g", ranges, List.of(traced, item(4)), true, false)))
			.extracting(TriggerEffect.Fire::trace)
			.containsOnly(TraceHeaders.NONE);
	}

	@Test
	void idOfABatchNamesEachPartition() {
		List<Item> items = List.of(item(3), item(4), new Item(1, 7, Map.of()));
		String id = this.entry.executionId("c/t/g", items);
		assertThat(this.entry.executionId("c/t/g", List.of(item(3), item(4), new Item(1, 8, Map.of()))))
			.isNotEqualTo(id);
		assertThat(this.entry.executionId("c/t/g", List.of(new Item(1, 7, Map.of()), item(3), item(4)))).isEqualTo(id);
		assertThat(this.entry.executionId("c/t/g", List.of(item(3))))
			.isNotEqualTo(this.entry.executionId("c/t/g", item(3)));
	}

	@Test
	void whatBeginsLaterThanThePositionIsReadAgain() {
		fires(read(false, 0, 3));
		TriggerEntry before = this.entry;
		assertThat(fires(read(false, 4, 6))).isEmpty();
		assertThat(this.entry).isEqualTo(before);
	}

	@Test
	void pausedTriggerAndDisabledFlowLeaveThePositions() {
		fires(read(false, 0, 3));
		TopicPositions positions = this.entry.positions();
		apply(new TriggerEvent.Commanded(outcome(read(false, 3, 6), null), true));
		apply(new TriggerEvent.Commanded(new TriggerCommand.Pause("demo", "a", "t", this.now), false));
		assertThat(fires(read(false, 3, 6))).isEmpty();
		assertThat(this.entry.positions()).isEqualTo(positions);
		assertThat(apply(new TriggerEvent.Commanded(outcome(read(false, 3, 6), "asked"), false))).hasSize(3);
		assertThat(Objects.requireNonNull(this.entry.positions()).next()).isEqualTo(Map.of(0, 6L));
	}

	@Test
	void recordsWaitWhileNoExecutionCanBeginWithWhatTheTriggerGives() {
		fires(read(false, 0, 3));
		TopicPositions positions = this.entry.positions();
		PollingTrigger large = new PollingTrigger("t", TRIGGER.type(), TRIGGER.interval(), TRIGGER.configuration(),
				Map.of("by", "x".repeat(InputsSize.MAX)));
		apply(new TriggerEvent.Revised(Flows.flow("a", 2, large), large, false));
		Evaluated outcome = outcome(read(false, 3, 6), null);
		assertThat(TriggerMachine
			.decide(this.entry, new TriggerEvent.Commanded(outcome, false), Duration.ofSeconds(10), this.now)
			.effects()).contains(new TriggerEffect.Miss(MissedReason.INPUTS_FAILED, 1));
		assertThat(fires(read(false, 3, 6))).isEmpty();
		assertThat(this.entry.positions()).isEqualTo(positions);
		apply(new TriggerEvent.Revised(Flows.flow("a", 3, TRIGGER), TRIGGER, false));
		assertThat(fires(read(false, 3, 6))).hasSize(3);
	}

	@Test
	void anotherSourceBeginsAnewWithIdsOfItsOwn() {
		List<TriggerEffect.Fire> first = fires(read(false, 3, 6));
		ReadRecords other = new ReadRecords("c/t/other", Map.of(0, new Range(0, 6)), List.of(item(3), item(4), item(5)),
				false, false);
		assertThat(fires(other)).extracting(TriggerEffect.Fire::executionId)
			.hasSize(3)
			.doesNotContainAnyElementsOf(first.stream().map(TriggerEffect.Fire::executionId).toList());
		assertThat(this.entry.positions()).isEqualTo(new TopicPositions("c/t/other", Map.of(0, 6L)));
	}

	@Test
	void outcomeOfAnotherFormIsDropped() {
		PollingTrigger revised = Flows.polling("t", Duration.ofSeconds(5), "another");
		apply(new TriggerEvent.Revised(Flows.flow("a", 2, revised), revised, false));
		assertThat(fires(read(false, 0, 3))).isEmpty();
		assertThat(this.entry.positions()).isNull();
	}

	@Test
	void whatHasMoreIsReadAgainAtOnceAndNothingReadChangesNothing() {
		fires(new ReadRecords("c/t/g", Map.of(0, new Range(0, 1)), List.of(item(0)), false, true));
		assertThat(this.entry.state().next()).isEqualTo(this.now);
		fires(read(false, 1, 1));
		TriggerEntry before = this.entry;
		fires(read(false, 1, 1));
		assertThat(this.entry).isEqualTo(before);
	}

	/**
	 * Outcomes arrive late, twice, or never; transactions are aborted after the next
	 * evaluation has begun; processes start again with what was committed.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nothingIsLostOrDoubledWhateverHappens(boolean batch) {
		for (int seed = 0; seed < 300; seed++) {
			new Story(new Random(seed), batch).run();
		}
	}

	private static Item item(long offset) {
		return new Item(0, offset, Map.of("partition", 0, "offset", offset));
	}

	private static ReadRecords read(boolean batch, long from, long to) {
		List<Item> items = new ArrayList<>();
		for (long offset = from; offset < to; offset++) {
			items.add(item(offset));
		}
		return new ReadRecords("c/t/g", Map.of(0, new Range(from, to)), items, batch, false);
	}

	private Evaluated outcome(ReadRecords read, @Nullable String requestId) {
		return new Evaluated("demo", "a", "t", this.now, this.now, !read.records().isEmpty(), Map.of(), null, requestId,
				read);
	}

	private List<TriggerEffect.Fire> fires(ReadRecords read) {
		return apply(new TriggerEvent.Commanded(outcome(read, null), false));
	}

	private List<TriggerEffect.Fire> apply(TriggerEvent event) {
		TriggerTransition transition = TriggerMachine.decide(this.entry, event, Duration.ofSeconds(10), this.now);
		this.entry = Objects.requireNonNullElse(transition.changed(), this.entry);
		return transition.effects()
			.stream()
			.filter(TriggerEffect.Fire.class::isInstance)
			.map(TriggerEffect.Fire.class::cast)
			.toList();
	}

	/** A topic of two partitions that grows, and who reads it. */
	private static final class Story {

		private final Random random;

		private final boolean batch;

		private final Map<Integer, Long> ends = new HashMap<>(Map.of(0, 0L, 1, 0L));

		private final List<Evaluated> sent = new ArrayList<>();

		private final List<String> committed = new ArrayList<>();

		private final List<String> uncommitted = new ArrayList<>();

		private TriggerEntry stored = TriggerEntry.first(Flows.flow("a", 1, TRIGGER), TRIGGER, START);

		private TriggerEntry entry = this.stored;

		private Instant now = START;

		/** Of the commands, up to where the transaction goes, and the last one did. */
		private int next;

		private int nextCommitted;

		Story(Random random, boolean batch) {
			this.random = random;
			this.batch = batch;
		}

		void run() {
			for (int i = 0; i < 200; i++) {
				this.now = this.now.plusMillis(1 + this.random.nextInt(3000));
				step();
			}
			abort();
			for (int i = 0; i < 200; i++) {
				this.now = this.now.plusSeconds(6);
				evaluate(5);
				processAll();
				commit();
			}
			long all = this.ends.values().stream().mapToLong(Long::longValue).sum();
			assertThat(this.committed).doesNotHaveDuplicates().hasSize((int) all);
		}

		private void step() {
			switch (this.random.nextInt(8)) {
				case 0, 1 -> this.ends.merge(this.random.nextInt(2), (long) this.random.nextInt(5), Long::sum);
				case 2, 3 -> evaluate(this.random.nextInt(6));
				case 4 -> processAll();
				case 5 -> commit();
				case 6 -> abort();
				default -> repeat();
			}
		}

		/** By whoever has the trigger, from positions that may never be committed. */
		private void evaluate(int most) {
			TriggerTransition due = TriggerMachine.decide(this.entry, new TriggerEvent.Due(), Duration.ofSeconds(10),
					this.now);
			this.entry = Objects.requireNonNullElse(due.changed(), this.entry);
			due.effects().forEach((effect) -> {
				if (effect instanceof TriggerEffect.Evaluate wanted && this.random.nextInt(10) > 0) {
					this.sent.add(read(wanted, most));
				}
			});
		}

		private Evaluated read(TriggerEffect.Evaluate wanted, int most) {
			List<Item> items = new ArrayList<>();
			Map<Integer, Range> ranges = new HashMap<>();
			this.ends.forEach((partition, end) -> {
				TopicPositions positions = wanted.positions();
				long from = (positions != null) ? positions.next().getOrDefault(partition, 0L) : 0;
				long to = Math.min(end, from + most);
				for (long offset = from; offset < to; offset++) {
					items.add(new Item(partition, offset, Map.of("id", partition + "@" + offset)));
				}
				ranges.put(partition, new Range(from, to));
			});
			ReadRecords read = new ReadRecords("s", ranges, items, this.batch, this.random.nextBoolean());
			return new Evaluated("demo", "a", "t", this.now, wanted.date(), true, Map.of(), null, null, read);
		}

		private void repeat() {
			if (!this.sent.isEmpty()) {
				this.sent.add(this.sent.get(this.random.nextInt(this.sent.size())));
			}
		}

		private void processAll() {
			while (this.next < this.sent.size()) {
				TriggerTransition transition = TriggerMachine.decide(this.entry,
						new TriggerEvent.Commanded(this.sent.get(this.next++), false), Duration.ofSeconds(10),
						this.now);
				this.entry = Objects.requireNonNullElse(transition.changed(), this.entry);
				transition.effects().forEach((effect) -> {
					if (effect instanceof TriggerEffect.Fire fire) {
						this.uncommitted.addAll(records(fire));
					}
				});
			}
		}

		private static List<String> records(TriggerEffect.Fire fire) {
			if (fire.variables().get("records") instanceof List<?> records) {
				return records.stream().map((each) -> String.valueOf(((Map<?, ?>) each).get("id"))).toList();
			}
			return List.of(String.valueOf(fire.variables().get("id")));
		}

		private void commit() {
			this.committed.addAll(this.uncommitted);
			this.uncommitted.clear();
			this.stored = this.entry;
			this.nextCommitted = this.next;
		}

		private void abort() {
			this.uncommitted.clear();
			this.entry = this.stored;
			this.next = this.nextCommitted;
		}

	}

}
