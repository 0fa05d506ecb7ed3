package io.windhover.convert.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.ExpressionConverter;
import io.windhover.convert.expression.FilterRules;
import io.windhover.convert.expression.References;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import io.windhover.convert.task.DeclaredInputs;
import io.windhover.convert.task.HttpRule;
import io.windhover.convert.task.Tasks;
import io.windhover.convert.task.TypeRules;
import io.windhover.convert.trigger.TriggerRules;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of {@code src/docs/kestra.md} are made here: where they differ, what the
 * page should be is in {@code target}.
 */
class KestraGuideTests {

	@Test
	void tablesAreThoseByWhichFlowsAreConverted() throws IOException {
		String page = Files.readString(Path.of("src/docs/kestra.md"));
		String made = page;
		for (Map.Entry<String, String> table : tables().entrySet()) {
			Matcher found = Pattern.compile("(" + Pattern.quote(table.getKey()) + "\n\\|[-|]+\n)(?:\\|.*\n)*")
				.matcher(made);
			assertThat(found.find()).as(table.getKey()).isTrue();
			made = found.replaceFirst("$1" + Matcher.quoteReplacement(table.getValue()));
		}
		Files.writeString(Path.of("target/kestra.md"), made);
		assertThat(page).as("src/docs/kestra.md, which should be as target/kestra.md").isEqualTo(made);
	}

	private static Map<String, String> tables() {
		Map<String, String> tables = new LinkedHashMap<>();
		tables.put("| property of a flow | becomes |", properties(FlowConverter.properties()));
		Map<String, String> inputs = new TreeMap<>();
		DeclaredInputs.types().forEach((type, becomes) -> inputs.put(type, code(becomes)));
		DeclaredInputs.missing().forEach((type, proposal) -> inputs.put(type, "nothing: " + proposal));
		tables.put("| type of an input | becomes |",
				rows(inputs.entrySet().stream().map((each) -> List.of(code(each.getKey()), each.getValue()))));
		tables.put("| property of an input | becomes |", properties(DeclaredInputs.properties()));
		tables.put("| property of every task | becomes |", properties(Tasks.COMMON));
		tables.put("| types of Kestra | type | properties |", types(TypeRules.list()));
		tables.put("| option of a request | becomes |", properties(HttpRule.optionRules()));
		tables.put("| type | output of Kestra | becomes |",
				rows(TypeRules.list()
					.stream()
					.flatMap((rule) -> new TreeMap<>(rule.outputs()).entrySet()
						.stream()
						.map((output) -> List.of(code(rule.names().get(0)), code(output.getKey()),
								output.getValue().becomes().isEmpty() ? "the outputs themselves"
										: code(output.getValue().becomes()))))));
		tables.put("| types of Kestra that have no equivalent | proposal |",
				rows(TypeRules.missing()
					.entrySet()
					.stream()
					.map((each) -> List.of(each.getKey().isEmpty() ? "any other" : code(each.getKey() + "…"),
							each.getValue()))));
		tables.put("| triggers of Kestra | type | properties |", types(TriggerRules.list()));
		tables.put("| kind | converted |",
				rows(Stream.of(List.of("variables", codes(References.VARIABLES)),
						List.of("functions", codes(new TreeSet<>(References.FUNCTIONS))),
						List.of("filters", codes(FilterRules.names())),
						List.of("tests", codes(new TreeSet<>(ExpressionConverter.TESTS))),
						List.of("tags", codes(List.of("if", "for", "set", "verbatim"))))));
		Map<String, Unsupported> others = new TreeMap<>();
		References.OTHER_FUNCTIONS.forEach((name, other) -> others.put("function `%s`".formatted(name), other));
		FilterRules.others().forEach((name, other) -> others.put("filter `%s`".formatted(name), other));
		tables.put("| here by the same name, and not converted | reason | proposal |",
				rows(others.entrySet()
					.stream()
					.map((each) -> List.of(each.getKey(), each.getValue().reason(), each.getValue().proposal()))));
		return tables;
	}

	private static String properties(List<PropertyRule> rules) {
		return rows(rules.stream().map((rule) -> List.of(code(rule.name()), rule.becomes())));
	}

	private static String types(List<TypeRule> rules) {
		return rows(rules.stream()
			.map((rule) -> List.of(
					rule.names().stream().map(KestraGuideTests::code).collect(Collectors.joining("<br>")),
					code(rule.becomes()),
					rule.properties()
						.stream()
						.map((property) -> code(property.name()) + ": " + property.becomes())
						.collect(Collectors.joining("<br>")))));
	}

	private static String rows(Stream<List<String>> rows) {
		return rows.map((cells) -> "| " + String.join(" | ", cells) + " |\n").collect(Collectors.joining());
	}

	private static String code(String text) {
		return "`" + text + "`";
	}

	private static String codes(Collection<String> texts) {
		return texts.stream().map(KestraGuideTests::code).collect(Collectors.joining(", "));
	}

}
