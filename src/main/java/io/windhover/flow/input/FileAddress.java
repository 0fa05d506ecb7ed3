package io.windhover.flow.input;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.windhover.flow.value.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * The address of a file of an execution, by which flows name it:
 * {@code windhover:///executions/{executionId}/{path}}. A file has one address only.
 *
 * @param names the folders and, last, the name of the file
 */
public record FileAddress(String executionId, List<String> names) {

	/** What every address begins with. */
	public static final String PREFIX = "windhover:///executions/";

	/** What a name may have, for the messages. */
	public static final String NAME_MESSAGE = "names of files and folders have letters, digits, spaces and "
			+ "._-+=@,()[]~, up to 200 bytes, and are neither . nor ..";

	private static final Pattern EXECUTION_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

	private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[\\p{L}\\p{M}\\p{N} ._+=@,()\\[\\]~-]+");

	private static final Pattern NOT_IN_NAME = Pattern.compile("[^\\p{L}\\p{M}\\p{N} ._+=@,()\\[\\]~-]");

	/** As it is written in the address, and in the names of directories. */
	private static final int LONGEST_NAME = 200;

	private static final int LONGEST = 3_000;

	private static final String UNRESERVED = "-._~";

	public FileAddress {
		checkId(executionId);
		names = List.copyOf(names);
		names.forEach(FileAddress::checkName);
		if (names.isEmpty() || text(executionId, names).length() > LONGEST) {
			throw new IllegalArgumentException("the path of a file has 1 to %d characters".formatted(LONGEST));
		}
	}

	/**
	 * The address of a file in an execution.
	 * @param path with a slash between its names
	 * @throws IllegalArgumentException where it is not a path that a file can have
	 */
	public static FileAddress of(String executionId, String path) {
		return new FileAddress(executionId, List.of(path.split("/", -1)));
	}

	/**
	 * Checks the id of an execution, which is a folder of its files.
	 * @throws IllegalArgumentException where it cannot be one
	 */
	public static void checkId(String executionId) {
		if (!EXECUTION_ID.matcher(executionId).matches()) {
			throw new IllegalArgumentException("'%s' is not the id of an execution".formatted(Excerpt.of(executionId)));
		}
	}

	/**
	 * Reads an address.
	 * @throws IllegalArgumentException saying what would be right
	 */
	public static FileAddress parse(String text) {
		FileAddress address = parseOrNull(text);
		if (address == null) {
			throw new IllegalArgumentException(
					"'%s' is not the address of a file, such as %s<id>/inputs/data/orders.csv"
						.formatted(Excerpt.of(text), PREFIX));
		}
		return address;
	}

	private static @Nullable FileAddress parseOrNull(String text) {
		if (!isAddress(text) || text.length() > LONGEST) {
			return null;
		}
		String[] parts = text.substring(PREFIX.length()).split("/", -1);
		try {
			List<String> names = new ArrayList<>();
			for (int i = 1; i < parts.length; i++) {
				names.add(decoded(parts[i]));
			}
			FileAddress address = new FileAddress(parts[0], names);
			return address.toString().equals(text) ? address : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Whether a text begins as an address does.
	 */
	public static boolean isAddress(String text) {
		return text.startsWith(PREFIX);
	}

	/**
	 * Checks a path within a directory, such as {@code data/orders.csv}.
	 * @throws IllegalArgumentException saying what is wrong
	 */
	public static void checkPath(String path) {
		for (String name : path.split("/", -1)) {
			checkName(name);
		}
	}

	/**
	 * The nearest name that a file may have to one that somebody gave it: without its
	 * folders, with {@code _} for what no name may have, and its end where it is too
	 * long.
	 */
	public static String nearestName(@Nullable String given) {
		String name = (given != null) ? given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
				: "";
		String near = NOT_IN_NAME.matcher(name).replaceAll("_").strip();
		while (encoded(near).length() > LONGEST_NAME) {
			near = near.substring(near.offsetByCodePoints(0, 1));
		}
		return NAME.matcher(near).matches() ? near : "file";
	}

	private static void checkName(String name) {
		if (!NAME.matcher(name).matches() || encoded(name).length() > LONGEST_NAME) {
			throw new IllegalArgumentException(
					"'%s' is not the name of a file: %s".formatted(Excerpt.of(name), NAME_MESSAGE));
		}
	}

	/** The name of the file, without its folders. */
	public String name() {
		return this.names.get(this.names.size() - 1);
	}

	/** The folders and the name, with slashes between them. */
	public String path() {
		return String.join("/", this.names);
	}

	/** Its names in letters, digits, {@code -._~} and percent signs alone. */
	public List<String> encodedNames() {
		return this.names.stream().map(FileAddress::encoded).toList();
	}

	@Override
	public String toString() {
		return text(this.executionId, this.names);
	}

	private static String text(String executionId, List<String> names) {
		return PREFIX + executionId + names.stream().map((name) -> "/" + encoded(name)).collect(Collectors.joining());
	}

	private static String encoded(String name) {
		StringBuilder encoded = new StringBuilder();
		for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
			char letter = (char) (each & 0xff);
			boolean plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
					|| (letter >= '0' && letter <= '9') || UNRESERVED.indexOf(letter) >= 0;
			if (plain) {
				encoded.append(letter);
			}
			else {
				encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
			}
		}
		return encoded.toString();
	}

	private static String decoded(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) != '%') {
				bytes.write(text.charAt(i));
			}
			else if (i + 2 < text.length()) {
				bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
				i += 2;
			}
			else {
				throw new IllegalArgumentException("It ends in the middle of an encoded character");
			}
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

}
