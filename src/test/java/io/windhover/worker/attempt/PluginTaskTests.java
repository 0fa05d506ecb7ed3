package io.windhover.worker.attempt;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;
import io.windhover.plugin.TaskAttempt;
import io.windhover.plugin.TaskPlugin;
import io.windhover.worker.task.RecordingContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PluginTaskTests {

	private final RecordingContext context = new RecordingContext();

	@Test
	void attemptPublishesTheMetricsThatTheTypeDeclares() throws Exception {
		PluginTask<Text> task = new PluginTask<>(new Measuring());
		assertThat(task.metrics()).extracting(MetricDefinition::name).containsExactly("words", "reading");
		assertThat(task.run(new Text("a b"), this.context)).isEqualTo(Map.of("words", 2));
		assertThat(this.context.metrics).containsExactly("words[language, none]=2.0", "reading[]");
	}

	private record Text(String text) {
	}

	private static final class Measuring implements TaskPlugin<Text> {

		@Override
		public String type() {
			return "acme.measuring";
		}

		@Override
		public Class<Text> configurationType() {
			return Text.class;
		}

		@Override
		public String description() {
			return "For tests.";
		}

		@Override
		public List<MetricDefinition> metrics() {
			return List.of(
					new MetricDefinition("words", MetricDefinition.Kind.COUNTER, "words", "Words that were read",
							List.of("language")),
					new MetricDefinition("reading", MetricDefinition.Kind.TIMER, null, "Time to read", List.of()));
		}

		@Override
		public Map<String, Object> run(Text configuration, TaskAttempt attempt) {
			int words = configuration.text().split(" ").length;
			attempt.count("words", words, "language", "none");
			attempt.record("reading", Duration.ofMillis(1));
			return Map.of("words", words);
		}

	}

}
