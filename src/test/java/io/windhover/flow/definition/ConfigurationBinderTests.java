package io.windhover.flow.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validation;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConfigurationBinderTests {

	private final ConfigurationBinder binder = new ConfigurationBinder(
			Validation.buildDefaultValidatorFactory().getValidator());

	@Test
	void renderedValuesAreBound() {
		Probe probe = this.binder.bind(new ProbeDefinition(),
				Map.of("uri", "x", "pause", "PT1S", "count", "5", "status", List.of("200"), "body", Map.of("a", 1)));
		assertThat(probe)
			.isEqualTo(new Probe("x", Duration.ofSeconds(1), 5, List.of(200), Map.of("a", 1), "GET", false, null));
	}

	@Test
	void absentPropertiesAreLeftToTheRecord() {
		assertThat(this.binder.bind(new ProbeDefinition(), Map.of("uri", "x", "count", 1)))
			.isEqualTo(new Probe("x", null, 1, null, null, "GET", false, null));
	}

	@Test
	void everyFieldThatDoesNotFitIsNamed() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> this.binder.bind(new ProbeDefinition(),
					Map.of("uri", " ", "pause", "soon", "count", 0, "status", List.of("ok"), "more", 1)))
			.withMessageContainingAll("uri: 'uri' must not be blank",
					"pause: 'soon' is not a duration; write it as ISO-8601, such as PT30S or PT5M",
					"count: 'count' must be greater than 0, but is 0", "status[0]: 'ok' is not a whole number",
					"more: unknown property 'more'; known properties: uri,");
	}

	@Test
	void missingFieldIsNamed() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> this.binder.bind(new ProbeDefinition(), Map.of("count", 1)))
			.withMessage("uri: property 'uri' is missing");
	}

	@Test
	void complaintOfTheRecordItselfIsTold() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> this.binder.bind(new ProbeDefinition(), Map.of("uri", "x", "count", 13)))
			.withMessage("13 brings bad luck");
	}

	@Test
	void complaintOfTheRecordIsToldBesideThoseOfItsFields() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> this.binder.bind(new ProbeDefinition(),
					Map.of("uri", "x", "count", -1, "method", "HEAD", "body", "b")))
			.withMessageContainingAll("count: 'count' must be greater than 0, but is -1", "HEAD has no body");
	}

	@Test
	void recordsInAListAreCheckedOneByOne() {
		Map<String, Object> properties = Map.of("uri", "x", "count", 1, "steps",
				List.of(Map.of("name", "a"), Map.of("nam", "b"), Map.of("name", "c", "times", "often")));
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> this.binder.bind(new ProbeDefinition(), properties))
			.withMessageContainingAll("steps[1].nam: unknown property 'nam'; did you mean 'name'?",
					"steps[1].name: property 'name' is missing", "steps[2].times: 'often' is not a whole number");
	}

	record Step(@NotBlank String name, @Nullable Integer times) {
	}

	record Probe(@NotBlank String uri, @Nullable Duration pause, @Positive int count, @Nullable List<Integer> status,
			@Nullable Object body, @Nullable String method, boolean loud, @Nullable List<Step> steps) {

		Probe {
			method = (method != null) ? method : "GET";
			if (count == 13) {
				throw new IllegalArgumentException("13 brings bad luck");
			}
		}

		@AssertTrue(message = "HEAD has no body")
		boolean isWithBody() {
			return this.body == null || !"HEAD".equals(this.method);
		}

	}

	private static class ProbeDefinition implements TaskDefinition<Probe> {

		@Override
		public String type() {
			return "probe";
		}

		@Override
		public Class<Probe> configurationType() {
			return Probe.class;
		}

		@Override
		public String description() {
			return "A double.";
		}

	}

}
