package io.windhover.worker.attempt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import io.windhover.worker.DrainNote;
import io.windhover.worker.intake.DrainFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkerFilesTests {

	@Test
	void drainMarkOutlivesTheProcessAndBelongsToOneInstance(@TempDir Path data) {
		Path directory = data.resolve("new");
		DrainFlag flag = new DrainFlag(directory, "one");
		DrainNote note = new DrainNote(Instant.EPOCH, "ada", "new disks");
		assertThat(flag.read()).isNull();
		flag.clear();
		flag.set(new DrainNote(Instant.EPOCH, "ada", "something that is longer than what comes after it"));
		flag.set(note);
		assertThat(new DrainFlag(directory, "one").read()).isEqualTo(note);
		assertThat(new DrainFlag(directory, "other").read()).isNull();
		flag.clear();
		flag.clear();
		assertThat(new DrainFlag(directory, "one").read()).isNull();
	}

	@Test
	void drainMarkOfAnOlderVersionSaysNothingButThatItIsThere(@TempDir Path data) throws IOException {
		Files.writeString(data.resolve("drained-one"), "This worker takes no jobs until it is resumed.\n");
		assertThat(new DrainFlag(data, "one").read()).isEqualTo(DrainNote.UNKNOWN);
		Files.writeString(data.resolve("drained-one"), "");
		assertThat(new DrainFlag(data, "one").read()).isEqualTo(DrainNote.UNKNOWN);
	}

	@Test
	void drainMarkThatCannotBeKeptIsSaid(@TempDir Path data) throws IOException {
		Path file = Files.createFile(data.resolve("file"));
		DrainFlag flag = new DrainFlag(file, "one");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> flag.set(DrainNote.UNKNOWN))
			.withMessageContaining("drain");
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
