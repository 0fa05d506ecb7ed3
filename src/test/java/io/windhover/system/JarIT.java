package io.windhover.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;

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
