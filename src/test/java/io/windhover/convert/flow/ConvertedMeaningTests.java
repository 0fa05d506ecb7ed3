package io.windhover.convert.flow;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Notes;
import io.windhover.convert.SourceReader;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.FilterRules;
import io.windhover.convert.expression.FlowIndex;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.ReferenceScope;
import io.windhover.convert.expression.References;
import io.windhover.flow.template.TemplateCatalogue;
import io.windhover.flow.template.pebble.PebbleTemplates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

	/** Each filter and function, with what Kestra makes of it. */
	private static final String USES = """
			{{ 'a long text' | abbreviate(8) }} → a lon...
			{{ -3 | abs }} → 3
			{{ 'QWRh' | base64decode }} → Ada
			{{ 'Ada' | base64encode }} → QWRh
			{{ 'ada' | capitalize }} → Ada
			{{ '2026-01-31T08:00:00Z' | date }} → 2026-01-31T08:00:00.000000Z
			{{ '2026-01-31T08:00:00Z' | date('HH:mm', 'Europe/Paris') }} → 09:00
			{{ '31.01.2026' | date('yyyy', existingFormat='dd.MM.yyyy') }} → 2026
			{{ '2026-01-31T08:00:00Z' | dateAdd(1, 'DAYS') }} → 2026-02-01T08:00:00.000000Z
			{{ '' | default('x') }} → x
			{{ [1, 1, 2] | distinct }} → [1,2]
			{{ 'data.csv' | endsWith(value='.csv') }} → true
			{{ 'a<b' | escape }} → a&lt;b
			{{ [3, 4] | first }} → 3
			{{ [[1], 2] | flatten }} → [1,2]
			{{ '%03d' | format(7) }} → 007
			{{ ['a', 'b'] | join('-') }} → a-b
			{{ {'a': [1, 2]} | jq(expression='.a | add') | first }} → 3
			{{ {'a': 1} | json }} → {"a":1}
			{{ {'a': 1} | jsonEncode }} → {"a":1}
			{{ null | jsonEncode }} → null
			{{ {'a': 1} | keys }} → ["a"]
			{{ [3, 4] | last }} → 4
			{{ 'abc' | length }} → 3
			{{ 'ABC' | lower }} → abc
			{{ [1] | merge([2]) }} → [1,2]
			{{ 'a' | nl2br }} → a
			{{ ('42' | number(type='INT')) + 1 }} → 43
			{{ 1234.5 | numberformat('#,##0.00') }} → 1,234.50
			{{ '<a>' | raw }} → <a>
			{{ 'a-b' | replace({'-': '_'}) }} → a_b
			{{ [1, 2] | reverse }} → [2,1]
			{{ [1, 3, 2] | rsort }} → [3,2,1]
			{{ 'abc' | sha256 | slice(0, 8) }} → ba7816bf
			{{ 'abc' | slice(1, 2) }} → b
			{{ ' Report_v1.2 (Größe) - Ü! ' | slugify }} → report-v12-groe-u
			{{ [2, 1] | sort }} → [1,2]
			{{ 'a,b' | split(',') | last }} → b
			{{ 'data.csv' | startsWith('data') }} → true
			{{ 'a/b/c' | substringAfter(separator='/') }} → b/c
			{{ 'a/b/c' | substringAfterLast('/') }} → c
			{{ 'a/b/c' | substringBefore('/') }} → a
			{{ 'a/b/c' | substringBeforeLast('/') }} → a/b
			{{ '2026-01-31T08:00:00Z' | timestamp }} → 1769846400
			{{ '2026-01-31T08:00:00Z' | timestampMilli }} → 1769846400000
			{{ 'hello you' | title }} → Hello You
			{{ {'a': 1} | toJson }} → {"a":1}
			{{ ' a ' | trim }} → a
			{{ 'abc' | upper }} → ABC
			{{ 'a b&c' | urlencode }} → a+b%26c
			{{ {'a': 1} | values }} → [1]
			{{ fromJson('[1, 2]') | last }} → 2
			{{ json('{"a": 1}').a }} → 1
			{{ jsonDecode('[1]') }} → [1]
			{{ max(1, 3, 2) }} → 3
			{{ min(1, 3, 2) }} → 1
			{{ now('yyyy', 'Europe/Paris') | length }} → 4
			{{ range(1, 3) }} → [1,2,3]
			{{ render('{{ inputs.five }}') }} → 5
			{{ renderOnce('{{ inputs.five }}') }} → 5
			{{ uuid() | length }} → 36
			{{ yaml('a: [1]').a }} → [1]
			""";

	/** Those that need a worker or a loop. */
	private static final Set<String> ELSEWHERE = Set.of("currentEachOutput", "read", "secret");

	private final PebbleTemplates templates = new PebbleTemplates(Clock.systemUTC());

	private final Draft draft = new Draft(new SourceReader(FLOW).flow(), new Notes.Place(1, ""),
			ReferenceScope.of(new FlowIndex(new SourceReader(FLOW).flow(), FlowConverter.RULES)), new Notes());

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

	static Stream<Arguments> uses() {
		return USES.lines().map((line) -> Arguments.of((Object[]) line.split(" → ")));
	}

	@ParameterizedTest
	@MethodSource("uses")
	void filterOrFunctionComesToTheSame(String template, String expected) {
		assertThat(evaluated(KestraValues.exactText(this.draft, source(template)))).isEqualTo(expected);
	}

	@Test
	void everyFilterAndFunctionIsUsed() {
		assertThat(FilterRules.names()).allSatisfy((name) -> assertThat(USES).containsPattern("\\| " + name + "\\b"));
		assertThat(References.FUNCTIONS).filteredOn((name) -> !ELSEWHERE.contains(name))
			.allSatisfy((name) -> assertThat(USES).containsPattern("\\{ " + name + "\\("));
	}

	/** What both sides have is the same, or refused with what is not the same. */
	@Test
	void everyFilterAndFunctionOfOursIsConvertedOrRefusedForAReason() {
		assertThat(TemplateCatalogue.entries()).allSatisfy((entry) -> {
			boolean function = entry.kind() == TemplateCatalogue.Kind.FUNCTION;
			Map<String, Unsupported> others = function ? References.OTHER_FUNCTIONS : FilterRules.others();
			Set<String> converted = function ? References.FUNCTIONS : FilterRules.names();
			assertThat(converted.contains(entry.name())).as("%s", entry).isNotEqualTo(others.containsKey(entry.name()));
		});
		assertThatThrownBy(() -> KestraValues.exactText(this.draft, source("{{ {'a': 1} | yaml }}")))
			.hasMessageContaining("writes other quotes");
		assertThatThrownBy(() -> KestraValues.exactText(this.draft, source("{{ env('home') }}")))
			.hasMessageContaining("without the prefix ENV_");
	}

}
