package io.windhover.worker.sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SqlTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			select :a, :b_1, :a                        | select ?, ?, ?                             | a,b_1,a
			select ?, 1 ?? 2                           | select ?, 1 ?? 2                           | ?
			select 1 ?? 2                              | select 1 ? 2                               | ~~
			select ':a', ":b", `:c`, ':d '' :e'        | select ':a', ":b", `:c`, ':d '' :e'        | ~~
			select 1 /* :a ; */ + :b -- :c ; ?         | select 1 /* :a ; */ + ? -- :c ; ?          | b
			select $$ :a ; $$, $x$ $$ :b $x$, :c       | select $$ :a ; $$, $x$ $$ :b $x$, ?        | c
			select a::text, x[1:2], v[i\\:j], y := 1    | select a::text, x[1:2], v[i:j], y := 1     | ~~
			select 1;  -- the end                      | select 1                                   | ~~
			begin update t set a = :a; end;            | begin update t set a = ?; end;             | a
			create trigger t begin select 1; end;      | create trigger t begin select 1; end;      | ~~
			select 'open :a ; select 1                 | select 'open :a ; select 1                 | ~~
			""")
	void placesAreFoundWhereSqlHasNoTextOrComment(String query, String sql, String places) {
		SqlText text = SqlText.of("query", query);
		assertThat(text.sql()).isEqualTo(sql);
		assertThat(String.join(",", text.places())).isEqualTo(places);
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1; select 2", "begin; delete from t; commit", "select ';' ; /* */ x",
			"BEGIN TRANSACTION; delete from t" })
	void severalStatementsAreRefusedBecauseSomeDriversRunTheFirstOnly(String query) {
		assertThatIllegalArgumentException().isThrownBy(() -> SqlText.of("before[2]", query))
			.withMessage("before[2] has several statements; put those that come first under 'before'");
	}

	@ParameterizedTest
	@CsvSource({ "select 1, true", "' /* a */ SELECT 1', true", "with a as (select 1) delete from b, false",
			"select * into b from a, false", "update a set b = 1, false", "selection(), false" })
	void onlyWhatReadsIsBoundedByTheDriver(String query, boolean select) {
		assertThat(SqlText.of("query", query).isSelect()).isEqualTo(select);
	}

	@Test
	void longTextIsReadInNoTime() {
		String query = "'$$ /* ".repeat(30_000);
		assertThat(SqlText.of("query", "/*" + query).places()).isEmpty();
		assertThat(SqlText.of("query", "$a".repeat(100_000)).places()).isEmpty();
	}

}
