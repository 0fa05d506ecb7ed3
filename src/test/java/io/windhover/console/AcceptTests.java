package io.windhover.console;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "text/html|true", "text/html;q=0.5, application/json;q=0.4|true", "application/xhtml+xml|true",
					"text/html;q=0|false", "text/html, application/json|false", "*/*|false",
					"text/html, application/problem+json|false", "''|false", "html|false", "text/html;;;q=x|false" })
	void pageIsForWhoeverPrefersIt(String accept, boolean page) {
		assertThat(Accept.prefersHtml(accept)).isEqualTo(page);
	}

}
