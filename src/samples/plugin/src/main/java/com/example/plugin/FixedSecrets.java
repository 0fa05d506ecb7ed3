package com.example.plugin;

import io.windhover.plugin.SecretSource;

/**
 * One secret, as an example of a source.
 */
public class FixedSecrets implements SecretSource {

	@Override
	public String description() {
		return "the example plugin";
	}

	@Override
	public String find(String name) {
		return name.equals("EXAMPLE_PLUGIN") ? "shown-to-nobody" : null;
	}

}
