package io.windhover.security.connection;

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
	@ValueSource(strings = { "127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1" })
	void addressesOfThisMachine(String address) {
		assertThat(LoopbackNames.isLoopbackAddress(address)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "[fe80::1%eth0]", "[fd00::2]" })
	void addressesAreNoNames(String host) {
		assertThat(LoopbackNames.isAddress(host)).isTrue();
		assertThat(LoopbackNames.isLoopbackAddress(host)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "10.0.0.1.evil.example", "localhost", "" })
	void namesAreNoAddresses(String host) {
		assertThat(LoopbackNames.isAddress(host)).isFalse();
	}

}
