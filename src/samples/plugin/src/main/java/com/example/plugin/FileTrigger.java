package com.example.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.windhover.plugin.TriggerEvaluation;
import io.windhover.plugin.TriggerPlugin;

/**
 * Fires while a file is there.
 */
public class FileTrigger implements TriggerPlugin<FileTrigger.Configuration> {

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
		return "Fires while a file is there.";
	}

	@Override
	public Map<String, Object> evaluate(Configuration configuration, TriggerEvaluation evaluation) throws IOException {
		Path file = Path.of(configuration.path());
		return Files.exists(file) ? Map.of("size", Files.size(file)) : null;
	}

	public record Configuration(String path) {
	}

}
