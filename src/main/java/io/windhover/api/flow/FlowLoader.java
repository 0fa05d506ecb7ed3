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
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Phases;
import io.windhover.instance.Role;
import io.windhover.topic.FlowDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponseException;

/**
 * Stores the flows of the configured locations at the start. It does not hold up the
 * start: the scheduler that stores them may run in another process, and may start later.
 * A broken file is logged and keeps no other from being stored.
 */
@Component
@ConditionalOnRole(Role.API)
class FlowLoader implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(FlowLoader.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Of so many failed attempts one is logged. */
	private static final int REPORTED = 10;

	private final FlowProperties properties;

	private final FlowDirectory directory;

	private final FlowReader reader;

	private final FlowStore store;

	private final Duration pause;

	private volatile @Nullable Thread thread;

	@Autowired
	FlowLoader(FlowProperties properties, FlowDirectory directory, FlowReader reader, FlowStore store) {
		this(properties, directory, reader, store, Duration.ofSeconds(1));
	}

	FlowLoader(FlowProperties properties, FlowDirectory directory, FlowReader reader, FlowStore store, Duration pause) {
		this.properties = properties;
		this.directory = directory;
		this.reader = reader;
		this.store = store;
		this.pause = pause;
	}

	@Override
	public void start() {
		if (this.properties.directory() == null && !StringUtils.hasText(this.properties.samples())) {
			return;
		}
		Thread loading = new Thread(this::load, "windhover-flow-loader");
		loading.setDaemon(true);
		this.thread = loading;
		loading.start();
	}

	@Override
	public void stop() {
		Thread loading = this.thread;
		if (loading != null) {
			loading.interrupt();
		}
		this.thread = null;
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return Phases.INTAKE;
	}

	private void load() {
		try {
			while (!this.directory.awaitReady(PATIENCE)) {
				throwIfInterrupted();
				logger.warn("The flows of files wait until the stored flows are known, for {} already", PATIENCE);
			}
			Path folder = this.properties.directory();
			String samples = this.properties.samples();
			boolean fresh = this.directory.all().isEmpty();
			if (folder != null) {
				load("windhover.flows.directory", folder.toAbsolutePath().toString());
			}
			if (fresh && StringUtils.hasText(samples)) {
				load("windhover.flows.samples", samples);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Stopped before all flow files were stored", ex);
		}
		finally {
			this.thread = null;
		}
	}

	private void load(String property, String location) throws InterruptedException {
		try {
			List<Resource> files = FlowFiles.in(location);
			Map<FlowKey, String> seen = new HashMap<>();
			for (Resource file : files) {
				load(name(file), file, seen);
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

	private void load(String file, Resource resource, Map<FlowKey, String> seen) throws InterruptedException {
		try {
			Flow flow = this.reader.read(file, resource.getContentAsString(StandardCharsets.UTF_8));
			String first = seen.putIfAbsent(flow.key(), file);
			if (first != null) {
				logger.error("{} is left out: {} holds flow {} as well", file, first, flow.key());
			}
			else if (!this.store.isStored(flow)) {
				store(file, flow);
			}
		}
		catch (InvalidFlowException ex) {
			ex.problems().forEach((problem) -> logger.error("Not a flow: {}", problem));
		}
		catch (IOException ex) {
			logger.error("Cannot read {}: {}", file, ex.toString());
		}
	}

	/** For as long as it takes: a scheduler may start later than this process. */
	private void store(String file, Flow flow) throws InterruptedException {
		for (int attempt = 1; true; attempt++) {
			try {
				FlowStore.Stored stored = this.store.store(flow);
				logger.debug("Flow {} of {} is at revision {}", flow.key(), file, stored.flow().revision());
				return;
			}
			catch (ErrorResponseException ex) {
				throwIfInterrupted();
				if (ex.getStatusCode() != HttpStatus.SERVICE_UNAVAILABLE) {
					logger.error("Could not store the flow of {}: {}", file, ex.getBody().getDetail());
					return;
				}
				if (attempt == 1 || attempt % REPORTED == 0) {
					logger.warn("The flow of {} is not stored yet, and is tried again until it is: {}", file,
							ex.getBody().getDetail());
				}
				Thread.sleep(this.pause.toMillis());
			}
		}
	}

	private static void throwIfInterrupted() throws InterruptedException {
		if (Thread.currentThread().isInterrupted()) {
			throw new InterruptedException();
		}
	}

}
