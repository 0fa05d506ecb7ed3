package io.windhover.topic.streams;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

import static org.assertj.core.api.Assertions.assertThat;

class DueTimeIndexTests {

	private static final Statistics STATISTICS = new Statistics();

	private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	private Path directory;

	@SuppressWarnings("NullAway.Init") // by open()
	private KeyValueStore<String, String> store;

	@SuppressWarnings("NullAway.Init") // by open()
	private DueTimeIndex<String> index;

	@BeforeEach
	void open() {
		Properties settings = new Properties();
		settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
		settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
		settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Counted.class);
		MockProcessorContext<String, String> context = new MockProcessorContext<>(settings, new TaskId(0, 0),
				this.directory.toFile());
		this.store = Stores
			.keyValueStoreBuilder(Stores.persistentKeyValueStore("entries"), Serdes.String(), Serdes.String())
			.withLoggingDisabled()
			.withCachingDisabled()
			.build();
		this.store.init(context.getStateStoreContext(), this.store);
		this.index = new DueTimeIndex<>(this.store, "t/", "");
		this.store.put("s/0000000000000/other", "");
		this.store.put("u/0000000000000/other", "");
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void findsWhatIsDueTheMostOverdueFirstUntilItIsRemoved() {
		this.index.add(NOON.plusMillis(1), "later");
		this.index.add(NOON, "b/2");
		this.index.add(NOON.minusSeconds(1), "first");
		assertThat(this.index.due(NOON.minusSeconds(2), 10)).isEmpty();
		assertThat(this.index.due(NOON, 10)).containsExactly("first", "b/2");
		assertThat(this.index.due(NOON, 1)).containsExactly("first");
		this.index.remove(NOON.minusSeconds(1), "first");
		assertThat(this.index.due(NOON, 10)).containsExactly("b/2");
	}

	@Test
	void takesWhatIsDueOnce() {
		this.index.add(NOON, "a");
		this.index.add(NOON, "b");
		this.index.add(NOON, "c");
		assertThat(this.index.take(NOON, 2)).containsExactly("a", "b");
		assertThat(this.index.take(NOON, 2)).containsExactly("c");
		assertThat(this.index.take(NOON, 2)).isEmpty();
		this.index.add(NOON.minusSeconds(1), "before");
		this.index.add(NOON.plusSeconds(1), "after");
		assertThat(this.index.take(NOON, 2)).containsExactly("before");
		assertThat(this.index.take(NOON.plusSeconds(1), 2)).containsExactly("after");
	}

	@Test
	void entriesOfAStoreThatIsOpenedAgainAreFound() {
		this.index.add(NOON, "a");
		assertThat(new DueTimeIndex<>(this.store, "t/", "").take(NOON, 2)).containsExactly("a");
	}

	@Test
	void manyOfOneInstantAreTakenInSlicesWithoutWalkingOverTheTakenOnes() {
		int many = 10_000;
		for (int i = 0; i < many; i++) {
			this.index.add(NOON, "%06d".formatted(i));
		}
		long before = STATISTICS.getTickerCount(TickerType.NUMBER_ITER_SKIP);
		List<String> taken = new ArrayList<>();
		List<String> slice;
		do {
			slice = this.index.take(NOON, 16);
			taken.addAll(slice);
		}
		while (!slice.isEmpty());
		assertThat(taken).hasSize(many).isSorted();
		assertThat(STATISTICS.getTickerCount(TickerType.NUMBER_ITER_SKIP) - before).isLessThan(many);
	}

	/**
	 * Counts over all stores.
	 */
	public static class Counted implements RocksDBConfigSetter {

		@Override
		public void setConfig(String storeName, Options options, Map<String, Object> configs) {
			options.setStatistics(STATISTICS);
		}

		@Override
		public void close(String storeName, Options options) {
			// the statistics are read after the store is closed
		}

	}

}
