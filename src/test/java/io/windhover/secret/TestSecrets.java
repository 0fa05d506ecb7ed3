package io.windhover.secret;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Secrets of tests, from a map.
 */
public final class TestSecrets {

	private TestSecrets() {
	}

	/**
	 * Those of an environment that has nothing else.
	 */
	public static SecretSources of(Map<String, String> values) {
		Map<String, String> environment = values.entrySet()
			.stream()
			.collect(Collectors.toMap((each) -> EnvironmentSecrets.PREFIX + each.getKey(), Map.Entry::getValue));
		return new SecretSources(() -> List.of(new EnvironmentSecrets(environment)));
	}

}
