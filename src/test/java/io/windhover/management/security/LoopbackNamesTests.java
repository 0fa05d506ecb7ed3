package io.windhover.management.security;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoopbackNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LocalHost", "app.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "::1" })
	void namesOfThisMachine(String host) {
		assertThat(LoopbackNames.isLoopback(host)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "notlocalhost", "",
			"10.0.0.1", "0.0.0.0" })
	void namesOfOthers(String host) {
		assertThat(LoopbackNames.isLoopback(host)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080", "http://127.0.0.1:3000", "http://[::1]:8081" })
	void originsOfThisMachine(String origin) {
		assertThat(LoopbackNames.isLoopbackOrigin(origin)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "http://evil.example", "http://localhost.evil.example", "not an origin", "" })
	void originsOfOthers(String origin) {
		assertThat(LoopbackNames.isLoopbackOrigin(origin)).isFalse();
	}

}
