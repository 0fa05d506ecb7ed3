package io.windhover.bench;

import java.util.Objects;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;

/**
 * The executor's part of {@link BareLoop}: keeps an entry for each execution that runs,
 * and writes what the executor writes.
 */
class BareTopology implements KafkaStreamsInfrastructureCustomizer {

	private static final String STORE = "executions-store";

	@Override
	public void configureTopology(Topology topology) {
		topology
			.addSource("source", new StringDeserializer(), Serdes.ByteArray().deserializer(), BareLoop.COMMANDS,
					BareLoop.RESULTS)
			.addProcessor("processor", Executor::new, "source")
			.addStateStore(Stores
				.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
				.withCachingDisabled(), "processor");
		for (String topic : new String[] { BareLoop.JOBS, BareLoop.EXECUTIONS, BareLoop.TASK_RUNS }) {
			topology.addSink(topic, topic, new StringSerializer(), Serdes.ByteArray().serializer(), "processor");
		}
	}

	private static final class Executor extends ContextualProcessor<String, byte[], String, byte[]> {

		@SuppressWarnings("NullAway.Init") // by init()
		private KeyValueStore<String, byte[]> store;

		@Override
		public void init(ProcessorContext<String, byte[]> context) {
			super.init(context);
			this.store = context.getStateStore(STORE);
		}

		@Override
		public void process(Record<String, byte[]> event) {
			BareLoop.Message message = BareLoop.read(event.value());
			String state = message.state();
			if (!state.equals("create")) {
				message = BareLoop.read(Objects.requireNonNull(this.store.get(event.key()))).next(state);
			}
			this.store.put(event.key(), BareLoop.write(message));
			send(BareLoop.TASK_RUNS, message);
			if (!state.equals("started")) {
				send(BareLoop.EXECUTIONS, message);
			}
			if (state.equals("create")) {
				send(BareLoop.JOBS, message);
			}
		}

		private void send(String topic, BareLoop.Message message) {
			context().forward(new Record<>(message.id(), BareLoop.write(message), message.at().toEpochMilli()), topic);
		}

	}

}
