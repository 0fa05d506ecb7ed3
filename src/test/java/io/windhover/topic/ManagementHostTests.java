package io.windhover.topic;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ManagementHostTests {

	@Test
	void allAddressesMeansTheMachineByName() {
		assertThat(ManagementHost.of("0.0.0.0", "node-1")).isEqualTo("node-1");
		assertThat(ManagementHost.of("::", "node-1")).isEqualTo("node-1");
	}

	@Test
	void addressIsWrittenAsUrlsHaveIt() {
		assertThat(ManagementHost.of("127.0.0.1", "node-1")).isEqualTo("127.0.0.1");
		assertThat(ManagementHost.of("::1", "node-1")).isEqualTo("[::1]");
		assertThat(ManagementHost.of("10.0.0.7", "node-1")).isEqualTo("10.0.0.7");
	}

}
