package io.windhover.management.tracing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.json.Json;
import io.windhover.execution.trace.Trace;
import io.windhover.management.FixedClock;
import io.windhover.topic.Topics;
import io.windhover.topic.record.JsonSerde;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanLoopTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Topics TOPICS = Topics.withPrefix("");

	private static final TopicPartition PARTITION = new TopicPartition(TOPICS.executions().name(), 0);

	private static final TopicPartition OTHER = new TopicPartition(TOPICS.executions().name(), 1);

	private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none") {

		@Override
		public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
			assertThat(times).isEqualTo(Map.of(PARTITION, SpanLoopTests.this.clock.millis() - 3_600_000));
			return Map.of(PARTITION, new OffsetAndTimestamp(2, 0));
		}

		@Override
		public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
			if (SpanLoopTests.this.wakeups-- > 0) {
				throw new WakeupException();
			}
			super.commitSync(offsets);
		}

	};

	private int wakeups;

	private final RecordingExporter exporter = new RecordingExporter();

	private final FixedClock clock = new FixedClock();

	private final SpanExport export = new SpanExport(this.exporter, this.clock);

	private final SpanLoop loop = new SpanLoop(this.consumer, new SpanSource(TOPICS, new Spans(Resource.empty())),
			this.export, this.clock);

	@BeforeEach
	void assign() {
		this.consumer.subscribe(List.of(PARTITION.topic()));
		this.consumer.rebalance(List.of(PARTITION));
		this.consumer.updateBeginningOffsets(Map.of(PARTITION, 0L, OTHER, 0L));
		this.consumer.updateEndOffsets(Map.of(PARTITION, 0L, OTHER, 0L));
		this.consumer.seek(PARTITION, 0);
	}

	@Test
	void whatIsSampledIsSentTogetherAndThenCommitted() {
		add(0, true);
		add(1, false);
		add(2, true);
		Awaitility.await().until(() -> {
			this.loop.step();
			return this.exporter.taken.size() == 2;
		});
		assertThat(this.exporter.taken).extracting(SpanData::getSpanId)
			.containsExactly(Trace.spanId("e0"), Trace.spanId("e2"));
		assertThat(this.exporter.calls).isEqualTo(1);
		assertThat(committed()).isEqualTo(3);
		assertThat(this.export.exported()).isEqualTo(2);
		assertThat(this.export.lost()).isZero();
	}

	@Test
	void whatIsNotTakenIsSentAgainAndNotCommittedBefore() {
		this.exporter.refuses = true;
		add(0, true);
		Awaitility.await().until(() -> {
			this.loop.step();
			return this.exporter.calls == 2;
		});
		assertThat(committed()).isZero();
		this.exporter.refuses = false;
		Awaitility.await().until(() -> {
			this.loop.step();
			return committed() == 1;
		});
		assertThat(this.exporter.taken).hasSize(1);
		assertThat(this.consumer.paused()).isEmpty();
		assertThat(this.export.lost()).isZero();
	}

	@Test
	void outageOfTheReceiverLosesNothingHoweverLongItIs() {
		this.exporter.refuses = true;
		add(0, true);
		add(1, true);
		for (int call = 1; call <= 2; call++) {
			int calls = this.exporter.calls + 1;
			Awaitility.await().until(() -> {
				this.loop.step();
				return this.exporter.calls >= calls;
			});
			this.clock.advance(SpanExport.GIVE_UP);
		}
		assertThat(committed()).isZero();
		this.exporter.refuses = false;
		Awaitility.await().until(() -> {
			this.loop.step();
			return committed() == 2;
		});
		assertThat(this.exporter.taken).hasSize(2);
		assertThat(this.export.lost()).isZero();
	}

	@Test
	void whileItWaitsItReadsOnUntilItHasABatch() {
		this.exporter.refuses = true;
		add(0, true);
		Awaitility.await().until(() -> {
			this.loop.step();
			return this.exporter.calls == 1;
		});
		assertThat(this.consumer.paused()).isEmpty();
		for (int number = 1; number < 512; number++) {
			add(number, true);
		}
		this.loop.step();
		assertThat(this.consumer.paused()).containsExactly(PARTITION);
		this.exporter.refuses = false;
		Awaitility.await().until(() -> {
			this.loop.step();
			return committed() == 512;
		});
		assertThat(this.consumer.paused()).isEmpty();
	}

	@Test
	void whatIsSentLastIsCommittedAlsoWhereTheConsumerIsWoken() {
		this.wakeups = 1;
		add(0, true);
		Awaitility.await().until(() -> {
			this.loop.step();
			return this.exporter.taken.size() == 1;
		});
		assertThat(committed()).isEqualTo(1);
	}

	@Test
	void whatCannotBeReadIsCountedAndHoldsUpNothing() {
		this.consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, 0, "e",
				"{\"sampled\":true".getBytes(StandardCharsets.UTF_8)));
		add(1, true);
		Awaitility.await().until(() -> {
			this.loop.step();
			return this.exporter.taken.size() == 1;
		});
		assertThat(this.export.lost()).isEqualTo(1);
	}

	@Test
	void partitionStopsWhereOnlyANewerVersionReadsOnAndTheOthersGoOn() {
		this.consumer.rebalance(List.of(PARTITION, OTHER));
		this.consumer.seek(PARTITION, 0);
		this.consumer.seek(OTHER, 0);
		add(0, true);
		ConsumerRecord<String, byte[]> newer = new ConsumerRecord<>(PARTITION.topic(), 0, 1, "e",
				"{\"sampled\":true}".getBytes(StandardCharsets.UTF_8));
		newer.headers().add(JsonSerde.SCHEMA_HEADER, "99".getBytes(StandardCharsets.US_ASCII));
		this.consumer.addRecord(newer);
		add(2, true);
		for (int number = 0; number < 2; number++) {
			add(OTHER, number, true);
			int offset = number + 1;
			Awaitility.await().until(() -> {
				this.loop.step();
				return committed(OTHER) == offset;
			});
			assertThat(committed()).isEqualTo(1);
			assertThat(this.consumer.paused()).containsExactly(PARTITION);
		}
		assertThat(this.exporter.taken).extracting(SpanData::getSpanId)
			.containsExactlyInAnyOrder(Trace.spanId("e0"), Trace.spanId("e0"), Trace.spanId("e1"));
		assertThat(this.export.lost()).isZero();
		this.loop.onPartitionsRevoked(List.of(PARTITION));
		this.consumer.resume(List.of(PARTITION));
		add(3, true);
		Awaitility.await().until(() -> {
			this.loop.step();
			return committed() == 4;
		});
	}

	@Test
	void newGroupBeginsAnHourAgoAndAfterARestartThereToo() {
		this.exporter.refuses = true;
		this.consumer.updateEndOffsets(Map.of(PARTITION, 4L));
		this.loop.onPartitionsAssigned(List.of(PARTITION));
		assertThat(this.consumer.position(PARTITION)).isEqualTo(2);
		assertThat(committed()).isEqualTo(2);
		add(2, true);
		Awaitility.await().until(() -> {
			this.loop.step();
			return this.exporter.calls == 1;
		});
		this.clock.advance(SpanExport.GIVE_UP);
		this.loop.onPartitionsAssigned(List.of(PARTITION));
		assertThat(committed()).isEqualTo(2);
	}

	private void add(int number, boolean sampled) {
		add(PARTITION, number, sampled);
	}

	private void add(TopicPartition partition, int number, boolean sampled) {
		Trace trace = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", null, sampled);
		Execution execution = new Execution("e" + number, "demo", "a", 1, State.SUCCESS, List.of(), Map.of(), Map.of(),
				null, null, null, null, START, START, START.plusSeconds(1), null, null, false, null, 0, 3, null, trace,
				null);
		this.consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), number, execution.id(),
				Json.mapper().writeValueAsBytes(execution)));
	}

	private long committed() {
		return committed(PARTITION);
	}

	private long committed(TopicPartition partition) {
		OffsetAndMetadata offset = this.consumer.committed(Set.of(partition)).get(partition);
		return (offset != null) ? offset.offset() : 0;
	}

	private static final class RecordingExporter implements SpanExporter {

		private final List<SpanData> taken = new ArrayList<>();

		private boolean refuses;

		private int calls;

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.calls++;
			if (this.refuses) {
				return CompletableResultCode.ofExceptionalFailure(new IllegalStateException("no room"));
			}
			this.taken.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
