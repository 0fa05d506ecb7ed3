package io.windhover.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

import io.windhover.execution.json.Json;
import io.windhover.flow.input.FileAddress;
import io.windhover.worker.task.TaskFailedException;
import io.windhover.worker.task.TaskFiles;
import org.jspecify.annotations.Nullable;

/**
 * The files that a process is given in its directory, and those of them that are kept
 * when it has ended.
 *
 * @param inputs content or address by path
 * @param outputs paths, or patterns of paths
 * @param script the file in the directory that is neither; null where there is none
 */
record ProcessFiles(Map<String, Object> inputs, List<String> outputs, @Nullable String script) {

	/** Of inputs, and of patterns of outputs. */
	static final int MOST = 100;

	static final String INPUTS = "Files in its directory: a text, a value that becomes JSON, or the address of a file, by name";

	static final String OUTPUTS = "Files of its directory that are kept: names, or patterns such as *.csv";

	static final String TOO_MANY = "must have at most 100 entries";

	static final String OWN_DIRECTORY = "inputFiles and outputFiles are in the task's own directory; remove workingDirectory";

	private static final int MOST_KEPT = 1_000;

	private static final String PATTERN = "*?{[";

	static ProcessFiles of(@Nullable Map<String, Object> inputs, @Nullable List<String> outputs,
			@Nullable String script) {
		return new ProcessFiles(Objects.requireNonNullElse(inputs, Map.of()),
				Objects.requireNonNullElse(outputs, List.of()), script);
	}

	/**
	 * Whether the properties of a task fit together.
	 */
	static boolean fit(@Nullable Map<String, Object> inputs, @Nullable List<String> outputs,
			@Nullable String workingDirectory) {
		return workingDirectory == null || (inputs == null && outputs == null);
	}

	/**
	 * Writes those that the process is given.
	 */
	void write(Path directory, TaskFiles files) throws IOException {
		for (Map.Entry<String, Object> input : this.inputs.entrySet()) {
			String path = input.getKey();
			check("inputFiles", path);
			if (path.equals(this.script)) {
				throw new IllegalArgumentException("inputFiles: '%s' is the script; use another name".formatted(path));
			}
			Path target = directory.resolve(path);
			Files.createDirectories(Objects.requireNonNull(target.getParent()));
			if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
				throw new IllegalArgumentException(
						"inputFiles: '%s' is a folder in the directory; use another name".formatted(path));
			}
			Files.deleteIfExists(target);
			write(path, input.getValue(), target, files);
		}
	}

	private static void write(String path, @Nullable Object content, Path target, TaskFiles files) throws IOException {
		if (content == null) {
			throw new IllegalArgumentException("inputFiles.%s must have a value".formatted(path));
		}
		if (!(content instanceof String text)) {
			Files.write(target, Json.mapper().writeValueAsBytes(content));
		}
		else if (FileAddress.isAddress(text)) {
			try (InputStream file = files.open(text)) {
				Files.copy(file, target);
			}
		}
		else {
			Files.writeString(target, text);
		}
	}

	/**
	 * Checks that no file of a directory that stays has the name of the script.
	 */
	void requireUntaken(Path directory) {
		if (this.script != null && Files.exists(directory.resolve(this.script), LinkOption.NOFOLLOW_LINKS)) {
			throw new IllegalArgumentException(
					"the working directory has a file '%s', which is the name of the script of this task; rename the file"
						.formatted(this.script));
		}
	}

	/** The script is none of the files of the directory. */
	void deleteScript(Path directory) throws IOException {
		if (this.script != null) {
			Files.deleteIfExists(directory.resolve(this.script));
		}
	}

	private static void check(String property, String path) {
		try {
			FileAddress.checkPath(path);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("%s: %s".formatted(property, ex.getMessage()), ex);
		}
	}

	/**
	 * Keeps those that the process has left.
	 * @param sofar the other outputs of the task
	 * @return their addresses by path
	 */
	Map<String, String> keep(Path directory, TaskFiles files, Map<String, Object> sofar)
			throws IOException, TaskFailedException {
		Map<String, String> addresses = new TreeMap<>();
		for (String path : found(directory, sofar)) {
			check("outputFiles", path);
			try (InputStream content = Files.newInputStream(directory.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
				addresses.put(path, files.keep(path, content));
			}
		}
		return addresses;
	}

	private Iterable<String> found(Path directory, Map<String, Object> sofar) throws IOException, TaskFailedException {
		TreeSet<String> found = new TreeSet<>();
		List<PathMatcher> patterns = new ArrayList<>();
		for (String output : this.outputs) {
			if (output.chars().anyMatch((letter) -> PATTERN.indexOf(letter) >= 0)) {
				patterns.add(pattern(output));
			}
			else {
				check("outputFiles", output);
				if (!Files.isRegularFile(directory.resolve(output), LinkOption.NOFOLLOW_LINKS)) {
					throw new TaskFailedException(
							"outputFiles: there is no file '%s' in the task's directory".formatted(output), sofar);
				}
				found.add(output);
			}
		}
		if (!patterns.isEmpty()) {
			search(directory, patterns, found);
		}
		if (found.size() > MOST_KEPT) {
			throw new TaskFailedException(
					"outputFiles match more than %d files; put them into an archive".formatted(MOST_KEPT), sofar);
		}
		return found;
	}

	private static PathMatcher pattern(String output) {
		try {
			return FileSystems.getDefault().getPathMatcher("glob:" + output);
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException(
					"outputFiles: '%s' is not a pattern: %s".formatted(output, ex.getDescription()), ex);
		}
	}

	/** Links are not followed, so that all that is found is in the directory. */
	private void search(Path directory, List<PathMatcher> patterns, TreeSet<String> found) throws IOException {
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (Thread.currentThread().isInterrupted()) {
					throw new InterruptedIOException("interrupted");
				}
				Path relative = directory.relativize(file);
				if (attributes.isRegularFile() && patterns.stream().anyMatch((each) -> each.matches(relative))) {
					add(relative, found);
				}
				return (found.size() > MOST_KEPT) ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
			}

		});
	}

	private void add(Path relative, TreeSet<String> found) {
		List<String> names = new ArrayList<>();
		relative.forEach((name) -> names.add(name.toString()));
		String path = String.join("/", names);
		if (!path.equals(this.script)) {
			found.add(path);
		}
	}

}
