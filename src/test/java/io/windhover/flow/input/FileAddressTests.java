package io.windhover.flow.input;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FileAddressTests {

	@ParameterizedTest
	@CsvSource({ "inputs/data/orders.csv, inputs/data/orders.csv",
			"tasks/each[3]/say/a b.csv, tasks/each%5B3%5D/say/a%20b.csv", "tasks/größe, tasks/gr%C3%B6%C3%9Fe",
			"a/..b/c.., a/..b/c..", "'a/(1), @b=+~', 'a/%281%29%2C%20%40b%3D%2B~'" })
	void addressIsReadAsItIsWritten(String path, String written) {
		FileAddress address = FileAddress.of("e-1", path);
		assertThat(address).hasToString("windhover:///executions/e-1/" + written);
		assertThat(FileAddress.parse(address.toString())).isEqualTo(address);
		assertThat(address.path()).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "..", ".", "a/../b", "/a", "a/", "a//b", "a\\b", "a%2e", "a:b", "a\u0000", "a\nb",
			"a;b", "a?b", "a#b", "*" })
	void pathThatNoFileMayHaveIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> FileAddress.of("e1", path))
			.withMessageContaining("letters, digits, spaces");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/etc/passwd", "file:///etc/passwd", "windhover:///executions/",
			"windhover:///executions/e1", "windhover:///executions/e1/", "windhover:///executions/../a",
			"windhover:///executions/e1/%2E%2E/a", "windhover:///executions/e1/..",
			"windhover:///executions/e1/%2e%2e%2fa", "windhover:///executions/e1/%2Fa", "windhover:///executions/e1/a%",
			"windhover:///executions/e1/a%zz", "windhover:///executions/e1/%61", "windhover:///executions/e1/[a]",
			"windhover:///executions/e1/%C3", "windhover:///executions/e 1/a", "WINDHOVER:///executions/e1/a" })
	void textThatIsNoAddressOrASecondOneOfAFileIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> FileAddress.parse(text))
			.withMessageContaining("is not the address of a file, such as windhover:///executions/");
	}

	@Test
	void lengthIsBounded() {
		assertThat(FileAddress.of("e1", "a".repeat(200)).name()).hasSize(200);
		assertThatIllegalArgumentException().isThrownBy(() -> FileAddress.of("e1", "a".repeat(201)));
		assertThatIllegalArgumentException().isThrownBy(() -> FileAddress.of("e1", "ö".repeat(40)));
		assertThatIllegalArgumentException().isThrownBy(() -> FileAddress.of("e1", "a/".repeat(1_500) + "a"))
			.withMessageContaining("3000");
	}

	@ParameterizedTest
	@CsvSource({ "orders.csv, orders.csv", "'C:\\data\\a.csv', a.csv", "../../etc/passwd, passwd", "a:b?.csv, a_b_.csv",
			"'..', file", "'', file", "'  ', file", "größe.csv, größe.csv" })
	void nearestNameIsOneThatAFileMayHave(String given, String near) {
		assertThat(FileAddress.nearestName(given)).isEqualTo(near);
	}

	@Test
	void nearestNameOfALongOneKeepsItsEnd() {
		assertThat(FileAddress.nearestName("ö".repeat(100) + ".csv")).endsWith("ö.csv").hasSizeLessThan(40);
		assertThat(FileAddress.nearestName(null)).isEqualTo("file");
	}

}
