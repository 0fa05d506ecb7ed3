package io.windhover.scheduler.trigger;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.windhover.flow.FlowKey;
import io.windhover.flow.template.pebble.PebbleTemplates;
import io.windhover.plugin.TriggerEvaluation;
import io.windhover.plugin.TriggerPlugin;
import io.windhover.scheduler.PollingTriggerType.Outcome;
import io.windhover.scheduler.PollingTriggerType.Poll;
import io.windhover.scheduler.topology.SchedulerDriver;
import io.windhover.secret.TestSecrets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PluginTriggerTests {

	@Test
	void variablesAreMaskedAndPlain() throws Exception {
		assertThat(evaluate(() -> Map.of("at", Instant.EPOCH, "text", "with s3cret")).variables())
			.isEqualTo(Map.of("at", "1970-01-01T00:00:00Z", "text", "with ******"));
		assertThat(evaluate(() -> null).fire()).isFalse();
	}

	@Test
	void variablesThatAreTooLargeOrCannotBeWrittenFailTheEvaluation() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> evaluate(() -> Map.of("a", "x".repeat(262_144))))
			.withMessageEndingWith("bytes of JSON, more than the 262144 that are allowed");
		Map<String, Object> itself = new HashMap<>();
		itself.put("itself", List.of(itself));
		for (Map<String, Object> wrong : List.of(Map.<String, Object>of("a", new Failing()),
				Map.<String, Object>of("n".repeat(60_000), 1), nested(490))) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> evaluate(() -> wrong))
				.withMessageStartingWith("the variables cannot be written as JSON: ")
				.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("s3cret").hasNoCause());
		}
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> evaluate(() -> itself));
	}

	@Test
	void errorFailsTheEvaluationWithAMask() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> evaluate(() -> {
			throw new StackOverflowError("in s3cret");
		})).withMessage("java.lang.StackOverflowError: in ******").withNoCause();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> evaluate(() -> {
			throw new NoClassDefFoundError("com/acme/Absent");
		})).withMessage("java.lang.NoClassDefFoundError: com/acme/Absent");
	}

	private static Map<String, Object> nested(int levels) {
		Map<String, Object> nested = Map.of();
		for (int i = 0; i < levels; i++) {
			nested = Map.of("a", nested);
		}
		return nested;
	}

	private static Outcome evaluate(Callable<@Nullable Map<String, Object>> script) throws Exception {
		return new PluginTrigger<>(new Scripted(script), new PebbleTemplates(Clock.systemUTC()),
				TestSecrets.of(Map.of("KEY", "s3cret")))
			.evaluate(Map.of("text", "{{ secret('KEY') }}"),
					new Poll(new FlowKey("demo", "a"), "t", Instant.EPOCH, Duration.ofSeconds(5), null),
					SchedulerDriver::bind);
	}

	/** A value whose getter fails. */
	public static class Failing {

		public String getText() {
			throw new IllegalStateException("no s3cret");
		}

	}

	private record Text(String text) {
	}

	private record Scripted(Callable<@Nullable Map<String, Object>> script) implements TriggerPlugin<Text> {

		@Override
		public String type() {
			return "acme.scripted";
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
		public @Nullable Map<String, Object> evaluate(Text configuration, TriggerEvaluation evaluation)
				throws Exception {
			return this.script.call();
		}

	}

}
