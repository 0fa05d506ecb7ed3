package io.windhover.management.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

/**
 * A disk of its own, in memory, that a test may fill. To mount one takes root, or sudo
 * without a password.
 */
final class SmallDisk implements AutoCloseable {

	private final Path place;

	private SmallDisk(Path place) {
		this.place = place;
	}

	/**
	 * Mounts one, or skips the test where that is not allowed.
	 */
	static SmallDisk mount(Path place, int megabytes) {
		String failure = run("mount", "-t", "tmpfs", "-o", "size=%dm,mode=777".formatted(megabytes), "tmpfs",
				place.toString());
		Assumptions.assumeTrue(failure.isEmpty(),
				() -> "Skipped: to fill a disk, run the tests as root, or install sudo without a password: " + failure);
		return new SmallDisk(place);
	}

	/** Where it is mounted. */
	Path place() {
		return this.place;
	}

	@Override
	public void close() {
		run("umount", "--lazy", this.place.toString());
	}

	/** Gives what it said, if it failed. */
	private static String run(String... command) {
		List<String> line = new ArrayList<>(List.of(command));
		if (!System.getProperty("user.name").equals("root")) {
			line.addAll(0, List.of("sudo", "-n"));
		}
		try {
			Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return (process.onExit().join().exitValue() == 0) ? "" : "it failed: " + said.strip();
		}
		catch (IOException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
