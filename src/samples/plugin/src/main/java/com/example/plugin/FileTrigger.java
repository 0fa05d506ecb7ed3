package com.example.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.plugin.TriggerEvaluation;
import io.windhover.plugin.TriggerPlugin;

/**
 * Fires once for each change of a file. What it has fired for is known until Windhover ends, so that a file that is there
 * at the start fires once more: better twice than never.
 */
public class FileTrigger implements TriggerPlugin<FileTrigger.Configuration> {

	/** By namespace, flow and trigger, since all triggers of the type share this object. */
	private final Map<List<String>, Fired> fired = new ConcurrentHashMap<>();

	@Override
	public String type() {
		return "example.file";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Fires once for each change of a file.";
	}

	@Override
	public Map<String, Object> evaluate(Configuration configuration, TriggerEvaluation evaluation) throws IOException {
		Path file = Path.of(configuration.path());
		List<String> trigger = List.of(evaluation.namespace(), evaluation.flowId(), evaluation.triggerId());
		if (!Files.exists(file)) {
			this.fired.remove(trigger);
			return null;
		}
		Fired now = new Fired(Files.getLastModifiedTime(file), evaluation.date());
		Fired last = this.fired.put(trigger, now);
		if (last != null && last.changed().equals(now.changed()) && !last.date().equals(now.date())) {
			this.fired.put(trigger, last); // an evaluation with its date, made once more, fires again
			return null;
		}
		return Map.of("size", Files.size(file), "changed", now.changed().toString());
	}

	private record Fired(FileTime changed, Instant date) {
	}

	public record Configuration(String path) {
	}

}
