package io.windhover.flow.value;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NumbersTests {

	@Test
	void wholeNumberIsAsShortAsItFits() {
		assertThat(Numbers.whole("5.0")).isEqualTo(5);
		assertThat(Numbers.whole("3e9")).isEqualTo(3_000_000_000L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.5", "1e999999999", "1e2147483647", "1e-2147483647", "9223372036854775808" })
	void numberThatDoesNotFitIsRefused(String text) {
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Numbers.whole(text));
	}

	@Test
	void numberThatJsonDoesNotHaveIsRefused() {
		assertThat(Numbers.finite("1e3")).isEqualTo(1000);
		assertThatExceptionOfType(Numbers.TooLargeException.class).isThrownBy(() -> Numbers.finite("-1e999999999"));
		assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> Numbers.finite("NaN"));
	}

	@Test
	void longTextIsNotParsed() {
		assertThat(Numbers.whole("0".repeat(99) + "1")).isEqualTo(1);
		assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> Numbers.whole("0".repeat(100) + "1"));
	}

	@Test
	void numberOfFewDigitsIsShort() {
		assertThat(new BigDecimal("1e100")).matches(Numbers::isShort);
		assertThat(new BigDecimal("1e101")).matches((each) -> !Numbers.isShort(each));
		assertThat(new BigDecimal("1e-2147483647")).matches((each) -> !Numbers.isShort(each));
	}

}
