package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.Step;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;

import static io.windhover.convert.expression.TypeRule.PropertyRule.only;

/**
 * The tasks that run several statements in one transaction. Here only the last of them
 * may have rows.
 */
final class SqlQueriesRule {

	private static final List<String> DATABASES = List.of("postgresql", "mysql", "mariadb", "sqlserver", "oracle",
			"db2", "sqlite");

	private static final String BEFORE = "before";

	private static final int MOST_BEFORE = 100;

	private static final Set<String> OUTPUTS = Set.of(SqlRule.ROWS, SqlRule.ROW, SqlRule.SIZE);

	private static final Pattern COMMENT = Pattern.compile("--[^\\n]*\\n|/\\*(?s:.*?)\\*/");

	/** What may hide a semicolon from some versions of Kestra. */
	private static final Pattern UNSURE = Pattern.compile("(?is).*(--|/\\*|[#$]|\\b(begin|declare)\\b).*");

	/** A statement that surely has no rows. */
	private static final Pattern CHANGE = Pattern
		.compile("(?is)\\s*(insert|update|delete|create|drop|alter|truncate)\\b(?!.*\\b(returning|output)\\b).*");

	private SqlQueriesRule() {
	}

	static List<TypeRule> rules() {
		return List.of(rule(DATABASES, SqlRule.connection()).end(SqlQueriesRule::end),
				rule(List.of("snowflake"), SqlRule.snowflake()).end((draft) -> {
					end(draft);
					SqlRule.ownTypes(draft);
				}), rule(List.of("duckdb"), SqlRule.duckDb()).end((draft) -> {
					SqlRule.inMemory(draft);
					end(draft);
					SqlRule.ownTypes(draft);
				}));
	}

	private static TypeRule rule(List<String> databases, List<PropertyRule> connection) {
		List<PropertyRule> properties = new ArrayList<>(connection);
		properties.add(new PropertyRule("sql",
				"`before` and `query`, where only the last statement has rows, without templates, and without `:`, `?` and `\\`",
				SqlQueriesRule::statements));
		properties.addAll(SqlRule.fetching());
		properties.add(only("transaction", List.of("true"), "write several tasks, one for each statement"));
		return TypeRule
			.worker(databases.stream().map((name) -> "io.kestra.plugin.jdbc." + name + ".Queries").toList(), "sql",
					properties.toArray(PropertyRule[]::new))
			.with(Map.of("outputs", new OutputRule("", Kind.ANY, false, SqlQueriesRule::ofTheFirst)));
	}

	private static void statements(Draft draft, KestraSource value) {
		String text = SqlRule.statement(draft, value);
		List<String> statements = Arrays.stream((text.endsWith(";") ? text : text + ";").split(";(?=\\s|$)", -1))
			.map(String::strip)
			.toList();
		List<String> all = statements.subList(0, statements.size() - 1);
		all.forEach(SqlRule::checked);
		if (all.size() > MOST_BEFORE || !all.stream().allMatch(SqlQueriesRule::isWhole)) {
			throw new Unsupported("where its statements end depends on the version of Kestra, or there are too many",
					"write them by hand as 'before' and 'query', see sql in flows.md");
		}
		if (all.size() > 1) {
			draft.put(BEFORE, all.subList(0, all.size() - 1));
		}
		draft.put("query", all.get(all.size() - 1));
	}

	/** Whether no semicolon can be in a text, a name, a comment or a block. */
	private static boolean isWhole(String statement) {
		String bare = withoutComments(statement);
		return !bare.isBlank() && !UNSURE.matcher(bare).matches() && isEven(bare, '\'') && isEven(bare, '"')
				&& isEven(bare, '`') && count(bare, '[') == count(bare, ']');
	}

	private static String withoutComments(String statement) {
		return COMMENT.matcher(statement).replaceAll(" ");
	}

	private static boolean isEven(String text, char letter) {
		return count(text, letter) % 2 == 0;
	}

	private static long count(String text, char letter) {
		return text.chars().filter((each) -> each == letter).count();
	}

	/** Those of the first statement that has any. */
	private static List<Step> ofTheFirst(List<Step> path) {
		String name = (path.size() > 1 && path.get(0).written().equals("[0]")) ? path.get(1).name() : null;
		if (name == null || !OUTPUTS.contains(name)) {
			throw new Unsupported("only one statement has outputs here",
					"name its rows, row or size, such as outputs.x.outputs[0].rows");
		}
		SqlRule.values(name, path.subList(2, path.size()));
		return path.subList(1, path.size());
	}

	private static void end(Draft draft) {
		if (SqlRule.fetches(draft) && draft.get(BEFORE) instanceof List<?> before
				&& !before.stream()
					.map((each) -> withoutComments(String.valueOf(each)))
					.allMatch((each) -> CHANGE.matcher(each).matches())) {
			draft.remove(BEFORE);
			draft.remove("query");
			draft.leave("sql", "a statement before the last may have rows, which only the last has here",
					"write several tasks, one for each statement that has rows");
		}
		SqlRule.reading(draft, "size is 0 where there is no row, and 1 in Queries of Kestra");
	}

}
