package io.windhover.execution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailureCauseTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
			Task 'load' failed: connection refused | connection refused
			Task 'each' failed: Iteration 17 failed: Task 'say' failed: exit code 3 | exit code <n>
			GET http://10.1.2.3:8080/orders/17?day=2026-05-01 answered 503 | GET <address> answered <n>
			no row of 2026-05-01T10:00:00.5+02:00 | no row of <date>
			order 0a1b2c3d-1111-2222-3333-0123456789ab is locked by 4f5e6d7c8b | order <id> is locked by <id>
			broker db-7.internal:5432 is away, 192.168.0.7 too | broker <address> is away, <address> too
			it took longer than PT30S | it took longer than PT<n>S
			facade defaced | facade defaced
			two\t  spaces | two spaces
			""")
	void whatDiffersIsLeftOut(String error, String text) {
		assertThat(FailureCause.of(null, error).text()).isEqualTo(text);
	}

	@Test
	void sameCauseHasTheSameIdAndAnotherHasAnother() {
		FailureCause first = FailureCause.of(null, "Task 'a' failed: order 17 is locked");
		assertThat(FailureCause.of(null, "Task 'b' failed: order 99 is locked")).isEqualTo(first);
		assertThat(FailureCause.of(null, "Task 'b' failed: order 99 is gone").id()).isNotEqualTo(first.id());
		assertThat(FailureCause.of(null, null)).isEqualTo(FailureCause.of(null, " "));
		assertThat(FailureCause.of(null, null).text()).isEqualTo("no reason given");
	}

	@Test
	void typeOfTheTaskIsPartOfTheCauseAndWithoutItItIsAsBefore() {
		FailureCause http = FailureCause.of("http", "Task 'a' failed: refused");
		assertThat(http.taskType()).isEqualTo("http");
		assertThat(http.text()).isEqualTo("refused");
		assertThat(FailureCause.of("http", "Task 'b' failed: refused")).isEqualTo(http);
		assertThat(FailureCause.of("shell", "Task 'b' failed: refused").id()).isNotEqualTo(http.id());
		assertThat(FailureCause.of(null, "refused").id()).isEqualTo(Fingerprint.of("refused")).isNotEqualTo(http.id());
	}

	@Test
	void longErrorIsReadInPart() {
		String error = "x y ".repeat(500_000);
		assertThat(FailureCause.of(null, error).text()).hasSize(200).endsWith("…");
	}

}
