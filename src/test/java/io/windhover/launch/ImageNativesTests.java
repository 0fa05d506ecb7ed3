package io.windhover.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.luben.zstd.Zstd;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.sqlite.JDBC;
import org.xerial.snappy.Snappy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the image leaves of the jars with native libraries is enough on the machine that
 * it is built on.
 */
@EnabledOnOs(value = OS.LINUX, architectures = { "amd64", "aarch64" })
class ImageNativesTests {

	private static final List<Class<?>> JARS = List.of(RocksDB.class, JDBC.class, Zstd.class, Snappy.class,
			LZ4Factory.class);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void jarsOfTheImageHaveTheLibrariesOfItsMachineOnly() throws Exception {
		List<Path> jars = new ArrayList<>();
		for (Class<?> type : JARS) {
			Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
			jars.add(Files.copy(jar, this.directory.resolve(jar.getFileName())));
		}
		long before = size(jars);
		run(List.of("sh", Path.of("src/docker/natives.sh").toAbsolutePath().toString(), this.directory.toString()));
		assertThat(size(jars)).isLessThan(before / 5);
		String classPath = Stream.concat(jars.stream(), Stream.of(Path.of("target", "test-classes")))
			.map((each) -> each.toAbsolutePath().toString())
			.collect(Collectors.joining(":"));
		assertThat(run(List.of(java("java"), "-Djava.io.tmpdir=" + this.directory, "-cp", classPath,
				NativeLibraries.class.getName())))
			.contains("rocksdb sqlite zstd snappy lz4");
	}

	private static long size(List<Path> jars) throws IOException {
		long size = 0;
		for (Path jar : jars) {
			size += Files.size(jar);
		}
		return size;
	}

	private static String run(List<String> command) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		Map<String, String> environment = builder.environment();
		environment.merge("PATH", java(""), (path, java) -> java + ":" + path);
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	private static String java(String command) {
		return Path.of(System.getProperty("java.home"), "bin", command).toString();
	}

	/** Uses each of them once. */
	static final class NativeLibraries {

		private NativeLibraries() {
		}

		public static void main(String[] args) throws Exception {
			RocksDB.loadLibrary();
			StringBuilder loaded = new StringBuilder("rocksdb");
			try (var connection = new JDBC().connect("jdbc:sqlite::memory:", new Properties())) {
				loaded.append(connection.isValid(1) ? " sqlite" : "");
			}
			byte[] content = new byte[1000];
			loaded.append((Zstd.decompress(Zstd.compress(content), content.length).length == 1000) ? " zstd" : "");
			loaded.append((Snappy.uncompress(Snappy.compress(content)).length == 1000) ? " snappy" : "");
			LZ4Factory.nativeInstance().fastCompressor().compress(content);
			System.out.println(loaded.append(" lz4"));
		}

	}

}
