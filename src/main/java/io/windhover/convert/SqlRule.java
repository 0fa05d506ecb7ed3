package io.windhover.convert;

import java.util.List;
import java.util.stream.Stream;

import io.windhover.convert.TypeRule.PropertyRule;

import static io.windhover.convert.TypeRule.PropertyRule.only;
import static io.windhover.convert.TypeRule.PropertyRule.renamed;

/**
 * The tasks that run a statement, where nobody reads its rows: those of Kestra have other
 * types of values.
 */
final class SqlRule {

	private static final List<String> DATABASES = List.of("postgresql", "mysql", "mariadb", "sqlserver", "oracle", "h2",
			"db2");

	private SqlRule() {
	}

	static TypeRule rule() {
		return TypeRule.worker(
				DATABASES.stream().flatMap((name) -> Stream.of("io.kestra.plugin.jdbc." + name + ".Query")).toList(),
				"sql", renamed("url", "url", Values::text), renamed("username", "username", Values::text),
				renamed("password", "password", Values::text),
				new PropertyRule("sql",
						"`query`, where it is one statement without templates, and without `:`, `?` and `\\`",
						SqlRule::query),
				only("fetchType", List.of("NONE"), "write it by hand with 'fetch': dates and decimals may differ"),
				only("fetch", List.of("false"), "write it by hand with 'fetch': dates and decimals may differ"),
				only("fetchOne", List.of("false"), "write it by hand with 'fetch': dates and decimals may differ"),
				only("store", List.of("false"), "write it by hand: outputs are no files"))
			.end((draft) -> {
				draft.put("fetch", "none");
				draft.notes()
					.once(draft.place(), "the jar has the driver of SQLite only",
							"put that of the database beside Windhover on each worker, see sql in flows.md");
			});
	}

	private static void query(Draft draft, Source value) {
		String query = Values.fixed(draft, value).strip();
		String statement = query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
		if (statement.matches("(?s).*[:?\\\\;].*")) {
			throw new Unsupported("it has one of ':', '?', ';' and '\\', which may mean something else here",
					"write it by hand, see sql in flows.md");
		}
		draft.put("query", statement);
	}

}
