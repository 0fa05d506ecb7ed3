package io.windhover.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The packaged application as a later version might be: of another number, with one
 * migration more for the database, and with one property more, which today's records do
 * not have, in each record that it writes to a topic or a store.
 */
final class NewerApplication {

	static final String VERSION = "99.0.0";

	private static final String RECORDS = "io/windhover/execution/json/Json.java";

	private static final String SCHEMAS = "io/windhover/topic/record/JsonSerde.java";

	private NewerApplication() {
	}

	/**
	 * Makes it in a directory, out of the one of this build.
	 * @return its command line
	 */
	static List<String> make(Path directory) throws IOException {
		return make(directory, List.of(new Source(RECORDS, records())));
	}

	/**
	 * Makes one whose records are all of the next schema version, too, which the version
	 * of this build does not understand.
	 */
	static List<String> makeWithNewerSchema(Path directory) throws IOException {
		String schemas = replaced(source(SCHEMAS), "CURRENT = 4;", "CURRENT = 5;");
		return make(directory, List.of(new Source(RECORDS, records()), new Source(SCHEMAS, schemas)));
	}

	private static List<String> make(Path directory, List<Source> sources) throws IOException {
		Path current = PackagedApplication.unpacked();
		Files.createDirectories(directory);
		Path jar = Files.copy(current, directory.resolve(current.getFileName()));
		Files.createSymbolicLink(directory.resolve("lib"), current.resolveSibling("lib"));
		Path classes = compile(sources, directory.resolve("classes"), current);
		try (FileSystem zip = FileSystems.newFileSystem(jar)) {
			Path build = zip.getPath("META-INF/build-info.properties");
			Files.writeString(build,
					replaced(Files.readString(build), "(?m)^build\\.version=.*$", "build.version=" + VERSION));
			Files.writeString(zip.getPath("db/sqlite/V99__newer.sql"),
					"ALTER TABLE executions ADD COLUMN newer TEXT;\n");
			try (Stream<Path> compiled = Files.walk(classes)) {
				for (Path each : compiled.filter((file) -> file.toString().endsWith(".class")).toList()) {
					Files.write(zip.getPath(classes.relativize(each).toString()), Files.readAllBytes(each));
				}
			}
		}
		return PackagedApplication.command(jar);
	}

	private static Path compile(List<Source> sources, Path target, Path current) throws IOException {
		Files.createDirectories(target);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<String> options = List.of("-d", target.toString(), "-proc:none", "--release", "17", "-cp",
				current + ":" + current.resolveSibling("lib") + "/*");
		if (!compiler.getTask(null, null, null, options, null, sources).call()) {
			throw new IllegalStateException("The newer application does not compile");
		}
		return target;
	}

	/** Each record has its first component a second time, by a name that nobody knows. */
	private static String records() throws IOException {
		return replaced(source(RECORDS), "\\.build\\(\\);", """
				.addModule(new tools.jackson.databind.module.SimpleModule().setSerializerModifier(new Newer())).build();
				""") + """
				class Newer extends tools.jackson.databind.ser.ValueSerializerModifier {
					@Override
					public java.util.List<tools.jackson.databind.ser.BeanPropertyWriter> changeProperties(
							tools.jackson.databind.SerializationConfig config,
							tools.jackson.databind.BeanDescription.Supplier description,
							java.util.List<tools.jackson.databind.ser.BeanPropertyWriter> properties) {
						if (!properties.isEmpty()) {
							properties.add(properties.get(0)
								.rename(tools.jackson.databind.util.NameTransformer.simpleTransformer("newer", "")));
						}
						return properties;
					}
				}
				""";
	}

	private static String source(String name) throws IOException {
		return Files.readString(Path.of("src/main/java").resolve(name));
	}

	private static String replaced(String text, String pattern, String replacement) {
		String changed = text.replaceFirst(pattern, replacement);
		if (changed.equals(text)) {
			throw new IllegalStateException("Nothing to change is found by " + pattern);
		}
		return changed;
	}

	/** Java that stands in no file. */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String name, String text) {
			super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
