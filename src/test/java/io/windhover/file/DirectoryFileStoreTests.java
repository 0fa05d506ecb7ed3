package io.windhover.file;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.flow.input.FileAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class DirectoryFileStoreTests extends FileStoreContract {

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void fileHasOnePlaceAndLeavesNothingElse() throws IOException {
		FileStore store = store(NOW);
		store.write(ADDRESS, stream("a,b"));
		store.write(ADDRESS, stream("other"));
		assertThatExceptionOfType(FileTooLargeException.class)
			.isThrownBy(() -> store.write(ADDRESS, stream("x".repeat(101))));
		assertThat(files("executions")).hasSize(1);
		assertThat(files("partial")).isEmpty();
	}

	@Test
	void whatIsMissingNamesThePropertyThatMayBeWrong() {
		assertThatExceptionOfType(FileMissingException.class).isThrownBy(() -> store(NOW).open(ADDRESS))
			.withMessageContaining("windhover.files.directory");
	}

	@Test
	void folderOrLinkIsNoFile() throws IOException {
		FileStore store = store(NOW);
		store.write(ADDRESS, stream("a"));
		assertThatExceptionOfType(FileMissingException.class)
			.isThrownBy(() -> store.open(FileAddress.of("e1", "tasks/each[3]")));
		Path secret = Files.writeString(this.directory.resolve("outside"), "secret");
		Files.createSymbolicLink(this.directory.resolve("store/executions/e1/link"), secret);
		assertThatExceptionOfType(FileMissingException.class)
			.isThrownBy(() -> store.open(FileAddress.of("e1", "link")));
		assertThat(store.list("e1", 0, 10).items()).extracting(StoredFile::address).containsExactly(ADDRESS);
	}

	@Test
	void markersGoWithTheFiles() throws IOException {
		store(NOW.minus(Duration.ofDays(2))).write(FileAddress.of("old", "inputs/a"), stream("a"));
		FileStore store = store(NOW);
		store.write(FileAddress.of("new", "inputs/a"), stream("a"));
		store.deleteBefore(LocalDate.parse("2026-11-21"));
		assertThat(files("days")).extracting(Path::getFileName).extracting(Path::toString).containsExactly("new");
	}

	@Test
	void whatCannotBeDeletedStopsNoOther() throws IOException {
		FileStore old = store(NOW.minus(Duration.ofDays(3)));
		FileStore later = store(NOW.minus(Duration.ofDays(2)));
		for (String name : List.of("a", "m", "z")) {
			old.write(FileAddress.of(name + "-old", "inputs/a"), stream("a"));
			later.write(FileAddress.of(name + "-later", "inputs/a"), stream("a"));
		}
		// no file of ours, and so no marker that can be deleted
		for (String day : List.of("2026-11-19", "2026-11-20")) {
			Files.createDirectories(this.directory.resolve("store/days").resolve(day).resolve("held/by"));
		}
		FileStore store = store(NOW);
		assertThatExceptionOfType(DirectoryNotEmptyException.class)
			.isThrownBy(() -> store.deleteBefore(LocalDate.parse("2026-11-21")))
			.withMessageContaining("held");
		assertThat(files("executions")).isEmpty();
		assertThat(files("days")).isEmpty();
		for (String day : List.of("2026-11-19", "2026-11-20")) {
			assertThat(this.directory.resolve("store/days").resolve(day).resolve("held")).isDirectory();
		}
	}

	@Test
	void folderThatCannotBeReadIsAnIOException() throws IOException {
		FileStore store = store(NOW);
		store.write(FileAddress.of("e1", "a"), stream("a"));
		Path folder = this.directory.resolve("store/executions/e1");
		// two of them are a longer path than any system takes
		Path deep = Files.createDirectories(nested(folder));
		Path apart = this.directory.resolve("apart");
		Files.createDirectories(nested(apart));
		Path moved = Files.move(apart, deep.resolve("apart"));
		try {
			assertThatIOException().isThrownBy(() -> store.list("e1", 0, 10));
		}
		finally {
			Files.move(moved, apart);
		}
		assertThat(store.list("e1", 0, 10).total()).isEqualTo(1);
	}

	private static Path nested(Path folder) {
		Path nested = folder;
		for (int i = 0; i < 12; i++) {
			nested = nested.resolve("x".repeat(250));
		}
		return nested;
	}

	@Test
	void whatAKilledProcessLeftIsDeletedADayLater() throws IOException {
		Path partial = Files.createDirectories(this.directory.resolve("store/partial"));
		Path left = Files.writeString(partial.resolve("left"), "x");
		Files.setLastModifiedTime(left, FileTime.from(NOW.minus(Duration.ofHours(25))));
		Path now = Files.writeString(partial.resolve("now"), "x");
		Files.setLastModifiedTime(now, FileTime.from(NOW));
		store(NOW).deleteLeftovers();
		assertThat(files("partial")).containsExactly(now);
	}

	@Override
	DirectoryFileStore store(Instant now) {
		return new DirectoryFileStore(this.directory.resolve("store"), 100, Clock.fixed(now, ZoneOffset.UTC));
	}

	private List<Path> files(String part) throws IOException {
		try (Stream<Path> files = Files.walk(this.directory.resolve("store").resolve(part))) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

}
