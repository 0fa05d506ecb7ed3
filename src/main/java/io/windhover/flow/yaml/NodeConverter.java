package io.windhover.flow.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.binding.Path;
import io.windhover.flow.value.Numbers;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns nodes into plain values and writes down where they stand. Aliases are followed,
 * so both depth and number of the values are limited.
 */
class NodeConverter {

	private static final int DEEPEST = 50;

	private final YamlDocument document;

	private final YamlLimits limits;

	private int values;

	NodeConverter(YamlDocument document, YamlLimits limits) {
		this.document = document;
		this.limits = limits;
	}

	@Nullable Object convert(Node node, Path path) {
		this.values++;
		if (this.values > this.limits.values()) {
			String property = this.limits.valuesProperty();
			throw new TooLargeException((property != null)
					? "more values than %s (%,d) allows, aliases included".formatted(property, this.limits.values())
					: "more than %,d values, aliases included".formatted(this.limits.values()), node);
		}
		if (path.steps().size() > DEEPEST) {
			throw new TooLargeException("more than %d levels, aliases included".formatted(DEEPEST), node);
		}
		this.document.placed(path, Position.of(node.getStartMark()));
		if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
			return map(mapping, path);
		}
		if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
			return list(sequence, path);
		}
		if (node instanceof ScalarNode scalar) {
			return scalar(scalar, path);
		}
		return unknownTag(node, path);
	}

	private Map<String, @Nullable Object> map(MappingNode node, Path path) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (NodeTuple entry : node.getValue()) {
			Position position = Position.of(entry.getKeyNode().getStartMark());
			if (!(entry.getKeyNode() instanceof ScalarNode key)) {
				this.document.problem(position, path, "a key must be a word, not a list or map");
				continue;
			}
			Path child = path.child(key.getValue());
			if (map.containsKey(key.getValue())) {
				this.document.problem(position, child, "'%s' is there twice; it first stands in line %d"
					.formatted(key.getValue(), this.document.keyPosition(child).line()));
				continue;
			}
			this.document.keyPlaced(child, position);
			map.put(key.getValue(), convert(entry.getValueNode(), child));
		}
		return map;
	}

	private List<@Nullable Object> list(SequenceNode node, Path path) {
		List<@Nullable Object> list = new ArrayList<>();
		for (Node each : node.getValue()) {
			list.add(convert(each, path.child(list.size())));
		}
		return list;
	}

	private @Nullable Object scalar(ScalarNode node, Path path) {
		String text = node.getValue();
		if (node.getTag().equals(Tag.STR)) {
			return text;
		}
		if (node.getTag().equals(Tag.NULL)) {
			return null;
		}
		if (node.getTag().equals(Tag.BOOL)) {
			return text.equalsIgnoreCase("true");
		}
		try {
			if (node.getTag().equals(Tag.INT)) {
				return integer(text);
			}
			if (node.getTag().equals(Tag.FLOAT)) {
				return Double.valueOf(text);
			}
		}
		catch (NumberFormatException ex) {
			this.document.problem(Position.of(node.getStartMark()), path,
					(text.length() > Numbers.LONGEST)
							? "has more than %d digits; put it in quotes to make it text".formatted(Numbers.LONGEST)
							: "'%s' is not a number".formatted(text));
			return null;
		}
		return unknownTag(node, path);
	}

	private static Object integer(String text) {
		Numbers.parseable(text);
		BigInteger number = text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
		if (number.bitLength() < Integer.SIZE) {
			return number.intValue();
		}
		return (number.bitLength() < Long.SIZE) ? (Object) number.longValue() : number;
	}

	private @Nullable Object unknownTag(Node node, Path path) {
		this.document.problem(Position.of(node.getStartMark()), path,
				"the tag '%s' is not known; remove it".formatted(node.getTag().getValue()));
		return null;
	}

	/** Ends the reading where it stands. */
	private static class TooLargeException extends MarkedYAMLException {

		TooLargeException(String message, Node node) {
			super(null, null, message, node.getStartMark());
		}

	}

}
