package io.windhover.flow.template;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputReferencesTests {

	@Test
	void tasksAreNamedByDotOrBracket() {
		assertThat(in("{{ outputs.a.x }} {{ outputs['b-c'].y ?? outputs[\"d\"] }} {% if outputs . e %}{% endif %}"))
			.isEqualTo(new OutputReferences(false, java.util.Set.of("a", "b-c", "d", "e")));
	}

	@Test
	void computedNameMayBeAny() {
		assertThat(in("{{ outputs[inputs.task].x }}").all()).isTrue();
		assertThat(in("{{ outputs }}").all()).isTrue();
	}

	@Test
	void otherWordsAreNoReferences() {
		assertThat(in("outputs.a {{ trigger.outputs.b }} {{ my_outputs.c }} {{ outputsOf.d }}"))
			.isEqualTo(new OutputReferences(false, java.util.Set.of()));
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
