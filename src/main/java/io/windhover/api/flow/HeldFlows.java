package io.windhover.api.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.flow.FlowKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers over restarts which flows the files of the directory held, so that a file
 * that went meanwhile takes its flow along. It is a file of lines: the directory, and
 * then {@code namespace/id}, a space and the file for each.
 */
class HeldFlows {

	private static final Logger logger = LoggerFactory.getLogger(HeldFlows.class);

	private final Path file;

	HeldFlows(Path dataDirectory) {
		this.file = dataDirectory.toAbsolutePath().resolve("flow-files");
	}

	/** Those of another directory are none of this one. */
	Map<String, FlowKey> of(Path directory) {
		Map<String, FlowKey> flows = new TreeMap<>();
		try {
			List<String> lines = Files.exists(this.file) ? Files.readAllLines(this.file) : List.of();
			if (!lines.isEmpty() && lines.get(0).equals(directory.toString())) {
				for (String line : lines.subList(1, lines.size())) {
					String[] parts = line.split(" ", 2);
					flows.put(parts[1], FlowKey.parse(parts[0]));
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Cannot read {}: flows whose files were removed while no process was running stay: {}",
					this.file, ex.toString());
		}
		return flows;
	}

	void store(Path directory, Map<String, FlowKey> flows) {
		List<String> lines = new ArrayList<>(List.of(directory.toString()));
		flows.forEach((name, key) -> lines.add(key + " " + name));
		Path fresh = this.file.resolveSibling(this.file.getFileName() + ".new");
		try {
			Files.write(fresh, lines);
			Files.move(fresh, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			logger.warn("Cannot write {}: {}", this.file, ex.toString());
		}
	}

}
