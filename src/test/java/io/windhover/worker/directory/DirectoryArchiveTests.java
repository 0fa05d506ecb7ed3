package io.windhover.worker.directory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.windhover.file.FileTooLargeException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

class DirectoryArchiveTests {

	private static final int LARGE = 1024 * 1024;

	private final List<String> skipped = new ArrayList<>();

	@TempDir
	@SuppressWarnings("NullAway.Init") // before each test
	private Path base;

	@SuppressWarnings("NullAway.Init") // before each test
	private Path from;

	@SuppressWarnings("NullAway.Init") // before each test
	private Path to;

	@BeforeEach
	void make() throws IOException {
		this.from = Files.createDirectory(this.base.resolve("from"));
		this.to = Files.createDirectory(this.base.resolve("to"));
	}

	@Test
	void filesComeBackWithTheirModesAndTimes() throws IOException {
		Path folder = Files.createDirectories(this.from.resolve("a/b"));
		Path program = Files.writeString(folder.resolve("run.sh"), "#!/bin/sh");
		Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x--x"));
		Path secret = Files.writeString(this.from.resolve("key"), "k");
		Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
		FileTime time = FileTime.from(Instant.parse("2026-01-31T12:00:00.123456789Z"));
		Files.setLastModifiedTime(program, time);
		Files.createDirectory(this.from.resolve("empty"));
		copy(LARGE);
		assertThat(this.to.resolve("a/b/run.sh")).hasContent("#!/bin/sh");
		assertThat(mode("a/b/run.sh")).isEqualTo("rwxr-x--x");
		assertThat(mode("key")).isEqualTo("r--------");
		assertThat(Files.getLastModifiedTime(this.to.resolve("a/b/run.sh")).toInstant()).isCloseTo(time.toInstant(),
				within(1, ChronoUnit.MICROS));
		assertThat(this.to.resolve("empty")).isEmptyDirectory();
		assertThat(this.skipped).isEmpty();
	}

	@Test
	void oddAndLongNamesComeBack() throws IOException {
		List<String> names = List.of("with space", "a:b*?", "-x", "l".repeat(200), "new\nline");
		for (String name : names) {
			Files.writeString(Files.createDirectories(this.from.resolve("d".repeat(120))).resolve(name), name);
		}
		Files.createSymbolicLink(this.from.resolve("link"), Path.of("d".repeat(120), "l".repeat(200)));
		copy(LARGE);
		for (String name : names) {
			assertThat(Files.readString(this.to.resolve("d".repeat(120)).resolve(name))).isEqualTo(name);
		}
		assertThat(Files.readString(this.to.resolve("link"))).startsWith("lll");
	}

	@Test
	void linksWithinComeBackAsLinks() throws IOException {
		Files.createDirectories(this.from.resolve("lib/deep"));
		Files.writeString(this.from.resolve("lib/one"), "1");
		Files.createSymbolicLink(this.from.resolve("lib/deep/up"), Path.of("../one"));
		Files.createSymbolicLink(this.from.resolve("lib64"), Path.of("lib"));
		Files.createSymbolicLink(this.from.resolve("gone"), Path.of("nothing"));
		copy(LARGE);
		assertThat(Files.readSymbolicLink(this.to.resolve("lib64"))).isEqualTo(Path.of("lib"));
		assertThat(this.to.resolve("lib64/deep/up")).hasContent("1");
		assertThat(Files.readSymbolicLink(this.to.resolve("gone"))).isEqualTo(Path.of("nothing"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/etc/passwd", "../x", "../../to", "a/../../x" })
	void linkThatLeadsOutIsNotPacked(String target) throws IOException {
		Files.createSymbolicLink(this.from.resolve("out"), Path.of(target));
		assertThatIOException().isThrownBy(() -> copy(LARGE))
			.withMessageStartingWith("the link 'out' leads out of the working directory, to '%s'".formatted(target));
	}

	@Test
	void whatIsTooLargeNamesTheProperty() throws IOException {
		Files.write(this.from.resolve("large"), new byte[LARGE]);
		assertThatExceptionOfType(FileTooLargeException.class).isThrownBy(() -> copy(LARGE))
			.withMessage(
					"what is in the working directory is larger than 1048576 bytes; windhover.files.max-file-size allows more");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "/tmp/x", "a/../../x", "..", "." })
	void entryThatLeadsOutIsNotUnpacked(String name) throws IOException {
		TarArchiveEntry entry = new TarArchiveEntry(name, true);
		InputStream archive = archive(entry);
		assertThatIOException().isThrownBy(() -> DirectoryArchive.unpack(archive, this.to))
			.withMessageContaining("leads out of the directory");
		assertThat(this.base.resolve("x")).doesNotExist();
	}

	@ParameterizedTest
	@CsvSource({ "link, ../x", "link, /etc", "a/link, ../../x" })
	void linkThatLeadsOutIsNotUnpacked(String name, String target) throws IOException {
		InputStream archive = archive(link(name, target, TarConstants.LF_SYMLINK));
		assertThatIOException().isThrownBy(() -> DirectoryArchive.unpack(archive, this.to))
			.withMessageContaining("leads out of the directory");
		assertThat(this.to.resolve(name)).doesNotExist();
	}

	/** What is written comes before the link that it would be written through. */
	@Test
	void nothingIsWrittenThroughALink() throws IOException {
		Files.writeString(this.base.resolve("target"), "mine");
		InputStream archive = archive(link("a", "../target", TarConstants.LF_SYMLINK), new TarArchiveEntry("a"));
		assertThatIOException().isThrownBy(() -> DirectoryArchive.unpack(archive, this.to));
		assertThat(this.base.resolve("target")).hasContent("mine");
	}

	@ParameterizedTest
	@ValueSource(bytes = { TarConstants.LF_LINK, TarConstants.LF_FIFO, TarConstants.LF_CHR })
	void whatIsNeitherFileFolderNorLinkIsRefused(byte kind) throws IOException {
		InputStream archive = archive(link("odd", "x", kind));
		assertThatIOException().isThrownBy(() -> DirectoryArchive.unpack(archive, this.to))
			.withMessage("'odd' in the archive is neither a file, a folder nor a link");
	}

	private void copy(long maxSize) throws IOException {
		Path archive = this.base.resolve("archive");
		DirectoryArchive.pack(this.from, archive, maxSize, this.skipped::add);
		try (InputStream content = Files.newInputStream(archive)) {
			DirectoryArchive.unpack(content, this.to);
		}
	}

	private String mode(String name) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.to.resolve(name)));
	}

	private static TarArchiveEntry link(String name, String target, byte kind) {
		TarArchiveEntry entry = new TarArchiveEntry(name, kind);
		entry.setLinkName(target);
		return entry;
	}

	/** Files among them have a letter. */
	private static InputStream archive(TarArchiveEntry... entries) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
			for (TarArchiveEntry entry : entries) {
				boolean file = entry.getLinkName().isEmpty();
				entry.setSize(file ? 1 : 0);
				tar.putArchiveEntry(entry);
				if (file) {
					tar.write('x');
				}
				tar.closeArchiveEntry();
			}
		}
		return new ByteArrayInputStream(bytes.toByteArray());
	}

}
