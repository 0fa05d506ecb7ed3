package io.windhover.worker.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds programs before they are started, because what starts them tells of one that is
 * not there in its own words.
 */
final class Programs {

	private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

	private Programs() {
	}

	/**
	 * Where a program is.
	 * @param environment of the process, with its PATH
	 * @param directory that a path such as {@code ./run} starts from
	 * @throws IllegalArgumentException when it is not there
	 */
	static String find(String name, Map<String, String> environment, Path directory) {
		String path = environment.getOrDefault("PATH", USUAL_PATH);
		boolean isPath = name.contains(File.separator);
		try {
			Stream<Path> places = isPath ? Stream.of(directory.resolve(name))
					: Pattern.compile(File.pathSeparator)
						.splitAsStream(path)
						.map((each) -> directory.resolve(each).resolve(name));
			return places.filter((place) -> Files.isRegularFile(place) && Files.isExecutable(place))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException(
						isPath ? "interpreter '%s' is not an executable file on this worker".formatted(name)
								: "this worker has no program '%s' in its PATH (%s): install it, or set interpreter"
									.formatted(name, path)))
				.toString();
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException("interpreter '%s' is not the name of a program".formatted(name), ex);
		}
	}

}
