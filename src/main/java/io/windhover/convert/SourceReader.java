package io.windhover.convert;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.CollectionNode;
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
 * Reads the YAML of a flow of Kestra with its lines, and with its comments: those above a
 * property or an element of a list, and those at the end of its line.
 */
public final class SourceReader {

	private static final int MOST_CHARACTERS = 1 << 20;

	/** In which the end of each of its values is looked at. */
	private static final int LONGEST_LINE = 2_000;

	private static final Resolver YAML_1_1 = new Resolver();

	private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

	private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,18}");

	private static final Pattern COMMENT = Pattern.compile("\\s*#.*");

	private static final Pattern SKIPPED = Pattern.compile("\\s*|---\\s*");

	/** What follows a value. */
	private static final Pattern BEHIND = Pattern.compile("\\s*+(?:,\\s*+)?(#.*)");

	/** What follows a key whose value begins in the next line. */
	private static final Pattern BEHIND_A_KEY = Pattern.compile("\\s*:(?:\\s+[|>][-+0-9]*)?\\s+(#.*)");

	private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\n\\r\\u0085\\u2028\\u2029]");

	private final List<String> lines;

	/** Lines of texts that go over several, where a # begins no comment. */
	private final BitSet texts = new BitSet();

	/** Lines whose comment has its place. */
	private final BitSet taken = new BitSet();

	private final int length;

	private final KestraSource.Mapping flow;

	/**
	 * Reads a flow of at most 1,048,576 characters.
	 * @throws UnreadableFlowException when it is longer, not YAML or not a map
	 */
	public SourceReader(String text) {
		if (text.length() > MOST_CHARACTERS) {
			throw new UnreadableFlowException(1, "has more than %,d characters".formatted(MOST_CHARACTERS));
		}
		// the same ends of lines as those that the YAML reader counts
		this.lines = List.of(LINE_END.split(text, -1));
		this.length = text.codePointCount(0, text.length());
		if (!(compose(text) instanceof MappingNode mapping)) {
			throw new UnreadableFlowException(1, "a flow is a map of properties: id, namespace, tasks and more");
		}
		markTexts(mapping);
		this.flow = mapping(mapping);
	}

	/**
	 * The properties of the flow.
	 */
	public KestraSource.Mapping flow() {
		return this.flow;
	}

	/**
	 * The comments below everything else, once.
	 */
	public List<String> commentsAtTheEnd() {
		return commentsAbove(this.lines.size());
	}

	private static @Nullable Node compose(String text) {
		try {
			LoaderOptions options = new LoaderOptions();
			options.setCodePointLimit(MOST_CHARACTERS + 1);
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
			if (node.getEndMark().getColumn() == 0 || (isBlock(scalar) && node.getEndMark().getIndex() < this.length)) {
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

	private KestraSource.Mapping mapping(MappingNode node) {
		Map<String, KestraSource.Entry> entries = new LinkedHashMap<>();
		node.getValue().forEach((entry) -> add(entries, entry));
		return new KestraSource.Mapping(node.getStartMark().getLine() + 1, entries);
	}

	private KestraSource source(Node node) {
		if (node instanceof MappingNode mapping) {
			return mapping(mapping);
		}
		int line = node.getStartMark().getLine() + 1;
		if (node instanceof SequenceNode sequence) {
			List<KestraSource.Entry> items = new ArrayList<>();
			sequence.getValue().forEach((each) -> items.add(item(each)));
			return new KestraSource.Sequence(line, items);
		}
		return scalar(line, (ScalarNode) node);
	}

	private void add(Map<String, KestraSource.Entry> entries, NodeTuple tuple) {
		int line = tuple.getKeyNode().getStartMark().getLine() + 1;
		if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
			throw new UnreadableFlowException(line, "a key must be a word, not a list or map");
		}
		List<String> comments = commentsAbove(line - 1);
		comments.addAll(commentsBehind(tuple));
		KestraSource.Entry entry = new KestraSource.Entry(line, comments, source(tuple.getValueNode()));
		if (entries.putIfAbsent(key.getValue(), entry) != null) {
			throw new UnreadableFlowException(line, "'%s' is there twice".formatted(key.getValue()));
		}
	}

	/** What is in its first line is about all of it. */
	private KestraSource.Entry item(Node node) {
		int line = node.getStartMark().getLine();
		List<String> comments = commentsAbove(line);
		if (node instanceof MappingNode mapping && !isFlow(mapping)) {
			comments.addAll(commentsBehind(mapping.getValue().get(0)));
		}
		else if (!isBelow(node)) {
			comments.addAll(comment(node.getEndMark(), BEHIND));
		}
		return new KestraSource.Entry(line + 1, comments, source(node));
	}

	private List<String> commentsBehind(NodeTuple tuple) {
		Node value = tuple.getValueNode();
		return isBelow(value) ? comment(tuple.getKeyNode().getEndMark(), BEHIND_A_KEY)
				: comment(value.getEndMark(), BEHIND);
	}

	/** Whether it begins in the line after what it belongs to. */
	private static boolean isBelow(Node value) {
		return (value instanceof ScalarNode scalar) ? isBlock(scalar) : !isFlow((CollectionNode<?>) value);
	}

	private static boolean isFlow(CollectionNode<?> node) {
		return node.getFlowStyle() == DumperOptions.FlowStyle.FLOW;
	}

	private List<String> comment(Mark from, Pattern behind) {
		String line = this.lines.get(from.getLine());
		if (line.length() > LONGEST_LINE || this.taken.get(from.getLine())
				|| from.getColumn() > line.codePointCount(0, line.length())) {
			return List.of();
		}
		Matcher found = behind.matcher(line.substring(line.offsetByCodePoints(0, from.getColumn())));
		if (!found.matches()) {
			return List.of();
		}
		this.taken.set(from.getLine());
		return List.of(found.group(1).strip());
	}

	private List<String> commentsAbove(int line) {
		List<String> comments = new ArrayList<>();
		for (int i = line - 1; i >= 0 && !this.texts.get(i) && !this.taken.get(i); i--) {
			String above = this.lines.get(i);
			boolean comment = COMMENT.matcher(above).matches();
			if (!comment && !SKIPPED.matcher(above).matches()) {
				break;
			}
			this.taken.set(i);
			if (comment) {
				comments.add(above.strip());
			}
		}
		Collections.reverse(comments);
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
