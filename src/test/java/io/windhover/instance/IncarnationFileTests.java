package io.windhover.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("NullAway.Init") // JUnit sets the field
class IncarnationFileTests {

	@TempDir
	private Path directory;

	@Test
	void predecessorIsTheLastThatWasRecorded() {
		try (DirectoryLock lock = DirectoryLock.acquire(this.directory)) {
			assertThat(lock).isNotNull();
			IncarnationFile first = file(this.directory, "a", "1");
			assertThat(first.predecessor()).isNull();
			first.record();
			assertThat(first.predecessor()).isNull();
			assertThat(file(this.directory, "a", "2").predecessor()).isEqualTo("1");
		}
	}

	@Test
	void anotherIdHasNoPredecessor() {
		try (DirectoryLock lock = DirectoryLock.acquire(this.directory)) {
			assertThat(lock).isNotNull();
			file(this.directory, "a", "1").record();
			assertThat(file(this.directory, "b", "2").predecessor()).isNull();
		}
	}

	@Test
	void copyOfADirectoryProvesNothingAboutTheOwnerOfTheOriginal() throws IOException {
		Path original = Files.createDirectory(this.directory.resolve("original"));
		Path copy = this.directory.resolve("copy");
		DirectoryLock.acquire(original).close();
		file(original, "a", "1").record();
		FileSystemUtils.copyRecursively(original, copy);
		assertThat(file(copy, "a", "2").predecessor()).isNull();
		assertThat(file(original, "a", "2").predecessor()).isEqualTo("1");
	}

	private static IncarnationFile file(Path directory, String id, String incarnation) {
		return new IncarnationFile(directory, new Instance(id, incarnation, Set.of(Role.WORKER), Instant.EPOCH));
	}

}
