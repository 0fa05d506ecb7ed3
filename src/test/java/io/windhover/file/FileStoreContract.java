package io.windhover.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;

import io.windhover.flow.input.FileAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every store of files does: a test of an implementation extends it.
 */
abstract class FileStoreContract {

	static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

	static final FileAddress ADDRESS = FileAddress.of("e1", "tasks/each[3]/say/größe 1.csv");

	/**
	 * The store under test, which takes files of up to 100 bytes and is empty at the
	 * start of each test.
	 */
	abstract FileStore store(Instant now);

	@Test
	void fileIsReadAsItWasWritten() throws IOException {
		FileStore store = store(NOW);
		StoredFile written = store.write(ADDRESS, stream("a,b"));
		assertThat(written.address()).isEqualTo(ADDRESS);
		assertThat(written.size()).isEqualTo(3);
		assertThat(text(store)).isEqualTo("a,b");
		assertThat(store.find(ADDRESS)).isEqualTo(written);
		store.write(ADDRESS, stream("other"));
		assertThat(text(store)).isEqualTo("other");
	}

	@Test
	void fileThatIsTooLargeOrBreaksOffLeavesWhatThereWas() throws IOException {
		FileStore store = store(NOW);
		store.write(ADDRESS, stream("before"));
		assertThatExceptionOfType(FileTooLargeException.class)
			.isThrownBy(() -> store.write(ADDRESS, stream("x".repeat(101))))
			.withMessage("the file 'größe 1.csv' is larger than 100 bytes; windhover.files.max-file-size allows more");
		assertThatIOException().isThrownBy(() -> store.write(ADDRESS, new InputStream() {

			private int left = 50;

			@Override
			public int read() throws IOException {
				if (this.left == 0) {
					throw new IOException("broken off");
				}
				this.left--;
				return 'x';
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				bytes[offset] = (byte) read();
				return 1;
			}

		})).withMessage("broken off");
		assertThat(text(store)).isEqualTo("before");
	}

	@Test
	void whatIsMissingIsNamed() {
		FileStore store = store(NOW);
		assertThatExceptionOfType(FileMissingException.class).isThrownBy(() -> store.open(ADDRESS))
			.withMessageContaining(ADDRESS.toString());
		assertThatExceptionOfType(FileMissingException.class).isThrownBy(() -> store.find(ADDRESS))
			.withMessageContaining(ADDRESS.toString());
	}

	@Test
	void oneFileIsDeletedAndNoOther() throws IOException {
		FileStore store = store(NOW);
		FileAddress other = FileAddress.of("e1", "inputs/other");
		store.write(ADDRESS, stream("a"));
		store.write(other, stream("b"));
		store.delete(ADDRESS);
		store.delete(ADDRESS);
		store.delete(FileAddress.of("e2", "never/there"));
		assertThat(store.list("e1", 0, 10).items()).extracting(StoredFile::address).containsExactly(other);
	}

	@Test
	void filesAreListedByPages() throws IOException {
		FileStore store = store(NOW);
		for (String name : List.of("c", "a", "b")) {
			store.write(FileAddress.of("e1", "inputs/" + name), stream(name));
		}
		store.write(FileAddress.of("e2", "inputs/other"), stream("x"));
		FileList last = store.list("e1", 1, 2);
		assertThat(last.total()).isEqualTo(3);
		assertThat(last.items()).extracting((file) -> file.address().path()).containsExactly("inputs/c");
		assertThat(store.list("none", 0, 2)).isEqualTo(new FileList(List.of(), 0));
		assertThatIllegalArgumentException().isThrownBy(() -> store.list("../e1", 0, 2));
	}

	@Test
	void executionsOfDaysThatAreOverGoWithTheirFiles() throws IOException {
		FileStore old = store(NOW.minus(Duration.ofDays(2)));
		old.write(FileAddress.of("old", "inputs/a"), stream("a"));
		FileStore store = store(NOW);
		store.write(FileAddress.of("old", "tasks/b"), stream("b"));
		store.write(FileAddress.of("new", "inputs/a"), stream("a"));
		store.deleteBefore(LocalDate.parse("2026-11-20"));
		assertThat(store.list("old", 0, 10).total()).isEqualTo(2);
		store.deleteBefore(LocalDate.parse("2026-11-21"));
		assertThat(store.list("old", 0, 10).total()).isZero();
		assertThat(store.list("new", 0, 10).total()).isEqualTo(1);
		// what still runs is due by the day of its next file
		store.write(FileAddress.of("old", "tasks/c"), stream("c"));
		store.deleteBefore(LocalDate.parse("2026-11-22"));
		assertThat(store.list("old", 0, 10).total()).isEqualTo(1);
		store.delete("old");
		store.delete("never");
		assertThat(store.list("old", 0, 10).total()).isZero();
	}

	@Test
	void sizeIsThatOfAllFilesUpToANumberOfThem() throws IOException {
		FileStore store = store(NOW);
		assertThat(store.size(10, 4)).extracting(FilesSize::bytes, FilesSize::files, FilesSize::whole)
			.containsExactly(0L, 0L, true);
		store.write(FileAddress.of("e1", "inputs/a"), stream("abc"));
		store.write(FileAddress.of("e1", "tasks/x/b"), stream("de"));
		store.write(FileAddress.of("e2", "inputs/a"), stream("f"));
		assertThat(store.size(3, 4)).extracting(FilesSize::bytes, FilesSize::files, FilesSize::whole)
			.containsExactly(6L, 3L, true);
		FilesSize part = store.size(2, 4);
		assertThat(part.whole()).isFalse();
		assertThat(part.files()).isEqualTo(2);
	}

	@Test
	void executionsAreDrawnByTheBytesOfTheirFiles() throws IOException {
		FileStore store = store(NOW);
		assertThat(store.size(10, 4).drawn()).isEmpty();
		store.write(FileAddress.of("e1", "inputs/empty"), stream(""));
		assertThat(store.size(10, 4).drawn()).isEmpty();
		store.write(FileAddress.of("e2", "inputs/a"), stream("x".repeat(45)));
		store.write(FileAddress.of("e2", "tasks/x/b"), stream("x".repeat(45)));
		store.write(FileAddress.of("e3", "inputs/a"), stream("x".repeat(10)));
		List<String> drawn = store.size(10, 1000).drawn();
		assertThat(drawn).hasSize(1000).containsOnly("e2", "e3");
		// ten standard deviations to either side
		assertThat(Collections.frequency(drawn, "e2")).isBetween(800, 1000);
	}

	static String text(FileStore store) throws IOException {
		try (InputStream content = store.open(ADDRESS)) {
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	static InputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

}
