package io.windhover.worker.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The directories that tasks of this instance work in. They are in the data directory,
 * under the instance's own name, so that it can tell what a kill left behind from what
 * another instance uses.
 */
public class ScratchDirectories {

	private static final Logger logger = LoggerFactory.getLogger(ScratchDirectories.class);

	private final Path root;

	/**
	 * Names the directory of the instance, which is made with the first one inside it.
	 */
	public ScratchDirectories(Path dataDirectory, String instanceId) {
		this.root = dataDirectory.toAbsolutePath().resolve("scratch").resolve(instanceId);
	}

	/**
	 * Makes a directory that nothing else uses.
	 */
	Path create(String taskType) throws IOException {
		Files.createDirectories(this.root);
		return Files.createTempDirectory(this.root, "windhover-" + taskType + "-");
	}

	/**
	 * Deletes what an earlier life of this instance left; to be called before a task
	 * runs.
	 */
	public void deleteLeftovers() {
		if (!Files.isDirectory(this.root)) {
			return;
		}
		try (Stream<Path> children = Files.list(this.root)) {
			List<Path> leftovers = children.toList();
			for (Path leftover : leftovers) {
				FileSystemUtils.deleteRecursively(leftover);
			}
			if (!leftovers.isEmpty()) {
				logger.info("Deleted {} directories that tasks of an earlier life left in {}", leftovers.size(),
						this.root);
			}
		}
		catch (IOException ex) {
			logger.warn("Could not delete all that tasks of an earlier life left in {}: {}", this.root, ex.toString());
		}
	}

}
