package io.windhover.flow.yaml;

import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What plain scalars mean in YAML 1.2: unlike in 1.1, "no" is a word, 1:30 is text, and
 * so is a date.
 */
class CoreSchema extends Resolver {

	@Override
	protected void addImplicitResolvers() {
		addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
		addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+|0x[0-9a-fA-F]+"), "-+0123456789");
		addImplicitResolver(Tag.FLOAT, Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
				"-+0123456789.");
		addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL"), "~nN\0");
		addImplicitResolver(Tag.NULL, EMPTY, null);
	}

}
