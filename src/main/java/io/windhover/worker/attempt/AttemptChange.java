package io.windhover.worker.attempt;

import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.ExecutionChange;
import io.windhover.secret.UsedSecrets;

/**
 * What an attempt sets of its execution. Safe for several threads.
 */
public class AttemptChange {

	private final Map<String, String> labels = new LinkedHashMap<>();

	private final Map<String, Object> outputs = new LinkedHashMap<>();

	synchronized void label(String name, String value) {
		this.labels.put(name, value);
	}

	synchronized void output(String name, Object value) {
		this.outputs.put(name, value);
	}

	synchronized ExecutionChange masked(UsedSecrets secrets) {
		Map<String, String> masked = new LinkedHashMap<>();
		this.labels.forEach((name, value) -> masked.put(secrets.mask(name), secrets.mask(value)));
		return new ExecutionChange(masked, secrets.mask(new LinkedHashMap<>(this.outputs)));
	}

}
