package io.windhover.flow.binding;

import java.util.Locale;

/**
 * The name of a constant as people write it.
 */
public final class ConstantName {

	private ConstantName() {
	}

	/**
	 * In lower case, with a dash where the constant has an underscore.
	 */
	public static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
