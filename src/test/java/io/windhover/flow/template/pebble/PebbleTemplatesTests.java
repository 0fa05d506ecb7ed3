package io.windhover.flow.template.pebble;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.flow.template.FileLookup;
import io.windhover.flow.template.SecretLookup;
import io.windhover.flow.template.TemplateCatalogue;
import io.windhover.flow.template.TemplateException;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PebbleTemplatesTests {

	private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

	private static final Map<String, Object> VARIABLES = Map.of("inputs", Map.of("name", "Ada", "count", 3), "outputs",
			Map.of("fetch", Map.of("status", 200, "body", Map.of("components", Map.of("db", "UP"))), "my-task",
					Map.of("value", List.of(1, 2))),
			"labels", Map.of());

	private final PebbleTemplates templates = new PebbleTemplates(Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void timeAndSizeAreThoseThatAreSet() {
		PebbleTemplates bounded = new PebbleTemplates(Clock.systemUTC(), Set.of(), Duration.ofMillis(100), 1000);
		assertThat(bounded.evaluate("{{ inputs.long }}b", Map.of("inputs", Map.of("long", "a".repeat(999))))).asString()
			.hasSize(1000);
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(
					() -> bounded.evaluate("{{ inputs.long }}bc", Map.of("inputs", Map.of("long", "a".repeat(999)))))
			.withMessageContaining(
					"its text is longer than 1,000 characters, the limit of windhover.templates.max-size");
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> bounded.evaluate(
					"{% for a in range(1, 90000) %}{% for b in range(1, 90000) %}{% endfor %}{% endfor %}", Map.of()))
			.withMessageContaining("rendering took longer than PT0.1S, the limit of windhover.templates.max-time");
	}

	@Test
	void catalogueHasEveryFunctionAndFilter() {
		KnownNames known = SafeEngine.names(new WindhoverExtension(Clock.systemUTC(), Set.of(), (text) -> {
			throw new IllegalStateException();
		}));
		Map<TemplateCatalogue.Kind, List<String>> listed = TemplateCatalogue.entries()
			.stream()
			.collect(Collectors.groupingBy(TemplateCatalogue.Entry::kind,
					Collectors.mapping(TemplateCatalogue.Entry::name, Collectors.toList())));
		assertThat(listed.get(TemplateCatalogue.Kind.FUNCTION)).containsExactlyElementsOf(known.functions());
		assertThat(listed.get(TemplateCatalogue.Kind.FILTER)).containsExactlyElementsOf(known.filters());
	}

	@Test
	void textAroundExpressionsIsRenderedAsText() {
		assertThat(evaluate("Hello {{ inputs.name }}, {{ inputs.count }} times\nand on"))
			.isEqualTo("Hello Ada, 3 times\nand on");
	}

	@Test
	void lineBreakAfterAnExpressionOrTagIsKept() {
		assertThat(evaluate("{{ inputs.name }}\nb{% if true %}\nc{% endif %}\n")).isEqualTo("Ada\nb\nc\n");
	}

	@Test
	void oneExpressionIsItsValue() {
		assertThat(evaluate("{{ outputs.fetch.body }}")).isEqualTo(Map.of("components", Map.of("db", "UP")));
		assertThat(evaluate("{{ outputs.fetch.status }}")).isEqualTo(200);
		assertThat(evaluate("{{ inputs.name }}")).isEqualTo("Ada");
		assertThat(evaluate("{{ inputs.count > 2 }}")).isEqualTo(true);
		assertThat(evaluate("{{ null }}")).isNull();
		assertThat(evaluate("{{ outputs['my-task'].value }}")).isEqualTo(List.of(1, 2));
		assertThat(evaluate("{{ outputs['my-task'].value[1] }}")).isEqualTo(2);
	}

	@Test
	void structuresWithinTextAreJson() {
		assertThat(evaluate("is {{ outputs.fetch.body }}")).isEqualTo("is {\"components\":{\"db\":\"UP\"}}");
		assertThat(evaluate("{{ outputs.fetch.body | json }}")).isEqualTo("{\"components\":{\"db\":\"UP\"}}");
	}

	@Test
	void whatSplitMakesIsAList() {
		assertThat(evaluate("{{ 'a,b' | split(',') }}")).isEqualTo(List.of("a", "b"));
		assertThat(evaluate("of {{ 'a,b' | split(',') }}")).isEqualTo("of [\"a\",\"b\"]");
	}

	@Test
	void textIsNotEscaped() {
		assertThat(this.templates.evaluate("<{{ a }}>", Map.of("a", "<&\"'>"))).isEqualTo("<<&\"'>>");
	}

	@Test
	void textWithoutTemplateIsTakenAsItIs() {
		assertThat(evaluate("echo ${#list} #} }}")).isEqualTo("echo ${#list} #} }}");
	}

	@Test
	void mapGivesItsKeys() {
		assertThat(evaluate("{{ outputs.fetch.body.components.keys() }}")).isEqualTo(List.of("db"));
		assertThat(evaluate("{{ outputs.fetch.body.components.values() }}")).isEqualTo(List.of("UP"));
		assertThat(evaluate("{{ labels.keys() }}")).isEqualTo(List.of());
		assertThat(evaluate("{{ labels.size() }}")).isEqualTo(0);
		assertThat(evaluate("{{ outputs.fetch.body | length }}")).isEqualTo(1);
	}

	@Test
	void coalesceToleratesWhatIsMissingOnItsLeft() {
		assertThat(evaluate("{{ inputs.day ?? inputs.name }}")).isEqualTo("Ada");
		assertThat(evaluate("{{ nobody.day.x ?? labels.y ?? 'none' }}")).isEqualTo("none");
		assertThat(evaluate("{{ labels.day ?? 1 + 1 }}")).isEqualTo(2L);
		assertThat(evaluate("{{ inputs.name ?? nobody }}")).isEqualTo("Ada");
		assertThat(evaluate("{{ inputs.missing | default('x') }}")).isEqualTo("x");
		assertThat(evaluate("{{ inputs.count == 3 ? 'three' : 'other' }}")).isEqualTo("three");
	}

	@Test
	void coalesceStillFailsOnItsRight() {
		assertThatFails("{{ inputs.day ?? inputs.night }}").withMessageContaining("'night'");
	}

	@Test
	void missingNamesFailAndAreNamed() {
		assertThatFails("{{ nobody }}").withMessageContaining("'nobody'");
		assertThatFails("{{ nobody.x }}").withMessageContaining("'nobody'");
		assertThatFails("{{ inputs.day }}").withMessageContaining("'day'");
		assertThatFails("{{ labels.team }}").withMessageContaining("'team'");
		assertThatFails("a\n{{ inputs.day }}").withMessageContaining("'day'").withMessageContaining("line 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{ outputs.fetch.vars.rows > 5 }}", "{{ 5 <= outputs.fetch.vars.rows }}",
			"{{ 1 + outputs.fetch.vars.rows * 2 > 5 }}", "{{ -outputs.fetch.vars.rows }}",
			"{{ not (outputs.fetch.vars.rows == 1) }}", "{{ 'a' ~ outputs.fetch.vars.rows }}",
			"{{ outputs.fetch.vars.rows contains 1 }}", "{{ outputs.fetch.vars.rows is empty }}",
			"{% if outputs.fetch.vars.rows > 5 %}a{% endif %}" })
	void missingNameIsNamedWhateverIsDoneWithIt(String template) {
		assertThatFails(template)
			.withMessage("'vars' is not there; give it another value with ??, such as {{ … ?? 'none' }}");
	}

	@Test
	void coalesceToleratesWhatIsMissingInAnOperation() {
		assertThat(evaluate("{{ (outputs.fetch.vars.rows > 5) ?? 'none' }}")).isEqualTo("none");
		assertThat(evaluate("{{ (1 + 2 * inputs.day) ?? 'none' }}")).isEqualTo("none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{ '23' > 10 }}", "{{ [1] < 2 }}", "{{ 'a' * 2 }}" })
	void whatCanOnlyBeDoneWithNumbersSaysHowToMakeThem(String template) {
		assertThatFails(template)
			.withMessage("only numbers can be computed with and compared; a text becomes one by {{ … | number }}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{ 5 / 0 }}", "{{ 5 % (inputs.count - 3) }}", "{{ 1 + inputs.count / 0 > 1 }}",
			"{{ ('1.5' | number) > 1 / 0 }}" })
	void divisionByZeroIsCalledSo(String template) {
		assertThatFails(template).withMessage("division by zero: what stands after / or % is 0");
	}

	@Test
	void onlyTheVariablesOfTheEnvironmentThatAreAllowedAreRead() {
		PebbleTemplates allowing = new PebbleTemplates(Clock.systemUTC(), Set.of("PATH", "WINDHOVER_ABSENT"),
				Duration.ofSeconds(10), 1_000_000);
		assertThat(allowing.evaluate("{{ env('PATH') }}", Map.of())).isEqualTo(System.getenv("PATH"));
		assertThat(allowing.evaluate("{{ env('WINDHOVER_ABSENT') ?? 'none' }}", Map.of())).isEqualTo("none");
		for (String template : List.of("{{ env('HOME') }}", "{{ env('PA' ~ 'THS') }}", "{{ env('path') }}",
				"{{ env('HOME') ?? 'none' }}", "{{ render('{{ env(\"HOME\") }}') }}")) {
			assertThatExceptionOfType(TemplateException.class).as(template)
				.isThrownBy(() -> allowing.evaluate(template, Map.of()))
				.withMessageContaining("is not an allowed variable; add it to windhover.templates.environment");
		}
		assertThatFails("{{ env('PATH') }}").withMessageContaining("'PATH' is not an allowed variable");
	}

	@Test
	void textThatIsRenderedSeesNoSecretAndWhatIsAroundItStillDoes() {
		SecretLookup secrets = (name) -> "value of " + name;
		FileLookup files = (address) -> "a file";
		Map<String, Object> variables = Map.of("inputs",
				Map.of("text", "{{ secret('TOKEN') }}", "deep", "{{ render(inputs.text) }}", "plain", "{{ flow.id }}"),
				"flow", Map.of("id", "f"));
		for (String template : List.of("{{ render(inputs.text) }}", "{{ render(inputs.deep) }}",
				"{{ secret('TOKEN') }} {{ render(inputs.text) }}", "{{ render(inputs.text) ?? 'none' }}")) {
			assertThatExceptionOfType(TemplateException.class).as(template)
				.isThrownBy(() -> this.templates.render(Map.of("m", template), variables, secrets, files))
				.withMessageContaining("secrets are known to workers only")
				.withMessageNotContaining("value of");
			// of the same thread
			assertThat(this.templates.render(Map.of("m", "{{ render(inputs.plain) }} {{ secret('TOKEN') }}"), variables,
					secrets, files))
				.isEqualTo(Map.of("m", "f value of TOKEN"));
		}
	}

	@Test
	void failureNamesTheField() {
		Map<String, Object> configuration = Map.of("headers", Map.of("X-Day", List.of("a", "{{ inputs.day }}")));
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> this.templates.render(configuration, VARIABLES))
			.withMessageStartingWith("headers.X-Day[1]: 'day'");
	}

	@Test
	void rendersEveryStringHoweverDeep() {
		Map<String, Object> configuration = Map.of("a", List.of("{{ inputs.count }}", 7), "b",
				Map.of("c", "{{ inputs.name }}!"));
		assertThat(this.templates.render(configuration, VARIABLES))
			.isEqualTo(Map.of("a", List.of(3, 7), "b", Map.of("c", "Ada!")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{% include '/etc/passwd' %}", "{% import '/etc/passwd' %}", "{% extends 'x' %}",
			"{% macro a() %}{{ a() }}{% endmacro %}", "{% embed 'x' %}{% endembed %}", "{{ 1..1000000000 }}", "{{ a",
			"{% if x %}", "{{ }}", "{{ a b }}" })
	void checkRefusesWrongSyntaxAndTagsThatReadFiles(String template) {
		assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> this.templates.check(template));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{ i18n('application', 'x') }}", "{{ inputs.getClass() }}", "{{ inputs.class }}",
			"{{ inputs.name.getClass().forName('java.lang.Runtime') }}", "{{ inputs.clear() }}",
			"{{ inputs.name.repeat(1000000) }}", "{{ inputs.name.class }}" })
	void methodsThatDoMoreThanReadAreRefused(String template) {
		assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> evaluate(template));
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "{{ a }}", "{{ a ?? b }}", "{% for x in a %}{{ x }}{% endfor %}",
			"{% verbatim %}{{.Names}}{% endverbatim %}", "{{ outputs['a-b'].c }}" })
	void checkAcceptsRightSyntax(String template) {
		assertThatCode(() -> this.templates.check(template)).doesNotThrowAnyException();
	}

	@Test
	void methodsThatReadAreAllowed() {
		assertThat(evaluate("{{ inputs.name.length() }}")).isEqualTo(3);
		assertThat(evaluate("{{ inputs.name.toUpperCase() }}")).isEqualTo("ADA");
		assertThat(this.templates.evaluate("{{ at.getYear() }}", Map.of("at", NOW.atZone(ZoneOffset.UTC))))
			.isEqualTo(2026);
	}

	@Test
	void verbatimIsLeftAlone() {
		assertThat(evaluate("{% verbatim %}{{.Names}}{% endverbatim %}")).isEqualTo("{{.Names}}");
	}

	@Test
	void nowIsTheMomentOfRendering() {
		assertThat(evaluate("{{ now() }}")).isEqualTo("2026-11-22T10:00:00Z");
	}

	@Test
	void loops() {
		assertThat(evaluate("{% for x in outputs['my-task'].value %}{{ loop.index }}={{ x }} {% endfor %}"))
			.isEqualTo("0=1 1=2 ");
		assertThat(evaluate("{% for x in range(1, 3) %}{{ x }}{% endfor %}")).isEqualTo("123");
	}

	@Test
	void outputIsBounded() {
		assertThatFails("{% for x in range(1, 90000) %}0123456789ABCDEF{% endfor %}")
			.withMessageContaining("longer than 1,048,576 characters");
		assertThatFails("{{ range(1, 1000000000) }}").withMessageContaining("at most 100,000");
	}

	@Test
	void interruptionStopsALoopThatWritesNothing() {
		Thread.currentThread().interrupt();
		try {
			assertThatFails("{% for x in range(1, 90000) %}{% set y = x %}{% endfor %}")
				.withMessageContaining("interrupted");
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	private @Nullable Object evaluate(String template) {
		return this.templates.evaluate(template, VARIABLES);
	}

	private ThrowableAssertAlternative<TemplateException> assertThatFails(String template) {
		return assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> evaluate(template));
	}

}
