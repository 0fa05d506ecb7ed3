package io.windhover.management.incident;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.execution.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong on an instance.
 *
 * @param subject what it is about, by names such as namespace, flowId, triggerId,
 * executionId, taskRunId, topic; with {@code instance} where it is about one instance,
 * and without where it may move to another
 * @param since when it began; null when that is not known
 * @param cause for people; without what changes while nothing happens, such as an age
 * @param count how many events it stands for
 * @param route of the management port of this instance that shows it
 */
public record Finding(IncidentKind kind, Map<String, String> subject, @Nullable Instant since, String cause, long count,
		String route) {

	/**
	 * The same for the same kind and subject, on any instance and at any time.
	 */
	public String id() {
		StringBuilder text = new StringBuilder(this.kind.id());
		new TreeMap<>(this.subject).forEach((name, value) -> text.append('\n').append(name).append('=').append(value));
		return Fingerprint.of(text.toString());
	}

}
