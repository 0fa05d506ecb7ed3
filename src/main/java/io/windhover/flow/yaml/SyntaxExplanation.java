package io.windhover.flow.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Says for people what the YAML parser says.
 */
final class SyntaxExplanation {

	private SyntaxExplanation() {
	}

	static String of(MarkedYAMLException ex) {
		String problem = text(ex.getProblem());
		if (problem.contains("'\\t'") || problem.contains("\\t(TAB)")) {
			return "a tab cannot indent YAML; use spaces";
		}
		if (problem.contains("but found another document") || text(ex.getContext()).contains("single document")) {
			return "a file holds one flow; remove the second document (after '---')";
		}
		String context = text(ex.getContext());
		return "not readable as YAML: " + (context.isEmpty() ? problem : context + ", " + problem);
	}

	static Position position(String text, int index) {
		int line = 1;
		int column = 1;
		for (int i = 0; i < Math.min(index, text.length()); i++) {
			boolean newLine = text.charAt(i) == '\n';
			line += newLine ? 1 : 0;
			column = newLine ? 1 : column + 1;
		}
		return new Position(line, column);
	}

	private static String text(@Nullable String text) {
		return (text != null) ? text.strip() : "";
	}

}
