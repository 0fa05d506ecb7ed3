package io.windhover.api.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.InvalidFlowException;
import io.windhover.topic.FlowDirectory;
import io.windhover.topic.Phases;
import io.windhover.topic.StartupStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Stores the flows of the configured directories at the start. A file that is broken is
 * told in the log and keeps no other from being stored.
 */
@Component
class FlowLoader extends StartupStep {

	private static final Logger logger = LoggerFactory.getLogger(FlowLoader.class);

	private static final Duration READY = Duration.ofSeconds(60);

	private final FlowProperties properties;

	private final FlowDirectory directory;

	private final FlowReader reader;

	private final FlowStore store;

	FlowLoader(FlowProperties properties, FlowDirectory directory, FlowReader reader, FlowStore store) {
		super(Phases.INTAKE);
		this.properties = properties;
		this.directory = directory;
		this.reader = reader;
		this.store = store;
	}

	@Override
	protected void run() {
		if (this.properties.directory() == null && this.properties.samples() == null) {
			return;
		}
		if (!this.directory.awaitReady(READY)) {
			logger.error("No flows were loaded from files: the stored flows are not known after {}", READY);
			return;
		}
		boolean fresh = this.directory.all().isEmpty();
		if (this.properties.directory() != null) {
			load(this.properties.directory());
		}
		// the samples are a part of the source tree: a jar that runs elsewhere has none
		if (this.properties.samples() != null && fresh && Files.isDirectory(this.properties.samples())) {
			load(this.properties.samples());
		}
	}

	private void load(Path folder) {
		try (Stream<Path> tree = Files.walk(folder)) {
			List<Path> files = tree.filter(FlowLoader::isYaml).sorted().toList();
			Map<FlowKey, Path> seen = new HashMap<>();
			files.forEach((file) -> load(file, seen));
			logger.info("Read {} flow files of {}", files.size(), folder.toAbsolutePath());
		}
		catch (IOException ex) {
			logger.error("Cannot read the flows of {}: {}", folder.toAbsolutePath(), ex.toString());
		}
	}

	private void load(Path file, Map<FlowKey, Path> seen) {
		try {
			Flow flow = this.reader.read(file.toString(), Files.readString(file));
			Path first = seen.putIfAbsent(flow.key(), file);
			if (first != null) {
				logger.error("{} is left out: {} holds flow {} as well", file, first, flow.key());
				return;
			}
			FlowStore.Stored stored = this.store.store(flow);
			logger.debug("Flow {} of {} is at revision {}", flow.key(), file, stored.flow().revision());
		}
		catch (InvalidFlowException ex) {
			ex.problems().forEach((problem) -> logger.error("Not a flow: {}", problem));
		}
		catch (IOException ex) {
			logger.error("Cannot read {}: {}", file, ex.toString());
		}
		catch (ErrorResponseException ex) {
			logger.error("Could not store the flow of {}: {}", file, ex.getBody().getDetail());
		}
	}

	private static boolean isYaml(Path path) {
		String name = path.getFileName().toString();
		return (name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(path);
	}

}
