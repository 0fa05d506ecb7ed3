package io.windhover.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkerFilesTests {

	@Test
	void drainMarkOutlivesTheProcessAndBelongsToOneInstance(@TempDir Path data) {
		Path directory = data.resolve("new");
		DrainMark mark = new DrainMark(directory, "one");
		assertThat(mark.isSet()).isFalse();
		mark.clear();
		mark.set();
		mark.set();
		assertThat(new DrainMark(directory, "one").isSet()).isTrue();
		assertThat(new DrainMark(directory, "other").isSet()).isFalse();
		mark.clear();
		mark.clear();
		assertThat(new DrainMark(directory, "one").isSet()).isFalse();
	}

	@Test
	void drainMarkThatCannotBeKeptIsSaid(@TempDir Path data) throws IOException {
		Path file = Files.createFile(data.resolve("file"));
		DrainMark mark = new DrainMark(file, "one");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(mark::set).withMessageContaining("drain");
	}

	@Test
	void leftoversOfThisInstanceAreDeletedAndNoOthers(@TempDir Path data) throws IOException {
		ScratchDirectories one = new ScratchDirectories(data, "one");
		one.deleteLeftovers();
		ScratchDirectories other = new ScratchDirectories(data, "other");
		Path outside = Files.createFile(data.resolve("outside"));
		Path left = one.create("shell");
		Files.createFile(left.resolve("file"));
		Files.createSymbolicLink(left.resolve("link"), data);
		Path kept = other.create("shell");
		assertThat(left).hasParent(data.resolve("scratch/one").toAbsolutePath());
		new ScratchDirectories(data, "one").deleteLeftovers();
		assertThat(left).doesNotExist();
		assertThat(kept).exists();
		assertThat(outside).exists();
	}

}
