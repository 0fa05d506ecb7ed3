package io.windhover.flow.template;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which inputs a text names in its templates.
 */
public final class InputReferences {

	private static final NamedReferences REFERENCES = new NamedReferences("inputs");

	private InputReferences() {
	}

	public static Set<String> in(String text) {
		Set<String> names = new TreeSet<>();
		REFERENCES.collect(text, names);
		return names;
	}

}
