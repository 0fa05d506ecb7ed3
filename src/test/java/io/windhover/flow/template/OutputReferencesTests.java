package io.windhover.flow.template;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputReferencesTests {

	@Test
	void tasksAreNamedByDotOrBracket() {
		assertThat(in("{{ outputs.a.x }} {{ outputs['b-c'].y ?? outputs[\"d\"] }} {% if outputs . e %}{% endif %}"))
			.isEqualTo(new OutputReferences(false, java.util.Set.of("a", "b-c", "d", "e"), false, java.util.Set.of()));
	}

	@Test
	void computedNameMayBeAny() {
		assertThat(in("{{ outputs[inputs.task].x }}").all()).isTrue();
		assertThat(in("{{ outputs }}").all()).isTrue();
	}

	@Test
	void otherWordsAreNoReferences() {
		assertThat(in("outputs.a {{ trigger.outputs.b }} {{ my_outputs.c }} {{ outputsOf.d }}"))
			.isEqualTo(new OutputReferences(false, java.util.Set.of(), false, java.util.Set.of()));
	}

	@Test
	void metricsAreNamedTheSameWay() {
		OutputReferences named = in("{{ metrics.a.rows + metrics['b-c'].rows }} {{ outputs.d.metrics }} metrics.e");
		assertThat(named.metrics()).containsExactly("a", "b-c");
		assertThat(named.allMetrics()).isFalse();
		assertThat(in("{{ metrics[inputs.task].rows }}").allMetrics()).isTrue();
	}

	@Test
	void metricsThatAreNamedOutrightAreFound() {
		assertThat(MetricReferences
			.in("{{ metrics.a.rows }} {{ metrics['b-c'][\"x.y\"] }} {{ metrics.d.keys() }} {{ metrics.e[name] }} metrics.f.g"))
			.containsExactly(new MetricReferences.Metric("a", "rows"), new MetricReferences.Metric("b-c", "x.y"));
	}

	@Test
	void deepTextsAreLookedThrough() {
		assertThat(OutputReferences.in(Map.of("a", List.of(Map.of("b", "{{ outputs.x }}"), "{{ outputs.y }}"))).tasks())
			.containsExactly("x", "y");
	}

	@Test
	void inputsAreFoundTheSameWay() {
		assertThat(NamedReferences.INPUTS.in("{{ inputs.a }} {{ inputs['b-c'] }} inputs.d")).containsExactly("a",
				"b-c");
	}

	private static OutputReferences in(String text) {
		return OutputReferences.in(Map.of("text", text));
	}

}
