package io.windhover.worker.attempt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import io.windhover.worker.DrainNote;
import io.windhover.worker.intake.DrainMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkerFilesTests {

	@Test
	void drainMarkOutlivesTheProcessAndBelongsToOneInstance(@TempDir Path data) {
		Path directory = data.resolve("new");
		DrainMark mark = new DrainMark(directory, "one");
		DrainNote note = new DrainNote(Instant.EPOCH, "ada", "new disks");
		assertThat(mark.read()).isNull();
		mark.clear();
		mark.set(new DrainNote(Instant.EPOCH, "ada", "something that is longer than what comes after it"));
		mark.set(note);
		assertThat(new DrainMark(directory, "one").read()).isEqualTo(note);
		assertThat(new DrainMark(directory, "other").read()).isNull();
		mark.clear();
		mark.clear();
		assertThat(new DrainMark(directory, "one").read()).isNull();
	}

	@Test
	void drainMarkOfAnOlderVersionSaysNothingButThatItIsThere(@TempDir Path data) throws IOException {
		Files.writeString(data.resolve("drained-one"), "This worker takes no jobs until it is resumed.\n");
		assertThat(new DrainMark(data, "one").read()).isEqualTo(DrainNote.UNKNOWN);
		Files.writeString(data.resolve("drained-one"), "");
		assertThat(new DrainMark(data, "one").read()).isEqualTo(DrainNote.UNKNOWN);
	}

	@Test
	void drainMarkThatCannotBeKeptIsSaid(@TempDir Path data) throws IOException {
		Path file = Files.createFile(data.resolve("file"));
		DrainMark mark = new DrainMark(file, "one");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> mark.set(DrainNote.UNKNOWN))
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
