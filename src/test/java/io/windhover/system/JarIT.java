package io.windhover.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged jar holds.
 */
class JarIT {

	private static final Path JAR = Path.of("target", "windhover.jar");

	/** Its class loader looks first where the package was found before. */
	@Test
	void noClassIsInTwoOfItsJars() throws IOException {
		Map<String, String> places = new HashMap<>();
		try (ZipFile jar = new ZipFile(JAR.toFile())) {
			jar.stream().filter((entry) -> entry.getName().matches("BOOT-INF/lib/.*\\.jar")).forEach((nested) -> {
				String name = nested.getName();
				classes(jar, nested)
					.forEach((type) -> assertThat(places.put(type, name)).as(type + " of " + name).isNull());
			});
		}
		assertThat(places).hasSizeGreaterThan(10_000);
	}

	@Test
	void convertsADirectoryOfFlowsOfKestra(@TempDir Path directory) throws Exception {
		Path flows = Files.createDirectories(directory.resolve("flows/team"));
		Files.writeString(flows.resolve("hello.yml"), """
				# greets
				id: hello
				namespace: team
				tasks:
				  - id: say
				    type: io.kestra.plugin.core.log.Log
				    message: "Hello {{ flow.id }}"
				""");
		Files.writeString(directory.resolve("flows/other.yaml"), """
				id: other
				namespace: team
				tasks:
				  - id: say
				    type: io.kestra.plugin.core.log.Log
				    message: hello
				  - id: load
				    type: io.kestra.plugin.gcp.bigquery.Load
				""");
		Path written = directory.resolve("written");
		assertThat(convert(directory, 1, "flows", "--write", "written"))
			.contains("other.yaml: needs work", "team/hello.yml: converted", "1 converted, 1 need work, 0 failed.")
			.containsPattern("(?m)^  8: tasks\\[1\\]\\.type: .*io\\.kestra\\.plugin\\.gcp\\.bigquery\\.Load");
		assertThat(written.resolve("team/hello.yml")).content()
			.contains("# greets", "type: log", "Hello {{ flow.id }}");
		assertThat(written.resolve("other.yaml")).content().contains("type: log").doesNotContain("core.log.Log");
		assertThat(convert(directory, 0, "flows/team")).endsWith("1 converted, 0 need work, 0 failed.");
		assertThat(convert(directory, 2, "nowhere")).contains("nowhere is not a directory");
	}

	@Test
	void unpackedApplicationTakesItsClassesOutOfTheArchive(@TempDir Path directory) throws Exception {
		List<String> command = new ArrayList<>(PackagedApplication.quick());
		command.add(1, "-Xlog:class+load:file=classes.log");
		assertThat(run(directory, 1, command, "encode-password", "secret")).contains("others can see it");
		assertThat(PackagedApplication.unpacked().getParent()).isDirectoryNotContaining("glob:**first-start");
		assertThat(directory.resolve("classes.log")).content()
			.containsPattern("io\\.windhover\\.WindhoverApplication source: (shared objects file|.*\\.aot)");
	}

	@Test
	void unpackNeedsADirectory(@TempDir Path directory) throws Exception {
		assertThat(run(directory, 2, PackagedApplication.jar(PackagedApplication.testJava()), "unpack"))
			.isEqualTo("Usage: java -jar windhover.jar unpack DIRECTORY");
	}

	private static String convert(Path directory, int code, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(PackagedApplication.jar(PackagedApplication.testJava()));
		command.add("convert");
		return run(directory, code, command, arguments);
	}

	/** What it prints when it ends with an exit code. */
	private static String run(Path directory, int code, List<String> launcher, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(printed).isEqualTo(code);
		return printed.strip();
	}

	private static Stream<String> classes(ZipFile jar, ZipEntry nested) {
		try (InputStream in = jar.getInputStream(nested); ZipInputStream zip = new ZipInputStream(in)) {
			Stream.Builder<String> classes = Stream.builder();
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				String name = entry.getName();
				if (name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF/")) {
					classes.add(name);
				}
			}
			return classes.build();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
