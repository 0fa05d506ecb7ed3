package com.example.plugin;

import java.util.Map;

import io.windhover.plugin.TaskAttempt;
import io.windhover.plugin.TaskPlugin;

/**
 * Reverses a text.
 */
public class ReverseTask implements TaskPlugin<ReverseTask.Configuration> {

	@Override
	public String type() {
		return "example.reverse";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Reverses a text.";
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskAttempt attempt) {
		String reversed = new StringBuilder(configuration.text()).reverse().toString();
		attempt.log(System.Logger.Level.INFO, "Reversed " + configuration.text().length() + " characters");
		attempt.setLabel("reversed", "yes");
		return Map.of("text", reversed);
	}

	public record Configuration(String text) {

		public Configuration {
			if (text == null) {
				throw new IllegalArgumentException("text is missing");
			}
		}

	}

}
