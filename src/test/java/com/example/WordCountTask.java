package com.example;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.windhover.flow.MetricDefinition;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskType;
import jakarta.validation.constraints.NotBlank;
import org.slf4j.event.Level;

import org.springframework.stereotype.Component;

@Component
class WordCountTask implements TaskType<WordCountTask.Configuration> {

	@Override
	public String type() {
		return "word-count";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Counts the words of a text.";
	}

	@Override
	public List<MetricDefinition> metrics() {
		return List.of(new MetricDefinition("words", MetricDefinition.Kind.COUNTER, "words", "Words that were counted",
				List.of()));
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) {
		int words = configuration.text().strip().split("\\s+").length;
		context.count("words", words);
		context.log(Level.INFO, words + " words");
		return Map.of("words", words);
	}

	record Configuration(@JsonPropertyDescription("Text whose words are counted") @NotBlank String text) {
	}

}
