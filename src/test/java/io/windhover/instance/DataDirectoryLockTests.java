package io.windhover.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("NullAway.Init") // JUnit sets the field
class DataDirectoryLockTests {

	@TempDir
	private Path directory;

	@Test
	void secondProcessOnADirectoryFailsBeforeItWritesAnything() throws IOException {
		try (DirectoryLock first = DirectoryLock.acquire(this.directory)) {
			assertThat(first).isNotNull();
			runner("worker").run((context) -> {
				assertThat(context).hasFailed();
				Throwable failure = Objects.requireNonNull(context.getStartupFailure());
				FailureAnalysis analysis = Objects.requireNonNull(new DirectoryLockFailureAnalyzer().analyze(failure));
				assertThat(analysis.getDescription()).contains(this.directory.toString())
					.contains("is in use by another process (pid %d)".formatted(ProcessHandle.current().pid()));
				assertThat(analysis.getAction()).contains("windhover.data-directory");
			});
			try (var files = Files.list(this.directory)) {
				assertThat(files).containsExactly(this.directory.resolve(DirectoryLock.FILE));
			}
		}
	}

	@Test
	void processHoldsItWhateverItsRolesAndReleasesItAtTheEnd() {
		runner("indexer").run((context) -> {
			assertThat(context).hasNotFailed();
			runner("worker").run((second) -> assertThat(second).hasFailed());
		});
		DirectoryLock.acquire(this.directory).close();
	}

	private ApplicationContextRunner runner(String role) {
		return new ApplicationContextRunner().withUserConfiguration(RoleConfiguration.class)
			.withPropertyValues("windhover.roles=" + role, "windhover.data-directory=" + this.directory);
	}

}
