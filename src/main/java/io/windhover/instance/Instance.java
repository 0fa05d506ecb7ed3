package io.windhover.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * This process among all of the cluster.
 *
 * @param id stays the same over restarts
 * @param incarnation is new at each start, and sorts after those before it
 */
public record Instance(String id, String incarnation, Set<Role> roles, Instant startedAt) {

	private static final String FILE = "instance-id";

	static Instance of(InstanceProperties properties, Instant now) {
		create(properties.dataDirectory());
		String id = (properties.instanceId() != null) ? properties.instanceId() : kept(properties.dataDirectory());
		return new Instance(id, incarnation(now), Set.copyOf(properties.roles()), now);
	}

	/**
	 * Whether this process runs a role.
	 */
	public boolean has(Role role) {
		return this.roles.contains(role);
	}

	private static String incarnation(Instant now) {
		return "%013d-%s".formatted(now.toEpochMilli(), UUID.randomUUID().toString().substring(0, 8));
	}

	/** Also where the id is given: the health of the disk is asked of this directory. */
	private static void create(Path directory) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot make the data directory " + directory.toAbsolutePath(), ex);
		}
	}

	private static String kept(Path directory) {
		Path file = directory.resolve(FILE);
		try {
			if (Files.notExists(file)) {
				Files.writeString(file, "windhover-" + UUID.randomUUID().toString().substring(0, 8));
			}
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot keep the instance id in " + file.toAbsolutePath(), ex);
		}
	}

}
