package io.windhover.secret;

import java.util.Map;

import io.windhover.plugin.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in the environment of the process, each in a variable with a prefix.
 */
record EnvironmentSecrets(Map<String, String> environment) implements SecretSource {

	/** What stands before the name of a secret. */
	static final String PREFIX = "WINDHOVER_SECRET_";

	@Override
	public String description() {
		return variable("…");
	}

	/** Where a secret is, for people. */
	static String variable(String name) {
		return "the environment variable " + PREFIX + name;
	}

	@Override
	public @Nullable String find(String name) {
		return this.environment.get(PREFIX + name);
	}

}
