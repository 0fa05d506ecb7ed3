package io.windhover.console;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShellTests {

	private final Shell shell = new Shell();

	@Test
	void prefixComesBeforeAllAddresses() {
		String page = page("/a-b/c.d");
		assertThat(page).contains("\"/a-b/c.d/console/assets/app.js\"")
			.contains("<link href=\"/a-b/c.d/console/config\"><script")
			.doesNotContain("\"/console/");
		assertThat(this.shell.of("/a", ShellTests::links).tag())
			.isNotEqualTo(this.shell.of("/b", ShellTests::links).tag());
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.example", "/\"><script>", "evil", "/a b", "/a/" })
	void whatIsNoPathIsNoPrefix(String prefix) {
		assertThat(page(prefix)).isEqualTo(page(""));
	}

	private String page(String prefix) {
		return new String(this.shell.of(prefix, ShellTests::links).bytes(), StandardCharsets.UTF_8);
	}

	private static String links(String prefix) {
		return "<link href=\"" + prefix + "/console/config\">";
	}

}
