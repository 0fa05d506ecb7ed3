package io.windhover.flow.value;

import java.util.regex.PatternSyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BoundedPatternTests {

	@ParameterizedTest
	@ValueSource(strings = { "(^{2147483647}){2147483647}", "(^{1001,}){1000}", "((^{200}){200,300}){200}",
			"\\\\{2147483647}", "\\Q\\\\E{2147483647}", "^{99999999999999999999}" })
	void countsThatRepeatTooOftenAreRefused(String expression) {
		assertThatIllegalArgumentException().isThrownBy(() -> BoundedPattern.of(expression))
			.withMessage("repeats too often; lower the counts in { } so that their product is at most 1,000,000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(?x)(^{2 147483647}){2}", "(?x)(^{2#\n147483647}){2}" })
	void countWithABlankIsRefused(String expression) {
		assertThatIllegalArgumentException().isThrownBy(() -> BoundedPattern.of(expression))
			.withMessageStartingWith("has a blank or comment after '{2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "\\{2147483647\\}", "(^{1000}){1000}",
			"a{0,2147483647}", "a{1}{1}" })
	void usualExpressionsAreNot(String expression) {
		assertThat(BoundedPattern.of(expression)).isNotNull();
	}

	@Test
	void wrongOrLongExpressionIsRefused() {
		assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> BoundedPattern.of("("));
		assertThat(BoundedPattern.of("a".repeat(1_000)).matches("a")).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> BoundedPattern.of("a".repeat(1_001)))
			.withMessage("has 1,001 characters; shorten the regular expression to at most 1,000");
	}

	@Test
	void repetitionsCountAsSteps() {
		BoundedPattern pattern = BoundedPattern.of("(.(?=){1000000})*+");
		assertThat(pattern.matches("abc")).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> pattern.matches("a".repeat(2_000)))
			.withMessageStartingWith("takes too long to match");
	}

}
