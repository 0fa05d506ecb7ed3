package io.windhover.flow.template;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the templates of a text the names that stand after one variable, as in
 * {@code outputs.fetch} or {@code outputs['fetch']}.
 */
class NamedReferences {

	private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);

	private final Pattern reference;

	NamedReferences(String variable) {
		this.reference = Pattern.compile(
				"(?<![\\w.])" + variable + "\\b(?:\\s*\\.\\s*([A-Za-z_]\\w*)|\\s*\\[\\s*[\"']([\\w-]+)[\"']\\s*])?");
	}

	/**
	 * Adds the names.
	 * @return whether the variable also stands there with a computed name or none
	 */
	boolean collect(String text, Set<String> names) {
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
