package io.windhover;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstalledProgramTests {

	@Test
	void whatIsMissingSaysWhatToInstall() {
		assertThat(InstalledProgram.missing("no-such-program"))
			.isEqualTo("Skipped: no-such-program is not on this machine; install no-such-program");
		assertThat(InstalledProgram.missing("false")).isEqualTo("Skipped: false does not run here; install false");
		assertThat(InstalledProgram.missing("true")).isNull();
	}

}
