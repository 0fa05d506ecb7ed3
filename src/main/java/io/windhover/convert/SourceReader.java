package io.windhover.convert;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the YAML of a flow of Kestra with its lines, and with the comments that have a
 * line of their own.
 */
public final class SourceReader {

	private static final int MOST_CHARACTERS = 1 << 20;

	private static final Resolver YAML_1_1 = new Resolver();

	private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

	private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,18}");

	private static final Pattern COMMENT = Pattern.compile("\\s*#.*");

	private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\n\\r\\u0085\\u2028\\u2029]");

	private final List<String> lines;

	/** Lines of texts that go over several, where a # begins no comment. */
	private final BitSet texts = new BitSet();

	private final Map<Integer, List<String>> comments = new HashMap<>();

	private SourceReader(String text) {
		// the same ends of lines as those that the YAML reader counts
		this.lines = List.of(LINE_END.split(text, -1));
	}

	/**
	 * Reads a flow of at most 1,048,576 characters.
	 * @throws UnreadableFlowException when it is longer, not YAML or not a map
	 */
	public static KestraSource.Mapping read(String text) {
		if (text.length() > MOST_CHARACTERS) {
			throw new UnreadableFlowException(1, "has more than %,d characters".formatted(MOST_CHARACTERS));
		}
		SourceReader reader = new SourceReader(text);
		Node root = reader.compose(text);
		if (!(root instanceof MappingNode mapping)) {
			throw new UnreadableFlowException(1, "a flow is a map of properties: id, namespace, tasks and more");
		}
		reader.markTexts(root);
		return (KestraSource.Mapping) reader.source(mapping);
	}

	/** The comments below everything else. */
	public static List<String> commentsAtTheEnd(String text) {
		List<String> lines = text.lines().toList();
		int from = lines.size();
		while (from > 0 && (lines.get(from - 1).startsWith("#") || lines.get(from - 1).isBlank())) {
			from--;
		}
		return lines.subList(from, lines.size()).stream().filter((line) -> !line.isBlank()).toList();
	}

	private @Nullable Node compose(String text) {
		try {
			LoaderOptions options = new LoaderOptions();
			options.setCodePointLimit(MOST_CHARACTERS);
			Parser parser = new AliasFreeParser(new ParserImpl(new StreamReader(text), options));
			return new Composer(parser, YAML_1_1, options).getSingleNode();
		}
		catch (MarkedYAMLException ex) {
			int line = (ex.getProblemMark() != null) ? ex.getProblemMark().getLine() + 1 : 1;
			throw new UnreadableFlowException(line, "is not readable as YAML: " + ex.getProblem());
		}
		catch (YAMLException ex) {
			throw new UnreadableFlowException(1, "is not readable as YAML: " + ex.getMessage());
		}
	}

	private void markTexts(Node node) {
		if (node instanceof ScalarNode scalar && node.getEndMark().getLine() > node.getStartMark().getLine()) {
			this.texts.set(node.getStartMark().getLine() + 1, node.getEndMark().getLine() + 1);
			if (node.getEndMark().getColumn() == 0 || isBlock(scalar)) {
				this.texts.clear(node.getEndMark().getLine());
			}
		}
		else if (node instanceof MappingNode mapping) {
			mapping.getValue().forEach((entry) -> {
				markTexts(entry.getKeyNode());
				markTexts(entry.getValueNode());
			});
		}
		else if (node instanceof SequenceNode sequence) {
			sequence.getValue().forEach(this::markTexts);
		}
	}

	private static boolean isBlock(ScalarNode node) {
		return switch (node.getScalarStyle()) {
			case LITERAL, FOLDED -> true;
			default -> false;
		};
	}

	private KestraSource source(Node node) {
		int line = node.getStartMark().getLine() + 1;
		if (node instanceof MappingNode mapping) {
			Map<String, KestraSource.Entry> entries = new LinkedHashMap<>();
			mapping.getValue().forEach((entry) -> add(entries, entry));
			return new KestraSource.Mapping(line, entries);
		}
		if (node instanceof SequenceNode sequence) {
			List<KestraSource.Entry> items = new ArrayList<>();
			sequence.getValue().forEach((each) -> items.add(entry(each, source(each))));
			return new KestraSource.Sequence(line, items);
		}
		return scalar(line, (ScalarNode) node);
	}

	private void add(Map<String, KestraSource.Entry> entries, NodeTuple tuple) {
		int line = tuple.getKeyNode().getStartMark().getLine() + 1;
		if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
			throw new UnreadableFlowException(line, "a key must be a word, not a list or map");
		}
		if (entries.putIfAbsent(key.getValue(), entry(key, source(tuple.getValueNode()))) != null) {
			throw new UnreadableFlowException(line, "'%s' is there twice".formatted(key.getValue()));
		}
	}

	private KestraSource.Entry entry(Node place, KestraSource value) {
		int line = place.getStartMark().getLine();
		return new KestraSource.Entry(line + 1, this.comments.computeIfAbsent(line, this::commentsAbove), value);
	}

	private List<String> commentsAbove(int line) {
		List<String> comments = new ArrayList<>();
		for (int i = line - 1; i >= 0 && !this.texts.get(i) && COMMENT.matcher(this.lines.get(i)).matches(); i--) {
			comments.add(0, this.lines.get(i).strip());
		}
		return comments;
	}

	private static KestraSource.Scalar scalar(int line, ScalarNode node) {
		String text = node.getValue();
		if (!node.isPlain()) {
			return new KestraSource.Scalar(line, text, text, false);
		}
		Tag older = YAML_1_1.resolve(NodeId.scalar, text, true);
		Object value = value(text);
		boolean plainText = older.equals(Tag.STR) || older.equals(Tag.TIMESTAMP) || older.equals(Tag.MERGE);
		return new KestraSource.Scalar(line, value, text, value instanceof String && !plainText);
	}

	private static @Nullable Object value(String text) {
		return switch (text) {
			case "true", "True", "TRUE" -> true;
			case "false", "False", "FALSE" -> false;
			case "", "~", "null", "Null", "NULL" -> null;
			default -> NUMBER.matcher(text).matches() ? number(Long.parseLong(text))
					: DECIMAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
		};
	}

	private static Object number(long number) {
		return (number == (int) number) ? (Object) (int) number : (Object) number;
	}

	/**
	 * Refuses aliases, which Kestra does not know either.
	 */
	private record AliasFreeParser(Parser parser) implements Parser {

		@Override
		public boolean checkEvent(Event.ID choice) {
			return this.parser.checkEvent(choice);
		}

		@Override
		public Event peekEvent() {
			return this.parser.peekEvent();
		}

		@Override
		public Event getEvent() {
			Event event = this.parser.getEvent();
			if (event instanceof AliasEvent alias) {
				throw new UnreadableFlowException(alias.getStartMark().getLine() + 1,
						"the alias '*%s' is not known to Kestra; write the value itself".formatted(alias.getAnchor()));
			}
			return event;
		}

	}

}
