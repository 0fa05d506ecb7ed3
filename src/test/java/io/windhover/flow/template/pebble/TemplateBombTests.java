package io.windhover.flow.template.pebble;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.flow.template.TemplateException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TemplateBombTests {

	private static final Duration BUDGET = Duration.ofMillis(50);

	/** What cannot be interrupted in a step comes on top of the budget. */
	private static final Duration MOST = Duration.ofMillis(250);

	private static final String DOUBLED = "{% for i in range(1, 60) %}{% set x = ";

	private final PebbleTemplates templates = new PebbleTemplates(Clock.systemUTC());

	private static final Map<String, Object> VARIABLES = Map.of("inputs",
			Map.of("long", "a".repeat(500_000), "list", Collections.nCopies(100_000, "abc")));

	@BeforeEach
	void loadClasses() {
		assertThat(render("{% set x = '' %}{% for i in range(1, 2000) %}{% set x = i ~ 'a' %}{% endfor %}{{ x }}"))
			.isEqualTo("2000a");
	}

	@ParameterizedTest
	@MethodSource("bombs")
	void failsWithinItsBudget(String bomb) {
		long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> render(bomb));
		assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before))
			.isLessThan(MOST);
	}

	static Stream<String> bombs() {
		return Stream.of(
				"{% for a in range(1, 90000) %}{% for b in range(1, 90000) %}{% set x = b %}{% endfor %}{% endfor %}",
				"{% for a in range(1, 90000) %}{% for b in range(1, 90000) %}{% endfor %}{% endfor %}",
				"{{ range(1, 2000000000) }}", "{{ yaml(inputs.long) }}",
				"{% set x = \"{{ render(x) }}\" %}{{ render(x) }}", "{{ yaml('a: &a [*a]') }}",
				"{% set x = [[1, 2]] %}" + DOUBLED + "[x, x] | flatten %}{% endfor %}{{ x }}",
				"{{ ('1e999999999') | number('INT') }}", "{{ '1e999999999' | number }}",
				"{{ '2026-01-31' | dateAdd(999999999999, 'YEARS') }}",
				"{% set x = 'aa' %}" + DOUBLED + "x ~ x %}{% endfor %}{{ x }}",
				"{% set x = 'aa' %}" + DOUBLED + "x + x %}{% endfor %}{{ x }}",
				"{% set x = [1, 2] %}" + DOUBLED + "[x, x] %}{% endfor %}{{ x | json }}",
				"{% set x = [1, 2] %}" + DOUBLED + "{'a': x, 'b': x} %}{% endfor %}{{ x == x }}",
				"{% set x = [1, 2] %}" + DOUBLED + "x | merge(x) %}{% endfor %}{{ x }}",
				"{% set x = 99999999999 %}{% for i in range(1, 90000) %}{% for j in range(1, 90000) %}"
						+ "{% set x = x * x %}{% endfor %}{% endfor %}",
				nested(24), "{{ inputs.long | replace({'a': inputs.long}) }}",
				"{{ inputs.long | replace({'': inputs.long}) }}", "{{ inputs.list | join(inputs.long) }}",
				"{{ [" + "inputs.long, ".repeat(500) + "1] | join(',') }}", "{{ '%999999999d' | format(1) }}",
				"{{ '%1$s%1$s%1$s%1$s%1$s' | format(inputs.long) }}",
				"{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab!' | split('(.*a){14}c') }}",
				"{{ [1] | jq('def f: f; f') }}", "{{ [1] | jq('[range(infinite)]') }}",
				"{{ [1] | jq('last(repeat(.))') }}", "{{ inputs.list | jq('[.[] + .[]]') }}",
				"{{ [1] | jq('reduce range(60) as $i (.; [., .])') }}",
				"{{ 1 | jq('(\"x\" * 1000000) as $s | [range(2000) | $s] | tojson | length') }}",
				"{{ 1 | jq('(\"x\" * 1000000) as $s | [range(100000) | $s | ltrimstr(\"x\")] | length') }}",
				"{{ 1 | jq('(\"a\" * 1000000) as $s | [range(1000) | $s | indices(\"a\")] | length') }}",
				"{{ 1 | jq('(\"a\" * 1000000) as $s | range(1000) | $s | @uri | empty') }}",
				"{{ 1 | jq('\"def f: empty;\" * 80000') | first }}{{ 1 | jq(inputs.long) }}",
				"{{ {'a': inputs.long} | jq('.a | test(\"(a|b)*c\")') }}",
				"{{ 'a' | split('(^{2147483647}){2147483647}') }}", "{{ inputs.long | split('(a|b)*c') }}",
				"{{ inputs.long | split('(?=){1000000}b') }}",
				"{{ inputs.long contains (inputs.long | slice(0, 200000) ~ 'b') }}",
				"{{ inputs.long.indexOf(inputs.long | slice(0, 200000) ~ 'b') }}",
				"{{ inputs.list.containsAll(range(1, 50000)) }}",
				"{% filter upper %}{% for i in range(1, 90000) %}{{ inputs.long }}{% endfor %}{% endfilter %}",
				"{% filter upper %}" + "{{ inputs.long }}".repeat(600) + "{% endfilter %}",
				"{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}",
				"{% for a in range(1, 90000) %}{{ inputs.list | sort | first | length }}{% endfor %}");
	}

	@Test
	void stringsOfOneTaskShareTheirBudget() {
		String slow = "{% set x = 0 %}{% for i in range(1, 20000) %}{% set x = i * 2 %}{% endfor %}{{ x }}";
		Map<String, Object> many = Map.of("value", Collections.nCopies(1000, slow));
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> this.templates.render(many, VARIABLES, BUDGET))
			.withMessageContaining("took longer than PT0.05S, the limit of windhover.executor.expression-budget");
	}

	@Test
	void regularExpressionThatOverflowsTheStackIsNamed() {
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(
					() -> this.templates.evaluate("{{ inputs.long | slice(0, 50000) | split('(a|b)*c') }}", VARIABLES))
			.withMessageContaining("simplify the regular expression");
	}

	@Test
	void numberThatIsLargerThanAnyOfJsonIsRefused() {
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> this.templates.evaluate("{{ '1e999999999' | number }}", VARIABLES))
			.withMessageContaining("'1e999999999' is too large for a number");
	}

	@Test
	void numberThatIsNoneIsNotQuotedAsAWhole() {
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> this.templates.evaluate("{{ inputs.long | number }}", VARIABLES))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(200));
	}

	@Test
	void workIsBoundedAlikeOnWorkers() {
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> this.templates.evaluate("{{ inputs.long | replace({'a': inputs.long}) }}", VARIABLES))
			.withMessageContaining("longer than 1,048,576 characters");
	}

	@Test
	void usualExpressionsOverLargeValuesAreWithinIt() {
		assertThat(render("{{ inputs.list | length > 99999 and inputs.long contains 'aaa' }}")).isEqualTo(true);
		assertThat(render("{{ inputs.list }}")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(100_000);
		assertThat(render("{{ inputs.list | slice(0, 3) | join('-') | replace({'b': '_'}) | upper }}"))
			.isEqualTo("A_C-A_C-A_C");
		assertThat(render("{{ 'a1b22c' | split('[0-9]+') }}")).isEqualTo(List.of("a", "b", "c"));
		assertThat(render("{{ missing | default('x') }}{% filter upper %}{{ 'y' }}{% endfilter %}")).isEqualTo("xY");
	}

	/**
	 * Each loop has one round, and a list of lists four times as large as that around it.
	 */
	private static String nested(int depth) {
		StringBuilder loops = new StringBuilder("{% set v0 = 1 %}");
		for (int i = 1; i <= depth; i++) {
			loops.append("{% for v$ in [[v#, v#, v#, v#]] %}".replace("$", "" + i).replace("#", "" + (i - 1)));
		}
		return loops + "{{ v" + depth + " | json }}" + "{% endfor %}".repeat(depth);
	}

	private @Nullable Object render(String template) {
		return this.templates.render(Map.of("value", template), VARIABLES, BUDGET).get("value");
	}

}
