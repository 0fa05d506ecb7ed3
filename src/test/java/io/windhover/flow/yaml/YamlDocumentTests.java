package io.windhover.flow.yaml;

import java.util.List;
import java.util.Map;

import io.windhover.flow.binding.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class YamlDocumentTests {

	@Test
	void scalarsAreThoseOfYamlOneTwo() {
		YamlDocument document = YamlDocument.read("""
				[1, -7, 0x1F, 010, 3000000000, 99999999999999999999, 1.5, 1e3, true, FALSE, null, ~, '', "1",
				 yes, no, on, 12:30:45, 2026-11-22, .inf, 1_000, a b, !!str 5]
				""");
		assertThat(document.problems()).isEmpty();
		assertThat(document.root()).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.containsExactly(1, -7, 31, 10, 3_000_000_000L, new java.math.BigInteger("99999999999999999999"), 1.5,
					1000.0, true, false, null, null, "", "1", "yes", "no", "on", "12:30:45", "2026-11-22", ".inf",
					"1_000", "a b", "5");
	}

	@Test
	void everyValueAndKeyKnowsItsPlace() {
		YamlDocument document = YamlDocument.read("a:\n  - b: 1\n    'c d': [x,\n      y]\n");
		assertThat(document.root()).isEqualTo(Map.of("a", List.of(Map.of("b", 1, "c d", List.of("x", "y")))));
		Path second = Path.ROOT.child("a").child(0).child("c d").child(1);
		assertThat(second).hasToString("a[0].c d[1]");
		assertThat(document.position(second)).isEqualTo(new Position(4, 7));
		assertThat(document.keyPosition(second.parent())).isEqualTo(new Position(3, 5));
		assertThat(document.position(second.child("deeper").child("still"))).isEqualTo(new Position(4, 7));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			textBlock = """
					a:\\n\\tb: 1       | 2 | 1  | a tab cannot indent YAML; use spaces
					a: [1, 2          | 1 | 9 | not readable as YAML: while parsing a flow sequence
					a: b: c           | 1 | 5  | not readable as YAML: mapping values are not allowed here
					a: *x             | 1 | 4  | undefined alias x
					a: 1\\n---\\nb: 2 | 2 | 1  | a file holds one flow
					a: !foo b         | 1 | 4  | the tag '!foo' is not known; remove it
					a: !!java.net.URL x | 1 | 4 | Global tag is not allowed
					a: !!int x        | 1 | 4  | 'x' is not a number
					? [a]\\n: b       | 1 | 3  | a key must be a word
					a: &a [*a]        | 1 | 8  | the alias '*a' refers to itself: it is part of the value of '&a' in line 1
					a: &x\\n  b: 1\\n  c: [{d: *x}] | 3 | 11 | the alias '*x' refers to itself: it is part of the value of '&x' in line 1
					&a [&b [*a], *b]  | 1 | 9  | the alias '*a' refers to itself
					a: "\\u0007"      | 1 | 5  | character U+0007 is not allowed
					""")
	void brokenTextIsToldWithItsPlace(String text, int line, int column, String message) {
		String yaml = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\u0007");
		assertThat(YamlDocument.read(yaml).problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.message()).contains(message);
			assertThat(problem.position()).isEqualTo(new Position(line, column));
		});
	}

	@Test
	void textOfMoreThanAMebibyteIsRefused() {
		assertThat(YamlDocument.read("a: " + "x".repeat(1 << 20)).problems()).singleElement()
			.extracting(YamlProblem::message)
			.asString()
			.contains("at most 1,048,576");
	}

	@Test
	void aliasesCannotBlowUpTheValues() {
		StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
		for (int i = 1; i < 10; i++) {
			String previous = "*a" + (i - 1);
			bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", List.of(previous, previous, previous,
					previous, previous, previous, previous, previous, previous, previous))));
		}
		assertThatHasTooManyValues(bomb.toString());
		assertThatHasTooManyValues("a: &a [x, x, x, x, x]\nb: [" + "*a, ".repeat(10_000) + "]");
	}

	@Test
	void aliasesAreBoundedByTheirValuesAlone() {
		String text = "a: &a [x, x, x]\nb: [" + "*a, ".repeat(10_000) + "]";
		YamlDocument document = YamlDocument.read(text);
		assertThat(document.problems()).isEmpty();
		assertThat(document.root()).extracting("b", InstanceOfAssertFactories.LIST).hasSize(10_000);
	}

	private static void assertThatHasTooManyValues(String text) {
		assertThat(YamlDocument.read(text).problems()).singleElement()
			.extracting(YamlProblem::message)
			.asString()
			.contains("more than 50,000 values, aliases included");
	}

	@Test
	void anAliasMeansTheLastAnchorOfItsName() {
		YamlDocument document = YamlDocument.read("&a [&a x, *a, &a [y], *a]");
		assertThat(document.problems()).isEmpty();
		assertThat(document.root()).isEqualTo(List.of("x", "x", List.of("y"), List.of("y")));
	}

	@Test
	void valuesAreBoundedByTheLimitThatIsNamed() {
		YamlLimits limits = new YamlLimits(1000, "a", 5, "some.values");
		assertThat(YamlDocument.read("[1, 2, 3, 4]", limits).problems()).isEmpty();
		assertThat(YamlDocument.read("[1, 2, 3, 4, 5]", limits).problems()).singleElement()
			.extracting(YamlProblem::message)
			.asString()
			.contains("more values than some.values (5) allows, aliases included");
	}

	@Test
	void depthIsLimited() {
		assertThat(YamlDocument.read("[".repeat(10_000)).problems()).hasSize(1);
	}

}
