package io.windhover.flow.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.binding.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The plain values of a YAML text and where each of them stands. Never fails: what is
 * wrong with the text is in its problems.
 */
public final class YamlDocument {

	private final Map<Path, Position> values = new HashMap<>();

	private final Map<Path, Position> keys = new HashMap<>();

	private final List<YamlProblem> problems = new ArrayList<>();

	private @Nullable Object root;

	private YamlDocument() {
	}

	/**
	 * Reads a text that is not a flow, with the fixed limits.
	 */
	public static YamlDocument read(String text) {
		return read(text, YamlLimits.FIXED);
	}

	/**
	 * Reads a text up to a size.
	 */
	public static YamlDocument read(String text, YamlLimits limits) {
		YamlDocument document = new YamlDocument();
		int most = limits.characters();
		if (text.length() > most) {
			String property = limits.charactersProperty();
			String allowed = (property != null) ? "more than %s (%,d) allows".formatted(property, most)
					: "at most %,d are read".formatted(most);
			document.problem(Position.START, Path.ROOT,
					"the text has %,d characters; %s".formatted(text.length(), allowed));
			return document;
		}
		document.load(text, limits);
		return document;
	}

	private void load(String text, YamlLimits limits) {
		try {
			LoaderOptions options = new LoaderOptions();
			options.setCodePointLimit(limits.characters());
			// the values are counted as they are converted, each alias with all that it
			// stands for
			options.setMaxAliasesForCollections(Integer.MAX_VALUE);
			AcyclicParser parser = new AcyclicParser(new ParserImpl(new StreamReader(text), options));
			Node node = new Composer(parser, new CoreSchema(), options).getSingleNode();
			this.root = (node != null) ? new NodeConverter(this, limits).convert(node, Path.ROOT) : null;
		}
		catch (MarkedYAMLException ex) {
			Position position = (ex.getProblemMark() != null) ? Position.of(ex.getProblemMark()) : Position.START;
			problem(position, Path.ROOT, SyntaxExplanation.of(ex));
		}
		catch (ReaderException ex) {
			problem(SyntaxExplanation.position(text, ex.getPosition()), Path.ROOT,
					"character U+%04X is not allowed in YAML".formatted(ex.getCodePoint()));
		}
		catch (YAMLException ex) {
			problem(Position.START, Path.ROOT, "not readable as YAML: " + ex.getMessage());
		}
	}

	/**
	 * The values: maps, lists, text, numbers, booleans; null when the text is empty or
	 * broken.
	 */
	public @Nullable Object root() {
		return this.root;
	}

	/**
	 * What is wrong with the text; empty if it is valid.
	 */
	public List<YamlProblem> problems() {
		return List.copyOf(this.problems);
	}

	/**
	 * Where a value stands, or the nearest one around it that is there.
	 */
	public Position position(Path path) {
		Position found = this.values.get(path);
		if (found != null) {
			return found;
		}
		return path.isRoot() ? Position.START : position(path.parent());
	}

	/**
	 * Where the key of a value stands.
	 */
	public Position keyPosition(Path path) {
		Position found = this.keys.get(path);
		return (found != null) ? found : position(path);
	}

	void placed(Path path, Position position) {
		this.values.put(path, position);
	}

	void keyPlaced(Path path, Position position) {
		this.keys.put(path, position);
	}

	void problem(Position position, Path path, String message) {
		this.problems.add(new YamlProblem(position, path, message));
	}

}
