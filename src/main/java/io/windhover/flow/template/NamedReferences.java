package io.windhover.flow.template;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.windhover.flow.value.Strings;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the templates of a text the names that stand after one variable, as in
 * {@code outputs.fetch} or {@code outputs['fetch']}.
 */
public final class NamedReferences {

	/** Of the inputs of an execution. */
	public static final NamedReferences INPUTS = new NamedReferences("inputs");

	/** Of what a flow has under {@code variables}. */
	public static final NamedReferences VARIABLES = new NamedReferences("vars");

	static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);

	private final Pattern reference;

	NamedReferences(String variable) {
		this.reference = Pattern.compile(
				"(?<![\\w.])" + variable + "\\b(?:\\s*\\.\\s*([A-Za-z_]\\w*)|\\s*\\[\\s*[\"']([\\w-]+)[\"']\\s*])?");
	}

	/**
	 * Looks through every string of a value, however deep.
	 */
	public Set<String> in(@Nullable Object value) {
		Set<String> names = new TreeSet<>();
		collect(value, names);
		return names;
	}

	/**
	 * Adds the names in every string of a value, however deep.
	 * @return whether the variable also stands there with a computed name or none
	 */
	boolean collect(@Nullable Object value, Set<String> names) {
		boolean all = false;
		for (String text : Strings.in(value).toList()) {
			all |= collectIn(text, names);
		}
		return all;
	}

	private boolean collectIn(String text, Set<String> names) {
		boolean all = false;
		Matcher template = TEMPLATE.matcher(text);
		while (template.find()) {
			Matcher found = this.reference.matcher(template.group());
			while (found.find()) {
				String name = (found.group(1) != null) ? found.group(1) : found.group(2);
				if (name != null) {
					names.add(name);
				}
				all |= name == null;
			}
		}
		return all;
	}

}
