package io.windhover.convert.flow;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Notes;
import io.windhover.convert.SourceReader;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.FlowIndex;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.ReferenceScope;
import io.windhover.flow.template.pebble.PebbleTemplates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What converted templates come to, which must be what they come to in Kestra.
 */
class ConvertedMeaningTests {

	private static final String FLOW = """
			id: meaning
			namespace: company.team
			inputs:
			  - {id: five, type: INT}
			  - {id: none, type: INT}
			  - {id: minus, type: STRING}
			  - {id: zero, type: FLOAT}
			  - {id: no, type: STRING}
			  - {id: off, type: BOOLEAN}
			  - {id: empty, type: STRING}
			  - {id: list, type: JSON}
			  - {id: absent, type: STRING, required: false}
			  - {id: unset, type: BOOLEAN, required: false}
			  - {id: missing, type: JSON, required: false}
			""";

	private static final Map<String, Object> INPUTS = Map.of("five", 5, "none", 0, "minus", "-0", "zero", 0.0, "no",
			"no", "off", false, "empty", "", "list", List.of());

	private final PebbleTemplates templates = new PebbleTemplates(Clock.systemUTC());

	private final Draft draft = new Draft(SourceReader.read(FLOW), new Notes.Place(1, ""),
			ReferenceScope.of(new FlowIndex(SourceReader.read(FLOW), FlowConverter.RULES)), new Notes());

	private String evaluated(String template) {
		return String.valueOf(this.templates.evaluate(template, new HashMap<>(Map.of("inputs", INPUTS))));
	}

	private static KestraSource source(String text) {
		return new KestraSource.Scalar(1, text, text, false);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{{ inputs.five }} | true
			{{ inputs.none }} | false
			{{ inputs.minus }} | false
			{{ inputs.zero }} | true
			{{ inputs.no }} | true
			{{ inputs.off }} | false
			{{ inputs.empty }} | false
			{{ inputs.list }} | true
			{{ inputs.absent }} | false
			{{ inputs.unset }} | false
			{{ inputs.missing }} | false
			{{ inputs.absent ?? inputs.five }} | true
			{{ inputs.five - 5 }} | false
			{{ inputs.five - 5 == 0 }} | true
			{{ inputs.five > 4 and not inputs.off }} | true
			{{ not inputs.no ! startsWith('n') }} | false
			{{ inputs.off ? 'x' : '' }} | false
			{{ inputs.absent == 'x' }} | false
			{{ inputs.absent is empty }} | true
			{{ inputs.absent is null }} | true
			{{ inputs.absent is defined }} | false
			{{ inputs.absent is not defined }} | true
			{{ null }} | false
			true | true
			0 | false
			`` | false
			""")
	void conditionIsTrueForTheTextsThatKestraTakesAsTrue(String condition, String expected) {
		assertThat(evaluated(KestraValues.condition(this.draft, source(condition.replace('!', '|'))))).as(condition)
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			Hi {{ inputs.absent }} | `Hi `
			{{ inputs.absent }} | ``
			{{inputs['absent']}} | ``
			{{ inputs.missing }} | ``
			{{ inputs.unset }} | ``
			{{ inputs.absent ! upper }} | ``
			{{ inputs.absent ~ 'x' }} | x
			{{ inputs.absent == 'x' ? 'same' : 'other' }} | other
			{{ inputs.absent ?? 'nobody' }} | nobody
			{{ inputs.absent ! default('nobody') }} | nobody
			{{ inputs.absent ?? 'x' == 'x' }} | true
			{{ inputs.absent is null }} | true
			{{ inputs.missing ! length }}. | 0.
			""")
	void optionalInputIsNull(String template, String expected) {
		assertThat(evaluated(KestraValues.exactText(this.draft, source(template.replace('!', '|'))))).as(template)
			.isEqualTo(expected);
	}

}
