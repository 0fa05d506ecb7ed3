package io.windhover.launch;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClassArchiveTests {

	private final Path directory = Path.of("app");

	@Test
	void olderJvmsArchiveClasses() {
		ClassArchive archive = ClassArchive.of(24, this.directory);
		assertThat(archive.file()).isEqualTo(this.directory.resolve("windhover.jsa"));
		assertThat(archive.make()).containsExactly("-Xlog:cds*=error", "-XX:ArchiveClassesAtExit=" + archive.file());
		assertThat(archive.use()).containsExactly("-Xlog:cds*=error", "-XX:SharedArchiveFile=" + archive.file());
	}

	@Test
	void newerJvmsArchiveProfilesAsWell() {
		ClassArchive archive = ClassArchive.of(25, this.directory);
		assertThat(archive.file()).isEqualTo(this.directory.resolve("windhover.aot"));
		assertThat(archive.make()).containsExactly("-Xlog:aot*=error", "-XX:AOTCacheOutput=" + archive.file());
		assertThat(archive.use()).containsExactly("-Xlog:aot*=error", "-XX:AOTCache=" + archive.file());
	}

}
