package io.windhover.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NestedJarClassLoaderTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@SuppressWarnings("NullAway.Init")
	private NestedJarClassLoader loader;

	@BeforeEach
	void makeJars() throws IOException {
		URL first = jar("first.jar", "1", Map.of("both.txt", "first", path(One.class), bytes(One.class)));
		URL second = jar("second.jar", "2",
				Map.of("both.txt", "second", "META-INF/only.txt", "only", path(Two.class), bytes(Two.class)));
		this.loader = new NestedJarClassLoader(new URL[] { first, second }, ClassLoader.getPlatformClassLoader());
	}

	@Test
	void classesOfOnePackageAreFoundInSeveralJars() throws Exception {
		for (Class<?> type : List.of(One.class, Two.class)) {
			Class<?> loaded = this.loader.loadClass(type.getName());
			assertThat(loaded).isNotSameAs(type).isSameAs(this.loader.loadClass(type.getName()));
			assertThat(loaded.getClassLoader()).isSameAs(this.loader);
			assertThat(loaded.getDeclaredConstructor().newInstance()).hasToString(type.getSimpleName());
		}
	}

	@Test
	void packageHasTheVersionOfItsJarAndTheClassItsPlace() throws Exception {
		Class<?> loaded = this.loader.loadClass(One.class.getName());
		assertThat(loaded.getPackage().getImplementationVersion()).isEqualTo("1");
		assertThat(loaded.getProtectionDomain().getCodeSource().getLocation().toString()).endsWith("/first.jar!/");
	}

	@Test
	void absentClassIsNotFound() {
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> this.loader.loadClass(NestedJarClassLoaderTests.class.getName()));
		assertThat(this.loader.getResource("absent.txt")).isNull();
		assertThat(this.loader.getResourceAsStream("absent.txt")).isNull();
	}

	@Test
	void resourcesAreFoundInTheOrderOfTheClassPath() throws Exception {
		assertThat(text(this.loader.getResourceAsStream("META-INF/only.txt"))).isEqualTo("only");
		assertThat(text(this.loader.getResourceAsStream("both.txt"))).isEqualTo("first");
		assertThat(Objects.requireNonNull(this.loader.getResource("both.txt")).toString())
			.endsWith("/first.jar!/both.txt");
		List<URL> all = Collections.list(this.loader.getResources("both.txt"));
		assertThat(all).hasSize(2);
		assertThat(text(all.get(1).openStream())).isEqualTo("second");
	}

	/** As the launcher puts them there of {@code loader.path}. */
	@Test
	void jarsAreFilesTooAndBesideThemIsTheirDirectory() throws Exception {
		Path drivers = Files.createDirectory(this.directory.resolve("drivers"));
		Path beside = drivers.resolve(path(Two.class));
		Files.createDirectories(beside.getParent());
		Files.write(beside, bytes(Two.class));
		Files.writeString(drivers.resolve("both.txt"), "directory");
		Files.writeString(drivers.resolve("only.txt"), "only");
		jar("drivers/driver.jar", "3", Map.of("both.txt", "driver", path(One.class), bytes(One.class)));
		URL[] urls = { drivers.toUri().toURL(), drivers.resolve("driver.jar").toUri().toURL() };
		try (NestedJarClassLoader found = new NestedJarClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			for (Class<?> type : List.of(One.class, Two.class)) {
				assertThat(found.loadClass(type.getName()).getDeclaredConstructor().newInstance())
					.hasToString(type.getSimpleName());
			}
			assertThat(found.loadClass(One.class.getName()).getPackage().getImplementationVersion()).isEqualTo("3");
			assertThat(text(found.getResourceAsStream("both.txt"))).isEqualTo("driver");
			assertThat(text(found.getResourceAsStream("only.txt"))).isEqualTo("only");
			assertThat(found.getResource("only.txt")).isNotNull();
			assertThat(Collections.list(found.getResources("both.txt"))).hasSize(2);
			assertThat(found.getURLs()).isEqualTo(urls);
			assertThat(found.getResourceAsStream("absent.txt")).isNull();
			assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> found.loadClass("absent.Type"));
		}
	}

	@Test
	void classIsReadAsAResource() throws Exception {
		this.loader.loadClass(One.class.getName());
		assertThat(this.loader.getResourceAsStream(path(Two.class))).isNotNull();
		assertThat(this.loader.getResourceAsStream("java/lang/Object.class")).isNotNull();
	}

	@Test
	void nothingIsRunAgainWhereNoJarWasLaunched() throws Exception {
		assertThat(NestedJarLaunch.run(NestedJarClassLoaderTests.class, new String[0])).isFalse();
	}

	private URL jar(String name, String version, Map<String, Object> entries) throws IOException {
		Path file = this.directory.resolve(name);
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
			for (Map.Entry<String, Object> entry : entries.entrySet()) {
				out.putNextEntry(new JarEntry(entry.getKey()));
				out.write((entry.getValue() instanceof byte[] bytes) ? bytes
						: entry.getValue().toString().getBytes(StandardCharsets.UTF_8));
			}
		}
		return URI.create("jar:" + file.toUri() + "!/").toURL();
	}

	private static String path(Class<?> type) {
		return type.getName().replace('.', '/') + ".class";
	}

	private static byte[] bytes(Class<?> type) throws IOException {
		try (InputStream in = type.getClassLoader().getResourceAsStream(path(type))) {
			return Objects.requireNonNull(in).readAllBytes();
		}
	}

	private static String text(@Nullable InputStream in) throws IOException {
		try (InputStream open = Objects.requireNonNull(in)) {
			return new String(open.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/** Of the first jar. */
	public static final class One {

		@Override
		public String toString() {
			return "One";
		}

	}

	/** Of the second jar. */
	public static final class Two {

		@Override
		public String toString() {
			return "Two";
		}

	}

}
