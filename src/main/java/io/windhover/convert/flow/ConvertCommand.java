package io.windhover.convert.flow;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.convert.Conversion;
import io.windhover.convert.UnreadableFlowException;
import org.jspecify.annotations.Nullable;

/**
 * The command that converts the flows of Kestra in a directory.
 */
public final class ConvertCommand {

	/** What the command line begins with. */
	public static final String COMMAND = "convert";

	/** Every flow may be stored as it is. */
	static final int COMPLETE = 0;

	/** Some flow needs work first. */
	static final int INCOMPLETE = 1;

	/** The command line is wrong, or a file cannot be read or written. */
	static final int FAILED = 2;

	private static final int MOST_FILES = 10_000;

	private static final long MOST_BYTES = 4L << 20;

	private static final String WRITE = "--write";

	private static final String GLOBALS = "--globals";

	private static final Set<String> OPTIONS = Set.of(WRITE, GLOBALS);

	private static final String USAGE = "Usage: convert DIRECTORY [--write DIRECTORY] [--globals FILE]";

	private final PrintStream out;

	private final Path directory;

	private final @Nullable Path target;

	private final KestraGlobals globals;

	private int complete;

	private int incomplete;

	private int failed;

	private ConvertCommand(PrintStream out, Path directory, @Nullable Path target, KestraGlobals globals) {
		this.out = out;
		this.directory = directory;
		this.target = target;
		this.globals = globals;
	}

	/**
	 * Converts, and prints what came of each file.
	 * @param args the whole command line
	 * @return the exit code
	 */
	public static int run(String[] args, PrintStream out) {
		Map<String, String> options = options(args);
		if (options == null) {
			out.println(USAGE);
			return FAILED;
		}
		Path directory = Path.of(args[1]);
		if (!Files.isDirectory(directory)) {
			out.println(args[1] + " is not a directory. " + USAGE);
			return FAILED;
		}
		String target = options.get(WRITE);
		String configuration = options.get(GLOBALS);
		try {
			return new ConvertCommand(out, directory, (target != null) ? Path.of(target) : null, (configuration != null)
					? KestraGlobals.read(Files.readString(Path.of(configuration))) : KestraGlobals.NONE)
				.all();
		}
		catch (IOException | UnreadableFlowException ex) {
			out.printf("%s cannot be read as the configuration of Kestra: %s%n", configuration, ex.getMessage());
			return FAILED;
		}
	}

	/** Each at most once, in any order; null for anything else. */
	private static @Nullable Map<String, String> options(String[] args) {
		Map<String, String> options = new HashMap<>();
		for (int i = 2; i + 1 < args.length; i += 2) {
			options.put(args[i], args[i + 1]);
		}
		boolean pairs = args.length >= 2 && args.length == 2 + 2 * options.size();
		return (pairs && OPTIONS.containsAll(options.keySet())) ? options : null;
	}

	private int all() {
		List<Path> files;
		try (Stream<Path> walk = Files.walk(this.directory)) {
			files = walk.filter(ConvertCommand::isFlow).sorted().limit(MOST_FILES + 1).toList();
		}
		catch (IOException | UncheckedIOException ex) {
			this.out.println("Cannot list " + this.directory + ": " + ex.getMessage());
			return FAILED;
		}
		if (files.size() > MOST_FILES) {
			this.out.printf("%s has more than %,d flows; convert it part by part.%n", this.directory, MOST_FILES);
			return FAILED;
		}
		files.forEach(this::one);
		this.out.printf("%d converted, %d need work, %d failed.%n", this.complete, this.incomplete, this.failed);
		return (this.failed > 0) ? FAILED : (this.incomplete > 0) ? INCOMPLETE : COMPLETE;
	}

	private static boolean isFlow(Path file) {
		String name = file.getFileName().toString();
		return (name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(file);
	}

	private void one(Path file) {
		Path name = this.directory.relativize(file);
		try {
			if (Files.size(file) > MOST_BYTES) {
				throw new UnreadableFlowException(1, "the file is larger than 4 MiB");
			}
			Conversion conversion = FlowConverter.convert(Files.readString(file), this.globals);
			write(name, conversion);
			this.complete += conversion.complete() ? 1 : 0;
			this.incomplete += conversion.complete() ? 0 : 1;
			this.out.printf("%s: %s%n", name, conversion.complete() ? "converted" : "needs work");
			conversion.notCarriedOver()
				.forEach((each) -> this.out.println((each.blocking() ? "  " : "  note: ") + each));
		}
		catch (UnreadableFlowException ex) {
			fail(name, String.valueOf(ex.getMessage()));
		}
		catch (MalformedInputException ex) {
			fail(name, "is not text in UTF-8");
		}
		catch (FileAlreadyExistsException ex) {
			fail(name, ex.getFile() + " exists already; write into a new directory");
		}
		catch (IOException ex) {
			fail(name, ex.toString());
		}
	}

	private void fail(Path name, String message) {
		this.failed++;
		this.out.printf("%s: failed: %s%n", name, message);
	}

	private void write(Path name, Conversion conversion) throws IOException {
		if (this.target != null) {
			Path file = this.target.resolve(name);
			Path parent = file.getParent();
			if (parent != null) {
				Files.createDirectories(parent);
			}
			Files.writeString(file, conversion.source(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		}
	}

}
