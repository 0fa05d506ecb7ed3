package io.windhover.management.security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ListenAddressWarningTests {

	@Test
	void loopbackIsSilent(CapturedOutput output) {
		new ListenAddressWarning("127.0.0.1").afterSingletonsInstantiated();
		new ListenAddressWarning("::1").afterSingletonsInstantiated();
		assertThat(output).doesNotContain("windhover.listen-address");
	}

	@Test
	void anythingElseIsWarnedOf(CapturedOutput output) {
		new ListenAddressWarning("0.0.0.0").afterSingletonsInstantiated();
		assertThat(output).contains("windhover.listen-address is 0.0.0.0").contains("WARN");
	}

}
