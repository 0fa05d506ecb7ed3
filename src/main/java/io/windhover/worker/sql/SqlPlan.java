package io.windhover.worker.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The statements of one task with their parameters, which fit before anything runs.
 *
 * @param before what runs first
 * @param text of the statement itself
 * @param rows its parameters: one row, or those of a batch
 */
record SqlPlan(SqlConfiguration configuration, List<Step> before, SqlText text, List<SqlParameters> rows) {

	static SqlPlan of(SqlConfiguration configuration) {
		Object parameters = configuration.parameters();
		List<SqlText> texts = new ArrayList<>();
		List<Step> before = new ArrayList<>();
		for (String query : configuration.statementsBefore()) {
			SqlText text = SqlText.of("before[%d]".formatted(texts.size()), query);
			// a list is for the places of the statement itself
			before.add(new Step(text,
					SqlParameters.of(text, (parameters instanceof Map) ? parameters : null, "parameters")));
			texts.add(text);
		}
		SqlText text = SqlText.of("query", configuration.query());
		texts.add(text);
		SqlParameters.checkUsed(parameters, texts);
		return new SqlPlan(configuration, before, text, rows(text, parameters, configuration.batch()));
	}

	private static List<SqlParameters> rows(SqlText text, @Nullable Object shared, @Nullable List<Object> batch) {
		if (batch == null) {
			return List.of(SqlParameters.of(text, shared, "parameters"));
		}
		List<SqlParameters> rows = new ArrayList<>();
		for (Object row : batch) {
			String where = "batch[%d]".formatted(rows.size());
			rows.add(SqlParameters.of(text, SqlParameters.merged(shared, row, where), where));
		}
		return rows;
	}

	boolean isBatch() {
		return this.configuration.batch() != null;
	}

	/**
	 * A statement and its parameters.
	 */
	record Step(SqlText text, SqlParameters parameters) {
	}

}
