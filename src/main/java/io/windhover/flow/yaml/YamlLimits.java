package io.windhover.flow.yaml;

import org.jspecify.annotations.Nullable;

/**
 * How much of a YAML text is read.
 *
 * @param characters of the text
 * @param charactersProperty that allows more; null where none does
 * @param values in the text, each alias counted as all that it stands for
 * @param valuesProperty that allows more; null where none does
 */
public record YamlLimits(int characters, @Nullable String charactersProperty, int values,
		@Nullable String valuesProperty) {

	/** Of texts that are no flows. */
	static final YamlLimits FIXED = new YamlLimits(1 << 20, null, 50_000, null);

}
