package io.windhover.api.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.InvalidFlowException;
import io.windhover.topic.FlowDirectory;
import io.windhover.topic.Phases;
import io.windhover.topic.StartupStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponseException;

/**
 * Stores the flows of the configured locations at the start. A file that is broken is
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
		Path folder = this.properties.directory();
		String samples = this.properties.samples();
		if (folder == null && !StringUtils.hasText(samples)) {
			return;
		}
		if (!this.directory.awaitReady(READY)) {
			logger.error("No flows were loaded from files: the stored flows are not known after {}", READY);
			return;
		}
		boolean fresh = this.directory.all().isEmpty();
		if (folder != null) {
			store("windhover.flows.directory", folder.toAbsolutePath().toString());
		}
		if (fresh && StringUtils.hasText(samples)) {
			store("windhover.flows.samples", samples);
		}
	}

	private void store(String property, String location) {
		try {
			List<Resource> files = FlowFiles.in(location);
			Map<FlowKey, String> seen = new HashMap<>();
			for (Resource file : files) {
				store(name(file), file, seen);
			}
			logger.info("Read {} flow files of {}", files.size(), location);
		}
		catch (IOException ex) {
			logger.error("Cannot read the flows of {}={}: {}", property, location, ex.toString());
		}
	}

	private static String name(Resource file) throws IOException {
		return (file instanceof FileSystemResource path) ? path.getPath() : file.getURL().toString();
	}

	private void store(String file, Resource resource, Map<FlowKey, String> seen) {
		try {
			Flow flow = this.reader.read(file, resource.getContentAsString(StandardCharsets.UTF_8));
			String first = seen.putIfAbsent(flow.key(), file);
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

}
