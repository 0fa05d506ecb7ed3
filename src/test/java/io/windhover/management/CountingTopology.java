package io.windhover.management;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;

/**
 * Counts the records of a topic by key in a store, and dies of a deadly one as of a fault
 * that no handler of records keeps from the thread.
 */
public record CountingTopology(String topic) implements KafkaStreamsInfrastructureCustomizer {

	public static final String STORE = "counts";

	static final byte[] DEADLY = { 66 };

	@Override
	public void configureBuilder(StreamsBuilder builder) {
		builder.addStateStore(
				Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Long()));
	}

	@Override
	public void configureTopology(Topology topology) {
		topology.addSource("records", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), this.topic)
			.addProcessor("count", Counter::new, "records")
			.connectProcessorAndStateStores("count", STORE);
	}

	private static final class Counter implements Processor<String, byte[], String, Long> {

		@SuppressWarnings("NullAway.Init")
		private KeyValueStore<String, Long> counts;

		@Override
		public void init(ProcessorContext<String, Long> context) {
			this.counts = context.getStateStore(STORE);
		}

		@Override
		public void process(Record<String, byte[]> message) {
			if (message.value().length == DEADLY.length) {
				throw new AssertionError("deadly");
			}
			Long before = this.counts.get(message.key());
			this.counts.put(message.key(), (before != null) ? before + 1 : 1);
		}

	}

}
