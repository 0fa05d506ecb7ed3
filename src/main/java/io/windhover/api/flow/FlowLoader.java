package io.windhover.api.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.windhover.api.FlowFilesView;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.InvalidFlowException;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.InstanceProperties;
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
 * Stores the flows of the configured locations at the start, and follows the directory
 * from then on. It does not hold up the start: the scheduler that stores them may run in
 * another process, and may start later. A broken file is logged and keeps no other from
 * being stored; the flow that it held stays.
 */
@Component
@ConditionalOnRole(Role.API)
class FlowLoader implements SmartLifecycle, FlowFilesView {

	private static final Logger logger = LoggerFactory.getLogger(FlowLoader.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Of so many failed attempts one is logged. */
	private static final int REPORTED = 10;

	/** Problems that health shows. */
	private static final int MOST_PROBLEMS = 20;

	private final FlowProperties properties;

	private final FlowDirectory directory;

	private final FlowReader reader;

	private final FlowStore store;

	private final HeldFlows held;

	private final Clock clock;

	private final Duration pause;

	/** So that each is logged once for as long as it stands. */
	private List<String> problems = List.of();

	private volatile @Nullable FlowFilesState state;

	private volatile @Nullable Thread thread;

	@Autowired
	FlowLoader(FlowProperties properties, FlowDirectory directory, FlowReader reader, FlowStore store,
			InstanceProperties instance, Clock clock) {
		this(properties, directory, reader, store, new HeldFlows(instance.dataDirectory()), clock,
				Duration.ofSeconds(1));
	}

	/**
	 * Creates one.
	 * @param pause between two attempts to store a flow
	 */
	FlowLoader(FlowProperties properties, FlowDirectory directory, FlowReader reader, FlowStore store, HeldFlows held,
			Clock clock, Duration pause) {
		this.properties = properties;
		this.directory = directory;
		this.reader = reader;
		this.store = store;
		this.held = held;
		this.clock = clock;
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
			boolean fresh = this.directory.all().isEmpty();
			FlowFolder folder = folder();
			if (folder != null) {
				follow(folder, FlowFolder::read);
			}
			if (fresh && StringUtils.hasText(this.properties.samples())) {
				loadSamples(this.properties.samples());
			}
			while (folder != null && !this.properties.watchInterval().isZero()) {
				// on a thread of its own, which stop() interrupts
				Thread.sleep(this.properties.watchInterval().toMillis());
				follow(folder, FlowFolder::look);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Stopped reading flow files", ex);
		}
		finally {
			this.thread = null;
		}
	}

	private @Nullable FlowFolder folder() {
		Path path = this.properties.directory();
		return (path != null) ? new FlowFolder(path, this.reader, this.held::of) : null;
	}

	private void follow(FlowFolder folder, Look look) throws InterruptedException {
		try {
			FlowFolder.Changes changes = look.at(folder);
			if (changes != null) {
				tell(folder, changes.problems(), changes.broken());
				apply(folder, changes);
			}
		}
		catch (IOException ex) {
			tell(folder, List
				.of("Cannot read the flows of windhover.flows.directory=%s: %s".formatted(folder.directory(), ex)), 1);
		}
	}

	/** What is broken is told before anything waits for a scheduler. */
	private void tell(FlowFolder folder, List<String> found, int broken) {
		found.stream().filter(Predicate.not(this.problems::contains)).forEach(logger::error);
		this.problems = found;
		this.state = new FlowFilesState(folder.directory().toString(), folder.flows().size(), this.clock.instant(),
				broken, found.stream().limit(MOST_PROBLEMS).toList());
	}

	private void apply(FlowFolder folder, FlowFolder.Changes changes) throws InterruptedException {
		int stored = 0;
		for (Map.Entry<String, Flow> each : changes.changed().entrySet()) {
			Flow flow = each.getValue();
			if (!this.store.isStored(flow)) {
				untilDone("The flow of " + each.getKey() + " is not stored yet", () -> this.store.store(flow));
				stored++;
			}
		}
		int deleted = 0;
		for (FlowKey key : changes.gone()) {
			if (this.store.isKnown(key)) {
				untilDone("Flow " + key + ", which no file holds any more, is not deleted yet",
						() -> this.store.delete(key));
				deleted++;
			}
		}
		this.held.store(folder.directory(), folder.flows());
		logger.info("The files of {} hold {} flows: {} stored, {} deleted, {} files broken", folder.directory(),
				folder.flows().size(), stored, deleted, changes.broken());
	}

	private void loadSamples(String location) throws InterruptedException {
		try {
			List<Resource> files = FlowFiles.in(location);
			for (Resource file : files) {
				loadSample(name(file), file.getContentAsString(StandardCharsets.UTF_8));
			}
			logger.info("Read {} flow files of {}", files.size(), location);
		}
		catch (IOException ex) {
			logger.error("Cannot read the flows of windhover.flows.samples={}: {}", location, ex.toString());
		}
	}

	private static String name(Resource file) throws IOException {
		return (file instanceof FileSystemResource path) ? path.getPath() : file.getURL().toString();
	}

	private void loadSample(String file, String text) throws InterruptedException {
		try {
			Flow flow = this.reader.read(file, text);
			untilDone("The flow of " + file + " is not stored yet", () -> this.store.store(flow));
		}
		catch (InvalidFlowException ex) {
			ex.problems().forEach((problem) -> logger.error("Not a flow: {}", problem));
		}
	}

	/** For as long as it takes: a scheduler may start later than this process. */
	private void untilDone(String what, Runnable change) throws InterruptedException {
		for (int attempt = 1; true; attempt++) {
			try {
				change.run();
				return;
			}
			catch (ErrorResponseException ex) {
				throwIfInterrupted();
				if (ex.getStatusCode() != HttpStatus.SERVICE_UNAVAILABLE) {
					logger.error("{}, and will not be: {}", what, ex.getBody().getDetail());
					return;
				}
				if (attempt == 1 || attempt % REPORTED == 0) {
					logger.warn("{}, and is tried again until it is: {}", what, ex.getBody().getDetail());
				}
				// on a thread of its own, which stop() interrupts
				Thread.sleep(this.pause.toMillis());
			}
		}
	}

	@Override
	public @Nullable FlowFilesState flowFiles() {
		return this.state;
	}

	private static void throwIfInterrupted() throws InterruptedException {
		if (Thread.currentThread().isInterrupted()) {
			throw new InterruptedException();
		}
	}

	/**
	 * A way to look at the directory.
	 */
	@FunctionalInterface
	private interface Look {

		FlowFolder.@Nullable Changes at(FlowFolder folder) throws IOException;

	}

}
