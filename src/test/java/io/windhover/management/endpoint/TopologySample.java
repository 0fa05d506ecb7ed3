package io.windhover.management.endpoint;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;

/**
 * A small topology, and how it is drawn.
 */
final class TopologySample implements KafkaStreamsInfrastructureCustomizer {

	static final TopologySample CUSTOMIZER = new TopologySample();

	static final String MERMAID = """
			flowchart LR
			  subgraph part0["sub-topology 0"]
			    node0["commands"]
			    node1["execute #quot;all#quot;"]
			    store2[("state")]
			    node3["jobs"]
			  end
			  topic4(["in"])
			  topic5(["out"])
			  node0 --> node1
			  node1 --- store2
			  node1 --> node3
			  node3 --> topic5
			  topic4 --> node0
			""";

	private TopologySample() {
	}

	@Override
	public void configureBuilder(StreamsBuilder builder) {
		builder.addStateStore(
				Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("state"), Serdes.String(), Serdes.String()));
	}

	@Override
	public void configureTopology(Topology topology) {
		topology.addSource("commands", "in")
			.addProcessor("execute \"all\"", Nothing::new, "commands")
			.connectProcessorAndStateStores("execute \"all\"", "state")
			.addSink("jobs", "out", "execute \"all\"");
	}

	private static final class Nothing extends ContextualProcessor<Object, Object, Object, Object> {

		@Override
		public void process(Record<Object, Object> message) {
			context().forward(message);
		}

	}

}
