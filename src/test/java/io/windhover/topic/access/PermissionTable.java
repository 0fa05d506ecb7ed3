package io.windhover.topic.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The table of {@code src/docs/kafka.md}.
 */
public final class PermissionTable {

	private static final String HEADER = "| process | resource | name | operations |";

	private PermissionTable() {
	}

	/**
	 * What the page says that every process and a role need.
	 * @param role empty for what every process needs
	 */
	public static Set<Permission> of(String role) {
		Set<Permission> all = new LinkedHashSet<>();
		rows().filter((cells) -> cells.get(0).equals("every process") || cells.get(0).equals(role))
			.forEach((cells) -> all.addAll(permissions(cells)));
		Set<Permission> needed = new LinkedHashSet<>(all);
		// Read and Write include Describe
		needed.removeIf((each) -> each.operation() == AclOperation.DESCRIBE && all.stream()
			.anyMatch((other) -> other.resource() == each.resource() && other.name().equals(each.name())
					&& other.operation() != AclOperation.DESCRIBE));
		return needed;
	}

	private static Stream<List<String>> rows() {
		try {
			return Files.readAllLines(Path.of("src/docs/kafka.md"))
				.stream()
				.dropWhile((line) -> !line.equals(HEADER))
				.skip(2)
				.takeWhile((line) -> line.startsWith("|"))
				.map((line) -> Stream.of(line.split("\\|", -1)).skip(1).map(String::strip).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Permission> permissions(List<String> cells) {
		boolean prefixed = cells.get(1).endsWith("that begin with");
		String type = cells.get(1).replace("s that begin with", "").replace(' ', '_').toUpperCase(Locale.ROOT);
		return Stream.of(cells.get(3).split(", "))
			.map((operation) -> new Permission(ResourceType.valueOf(type),
					prefixed ? PatternType.PREFIXED : PatternType.LITERAL, cells.get(2).replace("`", ""),
					AclOperation.fromString(operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT))))
			.toList();
	}

}
