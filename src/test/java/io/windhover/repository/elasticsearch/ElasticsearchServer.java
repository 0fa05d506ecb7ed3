package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/**
 * A real Elasticsearch of one node that the build has unpacked; without security, where a
 * subclass does not switch it on.
 */
public class ElasticsearchServer extends SearchServer {

	/** The version that runs on the JDK that runs the tests. */
	public static final String EIGHT = "8.";

	/** The version that wants a JDK 21 or newer. */
	public static final String NINE = "9.";

	/**
	 * Elasticsearch does not run as root; of root's powers this leaves only the reach to
	 * its files.
	 */
	private static final List<String> AS_NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
			"--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup");

	private static final Path UNPACKED = Path.of("target", "elasticsearch").toAbsolutePath();

	private static final String SETTINGS = """
			cluster.name: windhover
			discovery.type: single-node
			network.host: 127.0.0.1
			http.port: %d
			transport.port: %d
			path.data: %s
			path.logs: %s
			cluster.routing.allocation.disk.threshold_enabled: false
			""";

	private static final String LOGGING = """
			appender.console.type = Console
			appender.console.name = console
			appender.console.layout.type = PatternLayout
			appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
			rootLogger.level = info
			rootLogger.appenderRef.console.ref = console
			""";

	private final Path home;

	private final Path java;

	ElasticsearchServer(String version) {
		super("elasticsearch-" + version);
		this.home = placed(unpacked(version));
		this.java = jdk(version);
	}

	/**
	 * Starts a server, or skips the test where there is no JDK for it.
	 * @param version how its version begins
	 */
	public static ElasticsearchServer start(String version) {
		return started(new ElasticsearchServer(version));
	}

	@Override
	final List<String> command(Path data, int port) throws IOException {
		Path configuration = Files.createDirectories(data.resolve("config"));
		Files.writeString(configuration.resolve("elasticsearch.yml"),
				SETTINGS.formatted(port, this.transportPort, data.resolve("data"), data.resolve("logs"))
						+ security(configuration));
		Files.writeString(configuration.resolve("log4j2.properties"), LOGGING);
		Files.writeString(configuration.resolve("jvm.options"),
				"-Xms512m\n-Xmx512m\n" + String.join("\n", QUICK) + "\n");
		List<String> command = new ArrayList<>();
		if (System.getProperty("user.name").equals("root")) {
			command.addAll(AS_NOBODY);
		}
		command.add(this.home.resolve("bin/elasticsearch").toString());
		return command;
	}

	/**
	 * Settings of security, whose files are written into a directory.
	 */
	String security(Path configuration) throws IOException {
		return "xpack.security.enabled: false\n";
	}

	@Override
	final Map<String, String> environment(Path data) {
		return Map.of("ES_JAVA_HOME", this.java.toString(), "ES_PATH_CONF", data.resolve("config").toString(),
				"ES_TMPDIR", data.toString(), "ES_JAVA_OPTS", "", "CLI_JAVA_OPTS",
				// it asks a JVM for its options in a directory of its own, which it
				// leaves
				"-Xmx64m -Djava.io.tmpdir=" + data + " " + String.join(" ", QUICK));
	}

	private static Path unpacked(String version) {
		try (Stream<Path> directories = Files.list(Files.createDirectories(UNPACKED))) {
			return directories.filter((each) -> each.getFileName().toString().startsWith("elasticsearch-" + version))
				.findAny()
				.orElseThrow(() -> new IllegalStateException(
						"No Elasticsearch %s in %s: ./mvnw dependency:unpack@elasticsearch".formatted(version,
								UNPACKED)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whole at once: the tests of another JVM may want the same at the same time. */
	private static Path placed(Path home) {
		Path place = place("elasticsearch").resolve(home.getFileName());
		try {
			if (!Files.exists(place)) {
				Path copy = place.resolveSibling(home.getFileName() + "-" + ProcessHandle.current().pid());
				FileSystemUtils.copyRecursively(home, copy);
				if (!copy.toFile().renameTo(place.toFile())) {
					FileSystemUtils.deleteRecursively(copy);
				}
			}
			return place;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path jdk(String version) {
		Optional<Path> jdk = Jdks.atLeast(version.startsWith(NINE) ? 21 : 17);
		Assumptions.assumeTrue(jdk.isPresent(),
				"No JDK 21 or newer here, so this test is skipped: install one under /usr/lib/jvm, or name its home with -D"
						+ Jdks.PROPERTY);
		return jdk.orElseThrow();
	}

}
