package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real OpenSearch of one node, by the runner whose class path the build has resolved.
 */
public final class OpenSearchServer extends SearchServer {

	private static final Path CLASS_PATH = Path.of("target", "opensearch", "classpath.txt").toAbsolutePath();

	private static final Path PROGRAM = Path.of("src", "test", "opensearch", "OpenSearch.java").toAbsolutePath();

	private OpenSearchServer() {
		super("opensearch");
	}

	/**
	 * Starts a server.
	 */
	public static OpenSearchServer launch() {
		return started(new OpenSearchServer());
	}

	@Override
	List<String> command(Path data, int port) throws IOException {
		if (!Files.exists(CLASS_PATH)) {
			throw new IllegalStateException("No " + CLASS_PATH + ": ./mvnw invoker:run@opensearch");
		}
		List<String> command = new ArrayList<>(QUICK);
		command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xms512m", "-Xmx512m", "-cp", Files.readString(CLASS_PATH).strip(), PROGRAM.toString(),
				data.toString(), Integer.toString(port), Integer.toString(this.transportPort)));
		return command;
	}

}
