package io.windhover.management.endpoint.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.apache.kafka.streams.TopologyDescription;

/**
 * Draws a topology as a mermaid flowchart: topics, nodes and stores, with an arrow for
 * each way that records take.
 */
final class MermaidTopology {

	private final StringBuilder chart = new StringBuilder("flowchart LR\n");

	private final Map<String, String> ids = new HashMap<>();

	private final TreeSet<String> edges = new TreeSet<>();

	private MermaidTopology() {
	}

	static String of(TopologyDescription topology) {
		MermaidTopology drawing = new MermaidTopology();
		topology.globalStores()
			.stream()
			.sorted(Comparator.comparing(TopologyDescription.GlobalStore::id))
			.forEach((global) -> {
				drawing.node(global.source());
				drawing.node(global.processor());
			});
		topology.subtopologies()
			.stream()
			.sorted(Comparator.comparing(TopologyDescription.Subtopology::id))
			.forEach(drawing::subtopology);
		drawing.edges.forEach((edge) -> drawing.chart.append("  ").append(edge).append('\n'));
		return drawing.chart.toString();
	}

	private void subtopology(TopologyDescription.Subtopology part) {
		this.chart.append("  subgraph part%d[\"sub-topology %d\"]\n".formatted(part.id(), part.id()));
		List<TopologyDescription.Node> nodes = part.nodes()
			.stream()
			.sorted(Comparator.comparing(TopologyDescription.Node::name))
			.toList();
		nodes.forEach((node) -> {
			this.chart.append("    %s[\"%s\"]\n".formatted(id("node", node.name()), label(node.name())));
			if (node instanceof TopologyDescription.Processor processor) {
				processor.stores().stream().sorted().forEach((store) -> shape("  ", "store", store, "[(\"%s\")]"));
			}
		});
		this.chart.append("  end\n");
		nodes.forEach(this::node);
	}

	private void node(TopologyDescription.Node node) {
		String id = id("node", node.name());
		node.successors().forEach((next) -> this.edges.add(id + " --> " + id("node", next.name())));
		if (node instanceof TopologyDescription.Source source && source.topicSet() != null) {
			source.topicSet().stream().sorted().forEach((topic) -> this.edges.add(topic(topic) + " --> " + id));
		}
		else if (node instanceof TopologyDescription.Sink sink) {
			String name = (sink.topic() != null) ? sink.topic() : String.valueOf(sink.topicNameExtractor());
			this.edges.add(id + " --> " + topic(name));
		}
		else if (node instanceof TopologyDescription.Processor processor) {
			processor.stores().forEach((store) -> this.edges.add(id + " --- " + id("store", store)));
		}
	}

	private String topic(String name) {
		return shape("", "topic", name, "([\"%s\"])");
	}

	/** Draws something once, however often it is named. */
	private String shape(String indent, String kind, String name, String shape) {
		boolean drawn = this.ids.containsKey(kind + name);
		String id = id(kind, name);
		if (!drawn) {
			this.chart.append(indent).append("  ").append(id).append(shape.formatted(label(name))).append('\n');
		}
		return id;
	}

	// a name may hold what mermaid reads as syntax
	private String id(String kind, String name) {
		return this.ids.computeIfAbsent(kind + name, (key) -> kind + this.ids.size());
	}

	private static String label(String name) {
		return name.replace("\"", "#quot;");
	}

}
