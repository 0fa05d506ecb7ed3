package io.windhover.management.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.windhover.file.FileStore;
import io.windhover.file.FilesSize;
import io.windhover.flow.FlowKey;
import io.windhover.instance.Phases;
import io.windhover.instance.RepeatedWork;
import io.windhover.instance.ThreadPools;
import io.windhover.management.FailureText;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositorySize;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what fills the disks every few minutes, on a thread of its own; everybody else
 * reads the last look.
 */
public class StorageSampler extends RepeatedWork {

	/** Files that are counted one by one. */
	static final int MOST_FILES = 100_000;

	private static final Logger logger = LoggerFactory.getLogger(StorageSampler.class);

	private static final Duration FIRST_AFTER = Duration.ofSeconds(15);

	private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

	private final BrokerDisks brokers;

	private final RecordDraws draws;

	private final List<String> drawnTopics;

	private final StoreDirectories stores;

	private final @Nullable Repository repository;

	private final FileStore files;

	private final Path dataDirectory;

	private final StorageProperties properties;

	private final Clock clock;

	private final Map<Key, FillRate> rates = new HashMap<>();

	private volatile @Nullable StorageSample last;

	/**
	 * Prepares the looks.
	 * @param drawnTopics whose records name their flows
	 * @param repository null where this instance does not use it
	 */
	StorageSampler(BrokerDisks brokers, RecordDraws draws, List<String> drawnTopics, StoreDirectories stores,
			@Nullable Repository repository, FileStore files, Path dataDirectory, StorageProperties properties,
			ThreadPools pools, Clock clock) {
		// once all else is there: nothing waits for it
		super(pools, "windhover-storage", Phases.ROLES + 1);
		this.brokers = brokers;
		this.draws = draws;
		this.drawnTopics = drawnTopics;
		this.stores = stores;
		this.repository = repository;
		this.files = files;
		this.dataDirectory = dataDirectory;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * What the last look found; null before the first.
	 */
	public @Nullable StorageSample last() {
		return this.last;
	}

	@Override
	public void start() {
		Duration interval = this.properties.interval();
		// not while the process starts, which has enough to do then
		start((FIRST_AFTER.compareTo(interval) < 0) ? FIRST_AFTER : interval);
	}

	@Override
	public void stop() {
		// a consumer is its thread's alone
		stop(STOP_PATIENCE, () -> {
			this.draws.close();
			this.brokers.close();
		});
	}

	@Override
	protected Duration run() {
		try {
			sample();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.properties.interval();
	}

	/**
	 * Looks at everything; what fails hides nothing else.
	 */
	void sample() throws InterruptedException {
		Instant began = this.clock.instant();
		Map<StorageKind, String> errors = new EnumMap<>(StorageKind.class);
		List<Volume> volumes = new ArrayList<>();
		FlowEstimate estimate = new FlowEstimate();
		BrokerDisks.Disks disks = look(StorageKind.TOPICS, errors, this.brokers::look);
		if (disks != null) {
			volumes.addAll(disks.volumes());
			look(StorageKind.TOPICS, errors, () -> draw(disks.topics(), estimate));
			String unknown = disks.unknown();
			if (unknown != null) {
				errors.merge(StorageKind.TOPICS, unknown, (draws, directories) -> directories + ". " + draws);
			}
		}
		List<StoreSize> sizes = look(StorageKind.STORES, errors, this.stores::look);
		look(StorageKind.STORES, errors, () -> volumes.add(Volume.of(StorageKind.STORES, this.dataDirectory)));
		Repository asked = this.repository;
		RepositorySize documents = (asked != null)
				? look(StorageKind.REPOSITORY, errors, () -> asked.size(this.properties.samples())) : null;
		if (documents != null) {
			look(StorageKind.REPOSITORY, errors, () -> volumes.add(volume(asked, documents)));
			documents.kinds().forEach((kind) -> estimate.add(kind.bytes(), shares(kind)));
		}
		FilesSize files = look(StorageKind.FILES, errors, () -> this.files.size(MOST_FILES, this.properties.samples()));
		if (asked != null && files != null) {
			look(StorageKind.FILES, errors, () -> share(files, asked, estimate));
		}
		Path directory = (files != null) ? files.directory() : null;
		if (directory != null && Files.isDirectory(directory)) {
			look(StorageKind.FILES, errors, () -> volumes.add(Volume.of(StorageKind.FILES, directory)));
		}
		Instant now = this.clock.instant();
		this.last = new StorageSample(now, Duration.between(began, now), (disks != null) ? disks.topics() : null, sizes,
				documents, files, fillings(volumes, now), estimate.flows(), estimate.namespaces(), estimate.of(),
				errors);
	}

	private static Volume volume(@Nullable Repository repository, RepositorySize size) throws IOException {
		return (repository != null && repository.isEmbedded())
				? Volume.of(StorageKind.REPOSITORY, Path.of(size.where()))
				: new Volume(StorageKind.REPOSITORY, size.where(), null, size.totalBytes(), size.usableBytes());
	}

	private boolean draw(Map<String, Long> topics, FlowEstimate estimate) {
		for (String topic : this.drawnTopics) {
			Long bytes = topics.get(topic);
			if (bytes != null && bytes > 0) {
				estimate.add(bytes, this.draws.draw(topic, this.properties.samples()));
			}
		}
		return true;
	}

	/** Whose they are only the documents of their executions tell. */
	private static boolean share(FilesSize files, Repository repository, FlowEstimate estimate) {
		estimate.addFiles(files.bytes(), FileOwners.shares(files.drawn(), repository));
		return true;
	}

	private static FlowShares shares(RepositorySize.Kind kind) {
		FlowShares shares = new FlowShares();
		kind.sample()
			.forEach((document) -> shares
				.add(Map.of(new FlowKey(document.namespace(), document.flowId()), document.bytes()), document.bytes()));
		return shares;
	}

	private List<StorageSample.Filling> fillings(List<Volume> volumes, Instant now) {
		List<StorageSample.Filling> fillings = new ArrayList<>();
		for (Volume volume : volumes) {
			Long usable = volume.usableBytes();
			if (usable == null) {
				fillings.add(new StorageSample.Filling(volume, null));
				continue;
			}
			FillRate rate = this.rates.computeIfAbsent(new Key(volume.kind(), volume.where()), (key) -> new FillRate());
			rate.add(now, usable);
			fillings.add(new StorageSample.Filling(volume, rate.forecast()));
		}
		return fillings;
	}

	private static <T> @Nullable T look(StorageKind kind, Map<StorageKind, String> errors, Look<T> look)
			throws InterruptedException {
		try {
			return look.look();
		}
		catch (ExecutionException | TimeoutException | IOException | RuntimeException ex) {
			if (ex instanceof InterruptException) {
				throw new InterruptedException(ex.getMessage());
			}
			logger.debug("The size of the {} is not known", kind.id(), ex);
			Throwable cause = (ex instanceof ExecutionException && ex.getCause() != null) ? ex.getCause() : ex;
			errors.put(kind, FailureText.of(cause));
			return null;
		}
	}

	/** Looks at something by itself. */
	private interface Look<T> {

		T look() throws ExecutionException, InterruptedException, TimeoutException, IOException;

	}

	private record Key(StorageKind kind, String where) {
	}

}
