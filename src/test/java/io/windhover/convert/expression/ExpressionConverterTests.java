package io.windhover.convert.expression;

import io.windhover.convert.Notes;
import io.windhover.convert.SourceReader;
import io.windhover.convert.Unsupported;
import io.windhover.convert.flow.FlowConverter;
import io.windhover.convert.task.Tasks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExpressionConverterTests {

	private static final String FLOW = """
			id: expressions
			namespace: company.team
			inputs:
			  - {id: name, type: STRING}
			  - {id: count, type: INT}
			  - {id: list, type: JSON}
			variables:
			  plain: x
			  templated: "{{ inputs.name }}"
			tasks:
			  - {id: before, type: io.kestra.plugin.core.debug.Return, format: x}
			  - {id: web-site, type: io.kestra.plugin.core.http.Request, uri: x}
			  - id: script
			    type: io.kestra.plugin.scripts.shell.Commands
			  - {id: query, type: io.kestra.plugin.jdbc.mysql.Query}
			  - {id: unknown, type: io.kestra.plugin.jdbc.Query}
			triggers:
			  - {id: daily, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily"}
			""";

	private static String convert(String template) {
		ReferenceScope scope = ReferenceScope.of(new FlowIndex(new SourceReader(FLOW).flow(), FlowConverter.RULES))
			.after(Tasks.ids(new SourceReader(FLOW).flow().get("tasks")))
			.in("outer", new Loop("outer", true, false, null))
			.in("inner", new Loop("inner", true, true, null))
			.task("me", true);
		return TemplateConverter.convert(template, new References(scope, new Notes(), new Notes.Place(1, "x"))).text();
	}

	@ParameterizedTest
	@ValueSource(strings = { "no template", "{{ inputs.name }}", "{{inputs.name}}", "a {{- inputs.count + 1 -}} b",
			"{{ inputs.name | upper | slice(0, 3) }}", "{{ inputs['name'] }}", "{{ outputs.before.value }}",
			"{{ outputs['web-site'].body }}", "{{ inputs.count > 1 and not (inputs.name == 'x') }}",
			"{{ inputs.count is even ? 'a' : \"b\" }}", "{{ {'a': [1, 2.5, true], 'b': {}} }}", "{{ vars.plain }}",
			"{% if inputs.count > 1 %}a{% else %}b{% endif %}", "{% for x in [1] %}{{ x }}{{ loop.index }}{% endfor %}",
			"{% verbatim %}{{ globals.x }}{% endverbatim %}", "{{ range(1, 3) }}", "{{ secret('X') }}",
			"{{ outputs.script.vars.rows[0].name }}", "{{ outputs.query.rows[0].name }}",
			"{{ outputs.query.rows.size() + outputs.query.size }}", "{{ outputs.query.row['name'].length() }}",
			"{{ outputs.query.rows[0].list[1] }}", "{{ inputs.name ?? 'x' }}", "{{ labels.team }}", "{{ uuid() }}",
			"{{ outputs.query.rows | jq('map(.name) | unique') | first }}", "{{ inputs.list | jq('.[0]') }}",
			"{{ trigger.date }}", "{{ 'a}}b' }}", "{{ inputs.list[0].x }}" })
	void sameOnBothSides(String template) {
		assertThat(convert(template)).isEqualTo(template);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{{ taskrun.value }} | {{ item }}
			a{# {{ globals.x }} #}b | ab
			{{ taskrun.iteration }} | {{ index }}
			{{ taskrun.id }} | {{ taskRun.id }}
			{{ task.id }} | {{ 'me' }}
			{{ execution.startDate }} | {{ execution.createdAt }}
			{{ parent.taskrun.value }} | {{ parents[0].item }}
			{{ parents[0].taskrun.value }} | {{ parents[0].item }}
			{{ envs.my_var }} | {{ env('ENV_MY_VAR') }}
			{{ schedule.date }} | {{ trigger.date }}
			{{ outputs['web-site'].code }} | {{ outputs['web-site'].status }}
			{{ json(inputs.name) }} | {{ fromJson(inputs.name) }}
			{{ json(outputs['web-site'].body).a }} | {{ outputs['web-site'].body.a }}
			{{ render(vars.templated) }} | {{ render(vars.templated) }}
			{{ renderOnce(vars.templated) }} | {{ render(vars.templated) }}
			{{ currentEachOutput(outputs.before).value }} | {{ outputs.before.value }}
			{{ inputs.name ?? 'x' == 'x' }} | {{ (inputs.name ?? 'x') == 'x' }}
			{{ 'a' ~ inputs.name ?? 'x' }} | {{ 'a' ~ (inputs.name ?? 'x') }}
			{{ max(inputs.count ?? 1, 2) }} | {{ max((inputs.count ?? 1), 2) }}
			{{ now('HH:mm', 'Europe/Paris') }} | {{ now('HH:mm', timeZone='Europe/Paris') }}
			""")
	void converted(String template, String expected) {
		assertThat(convert(template)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{{ globals.x }} | 'globals.x' is in the configuration
			{{ globals }} | without a name
			{{ globals['x'].y }} | kestra.variables.globals
			{{ somewhere }} | 'somewhere'
			{{ somewhere.x ?? 'y' }} | 'somewhere'
			{{ inputs.other }} | no input 'other'
			{{ inputs }} | without a name
			{{ vars.other }} | no variable 'other'
			{{ vars.templated }} | renders by itself
			{{ outputs.unknown.rows }} | not carried over
			{{ outputs.query.uri }} | no output 'uri'
			{{ outputs.query.rows[0].data.name }} | a column of JSON
			{{ outputs.query.row.data['name'] }} | a column of JSON
			{{ outputs.other.value }} | no task 'other'
			{{ outputs.before.other }} | no output 'other'
			{{ outputs['web-site'].headers }} | no output 'headers'
			{{ parents[1].taskrun.value }} | depends on the version
			{{ taskrun.startDate }} | 'taskrun.startDate'
			{{ execution.state }} | 'execution.state'
			{{ trigger.body.x }} | 'trigger.body.x'
			{{ kv('x') }} | 'kv()'
			{{ read('x') }} | a namespace has no files
			{{ 'x' ! md5 }} | 'md5'
			{{ inputs.list ! yaml }} | writes other quotes
			{{ inputs.name ! fromJson }} | is a function in Kestra
			{{ env('home') }} | without the prefix ENV_
			{{ 'x' ! startsWith('a', 'b') }} | no further arguments
			{{ 1 ! timestampMilli('UTC') }} | no further arguments
			{{ 'x' ! date('long') }} | 'long'
			{{ 1 is json }} | 'is json'
			{{ 1 in [1] }} | 'in'
			{{ a ??? 1 }} | 'a'
			{{ -inputs.count ?? 1 }} | sign
			{{ "#{inputs.name}" }} | interpolation
			{{ inputs.name.getClass() }} | 'getClass()'
			{{ inputs.name inputs.name }} | not readable
			{{ }} | not readable
			{% include 'x' %} | 'include'
			""")
	void refused(String template, String reason) {
		assertThatThrownBy(() -> convert(template.replace('!', '|'))).isInstanceOf(Unsupported.class)
			.hasMessageContaining(reason);
	}

}
