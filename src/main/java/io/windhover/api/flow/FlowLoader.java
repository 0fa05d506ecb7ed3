package io.windhover.api.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.windhover.api.FlowFilesView;
import io.windhover.execution.flow.PauseNote;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.InvalidFlowException;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.InstanceProperties;
import io.windhover.instance.Phases;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.flow.FlowDirectory;
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

	/** Until nothing changes, before the directory is read for the first time. */
	private static final int FIRST_LOOKS = 10;

	/** Flows that are stored at the same time: each waits for its record to come back. */
	private static final int STORED_AT_ONCE = 16;

	/** Problems that health shows. */
	private static final int MOST_PROBLEMS = 20;

	private final FlowProperties properties;

	private final FlowDirectory directory;

	private final FlowReader reader;

	private final FlowStore store;

	private final HeldFlows held;

	private final Clock clock;

	private final Duration pause;

	private final ExecutorService threads;

	/** So that each is logged once for as long as it stands. */
	private List<String> problems = List.of();

	private volatile @Nullable FlowFilesState state;

	/** The files of the directory, by the flows that they hold. */
	private volatile Map<FlowKey, String> filesByFlow = Map.of();

	private volatile @Nullable Thread thread;

	@Autowired
	FlowLoader(FlowProperties properties, FlowDirectory directory, FlowReader reader, FlowStore store,
			InstanceProperties instance, Clock clock, ThreadPools pools) {
		this(properties, directory, reader, store, new HeldFlows(instance.dataDirectory()), clock,
				Duration.ofSeconds(1), pools);
	}

	/**
	 * Creates one.
	 * @param pause between two attempts to store a flow
	 */
	FlowLoader(FlowProperties properties, FlowDirectory directory, FlowReader reader, FlowStore store, HeldFlows held,
			Clock clock, Duration pause, ThreadPools pools) {
		this.properties = properties;
		this.directory = directory;
		this.reader = reader;
		this.store = store;
		this.held = held;
		this.clock = clock;
		this.pause = pause;
		this.threads = pools.bounded("windhover-flow-stores", STORED_AT_ONCE);
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
				begin(folder);
			}
			if (fresh && StringUtils.hasText(this.properties.samples())) {
				loadSamples(this.properties.samples());
			}
			while (folder != null && !this.properties.watchInterval().isZero()) {
				// on a thread of its own, which stop() interrupts
				Thread.sleep(Math.max(1, this.properties.watchInterval().toMillis()));
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
		return (path != null) ? new FlowFolder(path, this.reader, this.store::isKnown, this.held::of) : null;
	}

	/** A process may start in the middle of a checkout. */
	private void begin(FlowFolder folder) throws InterruptedException {
		for (int i = 0; i < FIRST_LOOKS && this.state == null; i++) {
			follow(folder, FlowFolder::look);
			// on a thread of its own, which stop() interrupts
			Thread.sleep(this.pause.toMillis());
		}
		if (this.state == null && this.properties.watchInterval().isZero()) {
			logger.warn("The files of {} change all the time, and are taken as they are", folder.directory());
			follow(folder, FlowFolder::read);
		}
	}

	private void follow(FlowFolder folder, Look look) throws InterruptedException {
		try {
			FlowFolder.Changes changes = look.at(folder);
			if (changes != null) {
				report(folder, changes.problems(), changes.broken());
				apply(folder, changes);
			}
		}
		catch (IOException ex) {
			folder.forget();
			report(folder, List
				.of("Cannot read the flows of windhover.flows.directory=%s: %s".formatted(folder.directory(), ex)), 1);
		}
	}

	/** What is broken is reported before anything waits for a scheduler. */
	private void report(FlowFolder folder, List<String> found, int broken) {
		found.stream().filter(Predicate.not(this.problems::contains)).forEach(logger::error);
		this.problems = found;
		Map<FlowKey, String> files = new HashMap<>();
		folder.flows().forEach((file, key) -> files.put(key, file));
		this.filesByFlow = files;
		this.state = new FlowFilesState(folder.directory().toString(), folder.flows().size(), this.clock.instant(),
				broken, found.stream().limit(MOST_PROBLEMS).toList());
	}

	private void apply(FlowFolder folder, FlowFolder.Changes changes) throws InterruptedException {
		List<String> refusals = new ArrayList<>();
		Map<String, Flow> missing = new LinkedHashMap<>(changes.changed());
		missing.values().removeIf(this.store::isStored);
		Map<String, String> refused = store(missing);
		refused.keySet().forEach(folder::refused);
		refusals.addAll(refused.values());
		int deleted = 0;
		for (FlowKey key : changes.gone()) {
			String refusal = untilDone("Flow " + key + ", which no file holds any more,", "deleted", () -> {
				// or another instance that reads the same directory was faster
				if (this.store.isKnown(key)) {
					this.store.delete(key);
				}
			});
			if (refusal == null) {
				deleted++;
			}
			else {
				refusals.add(refusal);
			}
		}
		if (!refusals.isEmpty()) {
			report(folder, Stream.concat(changes.problems().stream(), refusals.stream()).toList(),
					changes.broken() + refusals.size());
		}
		this.held.store(folder.directory(), folder.flows());
		logger.info("The files of {} hold {} flows: {} stored, {} deleted, {} files broken", folder.directory(),
				folder.flows().size(), missing.size() - refused.size(), deleted, changes.broken());
	}

	/**
	 * Stores the flows of files.
	 * @return why some are not, by their files
	 */
	private Map<String, String> store(Map<String, Flow> flows) throws InterruptedException {
		List<Callable<Optional<String>>> work = new ArrayList<>();
		flows.forEach((file, flow) -> work.add(() -> Optional.ofNullable(untilDone("The flow of " + file, "stored",
				() -> this.store.store(flow, new PauseNote(null, "as the file " + file + " has it"))))));
		// the first alone, so that only one waits for a scheduler that is not there yet
		int first = Math.min(1, work.size());
		List<Future<Optional<String>>> done = new ArrayList<>(this.threads.invokeAll(work.subList(0, first)));
		done.addAll(this.threads.invokeAll(work.subList(first, work.size())));
		Map<String, String> refused = new LinkedHashMap<>();
		Iterator<String> files = flows.keySet().iterator();
		for (Future<Optional<String>> each : done) {
			String file = files.next();
			refusal(each).ifPresent((reason) -> refused.put(file, reason));
		}
		return refused;
	}

	private static Optional<String> refusal(Future<Optional<String>> done) throws InterruptedException {
		try {
			return done.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
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
			String refusal = untilDone("The flow of " + file, "stored", () -> this.store.store(flow));
			if (refusal != null) {
				logger.error(refusal);
			}
		}
		catch (InvalidFlowException ex) {
			ex.problems().forEach((problem) -> logger.error("Not a flow: {}", problem));
		}
	}

	/**
	 * For as long as it takes: a scheduler may start later than this process.
	 * @return why it will not be; null when it is done
	 */
	private @Nullable String untilDone(String what, String done, Runnable change) throws InterruptedException {
		for (int attempt = 1; true; attempt++) {
			try {
				change.run();
				return null;
			}
			catch (ErrorResponseException ex) {
				throwIfInterrupted();
				if (ex.getStatusCode() == HttpStatus.NOT_FOUND) {
					return null;
				}
				if (ex.getStatusCode() != HttpStatus.SERVICE_UNAVAILABLE) {
					return "%s is not %s: %s".formatted(what, done, ex.getBody().getDetail());
				}
				if (attempt == 1 || attempt % REPORTED == 0) {
					logger.warn("{} is not {} yet, and is tried again until it is: {}", what, done,
							ex.getBody().getDetail());
				}
				// on a thread of its own, which stop() interrupts
				Thread.sleep(this.pause.toMillis());
			}
		}
	}

	/**
	 * The file of the directory that holds a flow; null where none does.
	 */
	@Nullable String fileOf(FlowKey flow) {
		return this.filesByFlow.get(flow);
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
