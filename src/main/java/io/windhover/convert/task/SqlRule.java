package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.Step;
import io.windhover.convert.expression.TemplateConverter;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;

import static io.windhover.convert.expression.TypeRule.PropertyRule.dropped;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The tasks that run a statement, whose rows are outputs or nothing.
 */
final class SqlRule {

	private static final List<String> DATABASES = List.of("postgresql", "mysql", "mariadb", "sqlserver", "oracle", "h2",
			"db2", "sqlite");

	/** Those that have no transactions of several statements, or none with changes. */
	private static final List<String> WITHOUT_TRANSACTIONS = List.of("clickhouse", "trino");

	private static final String URL = "url";

	private static final String IN_MEMORY = "jdbc:duckdb:";

	private static final Pattern WITHOUT_PATH = Pattern.compile("jdbc:snowflake://[^/]+");

	private static final Pattern PARAMETER = Pattern.compile("[\\w.-]+");

	private static final String FETCH = "fetch";

	static final String ROWS = "rows";

	static final String ROW = "row";

	static final String SIZE = "size";

	/** As many as a task may have; Kestra counts none. */
	private static final int MOST_ROWS = 100_000;

	private static final Map<String, String> FETCHES = Map.of("NONE", "none", "FETCH", ROWS, "FETCH_ONE", ROW);

	/** What may have several results, of which Kestra adds up the rows. */
	private static final Pattern CALL = Pattern.compile("(?is)\\s*(call|exec|execute)\\b.*");

	private SqlRule() {
	}

	static List<TypeRule> rules() {
		return List.of(rule(DATABASES, connection()).end(SqlRule::end),
				rule(WITHOUT_TRANSACTIONS, connection()).end(SqlRule::endByItself),
				rule(List.of("snowflake"), snowflake()).end(SqlRule::endByItself),
				rule(List.of("duckdb"), duckDb()).end((draft) -> {
					inMemory(draft);
					endByItself(draft);
				}));
	}

	private static TypeRule rule(List<String> databases, List<PropertyRule> connection) {
		List<PropertyRule> properties = new ArrayList<>(connection);
		properties.add(new PropertyRule("sql",
				"`query`, where it is one statement without templates, and without `:`, `?` and `\\`", SqlRule::query));
		properties.addAll(fetching());
		return TypeRule
			.worker(databases.stream().map((name) -> "io.kestra.plugin.jdbc." + name + ".Query").toList(), "sql",
					properties.toArray(PropertyRule[]::new))
			.with(Map.of(ROWS, new OutputRule(ROWS, Kind.ANY, false, (path) -> values(ROWS, path)), ROW,
					new OutputRule(ROW, Kind.ANY, false, (path) -> values(ROW, path)), SIZE,
					new OutputRule(SIZE, Kind.SCALAR, false)));
	}

	/** What its driver takes as properties, it takes as parameters of the address too. */
	static List<PropertyRule> snowflake() {
		List<PropertyRule> properties = new ArrayList<>(connection());
		Map.of("database", "db", "role", "role", "schema", "schema", "warehouse", "warehouse")
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.forEach((each) -> properties.add(new PropertyRule(each.getKey(),
					"the parameter `%s` of `url`, without templates".formatted(each.getValue()),
					(draft, value) -> parameter(draft, each.getValue(), KestraValues.fixed(draft, value)))));
		return properties;
	}

	private static void parameter(Draft draft, String name, String value) {
		String url = (draft.get(URL) instanceof String text) ? text : "";
		if (url.isEmpty() || TemplateConverter.isTemplated(url) || !PARAMETER.matcher(value).matches()) {
			throw new Unsupported("it cannot be added to the url", "write it there as the parameter " + name);
		}
		String separator = url.contains("?") ? "&" : WITHOUT_PATH.matcher(url).matches() ? "/?" : "?";
		draft.put(URL, url + separator + name + "=" + value);
	}

	/** Some versions of Kestra give each task a database of its own whatever it says. */
	static List<PropertyRule> duckDb() {
		List<PropertyRule> properties = new ArrayList<>(connection());
		properties.set(0, new PropertyRule(URL, "`url`, where it is `%s`".formatted(IN_MEMORY), (draft, value) -> {
			if (!KestraValues.fixed(draft, value).equals(IN_MEMORY)) {
				throw new Unsupported("which database it is depends on the version of Kestra", "write the url by hand");
			}
			draft.put(URL, IN_MEMORY);
		}));
		List.of("inputFiles", "outputFiles")
			.forEach((name) -> properties.add(PropertyRule.missing(name, "a task of the type sql has no directory",
					"run the program duckdb in a task of the type shell, which has " + name)));
		return properties;
	}

	static void inMemory(Draft draft) {
		if (draft.source().get(URL) == null) {
			draft.put(URL, IN_MEMORY);
		}
	}

	static List<PropertyRule> connection() {
		return List.of(renamed(URL, URL, KestraValues::text), renamed("username", "username", KestraValues::text),
				renamed("password", "password", KestraValues::text));
	}

	/** What becomes of the rows. */
	static List<PropertyRule> fetching() {
		return List.of(
				new PropertyRule("fetchType", "`fetch`, where it is NONE, FETCH or FETCH_ONE", SqlRule::fetchType),
				flag("fetchOne", ROW), flag(FETCH, ROWS), only("store", List.of("false"), storeProposal()),
				dropped("fetchSize", "how many rows come at once is Windhover's own", "leave it out"));
	}

	private static void query(Draft draft, KestraSource value) {
		String query = statement(draft, value);
		draft.put("query", checked(query.endsWith(";") ? query.substring(0, query.length() - 1) : query));
	}

	/** Text whose templates cannot give what is a parameter here. */
	static String statement(Draft draft, KestraSource value) {
		if (TemplateConverter.isTemplated(KestraValues.literal(value))) {
			throw new Unsupported("what a template puts into a statement could mean something else here",
					"name a parameter in its place, such as :who, and give it under 'parameters', see sql in flows.md");
		}
		return KestraValues.fixed(draft, value).strip();
	}

	/** A statement without what is a parameter here. */
	static String checked(String statement) {
		if (statement.matches("(?s).*[:?\\\\;].*")) {
			throw new Unsupported("it has one of ':', '?', ';' and '\\', which may mean something else here",
					"write it by hand, see sql in flows.md");
		}
		return statement;
	}

	private static void fetchType(Draft draft, KestraSource value) {
		if (KestraValues.fixed(draft, value).toUpperCase(Locale.ROOT).equals("STORE")) {
			throw new Unsupported("Kestra stores the rows as a file of Ion", storeProposal());
		}
		draft.put(FETCH, KestraValues.choice(draft, value, FETCHES));
	}

	private static String storeProposal() {
		return "write it by hand with fetch: jsonl or csv, whose output file is the address";
	}

	/** The older form, which counts more than fetchType. */
	private static PropertyRule flag(String name, String becomes) {
		return new PropertyRule(name, "`fetch: %s`, where it is true".formatted(becomes), (draft, value) -> {
			if (!KestraValues.bool(draft, value)) {
				return;
			}
			if (!name.equals(FETCH) && "true".equalsIgnoreCase(draft.source().text(FETCH))) {
				throw new Unsupported("which of several counts depends on the version of Kestra", "keep one of them");
			}
			draft.put(FETCH, becomes);
		});
	}

	/**
	 * The steps after an output, which must not lead into a value of a row.
	 */
	static List<Step> values(String output, List<Step> path) {
		int depth = output.equals(ROWS) ? 2 : 1;
		if (path.stream().skip(depth).anyMatch((step) -> step.name() != null)) {
			throw new Unsupported("a column of JSON is its text here",
					"read it by fromJson(), such as fromJson(outputs.x.row.column).name");
		}
		return path;
	}

	private static void end(Draft draft) {
		if (fetches(draft) && draft.get("query") instanceof String query && CALL.matcher(query).matches()) {
			draft.remove("query");
			draft.leave("sql", "a procedure may have several results, of which only the first is read here",
					"write it by hand where it has one");
		}
		reading(draft, "size is 0 where there is no row, and 1 in Kestra before 0.20.2");
	}

	/** Outside of a transaction, which Kestra has for none of them. */
	private static void endByItself(Draft draft) {
		draft.put("autoCommit", true);
		end(draft);
		ownTypes(draft);
	}

	static void ownTypes(Draft draft) {
		if (fetches(draft)) {
			draft.notes()
				.once(draft.place(),
						"in rows, what only such a database has may come as another text: intervals, structures, whole numbers of more than 64 bits",
						"cast it to text, a number or a date in the statement");
		}
	}

	static boolean fetches(Draft draft) {
		Object fetch = draft.get(FETCH);
		return fetch != null && !fetch.equals("none");
	}

	/**
	 * Completes how rows are read.
	 * @param size what is to be known of the size of one row
	 */
	static void reading(Draft draft, String size) {
		draft.notes()
			.once(draft.place(), "the jar has the driver of SQLite only",
					"put that of the database beside Windhover on each worker, see sql in flows.md");
		if (!fetches(draft)) {
			draft.put(FETCH, "none");
			return;
		}
		draft.notes()
			.once(draft.place(),
					"in rows, times get no offset of a time zone, long decimals and JSON are text, and columns that are null are present",
					"check the expressions that read such columns, see Rows in kestra.md");
		if (ROWS.equals(draft.get(FETCH))) {
			draft.put("maxRows", MOST_ROWS);
		}
		else {
			draft.notes().once(draft.place(), size, "check the expressions that compare it");
		}
	}

}
