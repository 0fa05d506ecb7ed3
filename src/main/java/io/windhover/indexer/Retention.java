package io.windhover.indexer;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.windhover.file.FileStore;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Phases;
import io.windhover.instance.ThreadPools;
import io.windhover.repository.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has the repository delete what is too old, and the file store the files of such
 * executions, at the start and every hour; sooner again when it failed. Every indexer
 * does so, and none minds the others.
 */
class Retention implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	private static final String NAME = "windhover-retention";

	private static final Duration INTERVAL = Duration.ofHours(1);

	private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

	private final Repository repository;

	private final FileStore files;

	private final IndexerState state;

	private final ListenerList<IndexerListener> listeners;

	private final ThreadPools pools;

	private final Clock clock;

	private volatile @Nullable ScheduledExecutorService timer;

	Retention(Repository repository, FileStore files, IndexerState state, ListenerList<IndexerListener> listeners,
			ThreadPools pools, Clock clock) {
		this.repository = repository;
		this.files = files;
		this.state = state;
		this.listeners = listeners;
		this.pools = pools;
		this.clock = clock;
	}

	@Override
	public void start() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, NAME);
			thread.setDaemon(true);
			return thread;
		});
		this.timer = executor;
		Duration kept = this.state.retention().keep();
		if (kept != null) {
			this.pools.add(NAME, executor);
			this.pools.repeat(NAME, executor, () -> run(kept) ? INTERVAL : AFTER_FAILURE);
		}
	}

	@Override
	public void stop() {
		ScheduledExecutorService executor = this.timer;
		this.timer = null;
		if (executor != null) {
			executor.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return this.timer != null;
	}

	@Override
	public int getPhase() {
		return Phases.ROLES;
	}

	/**
	 * Deletes the days that are over for longer than documents are kept. Where documents
	 * cannot be deleted files are, and the other way round.
	 * @return whether it went well
	 */
	boolean run(Duration kept) {
		Instant now = this.clock.instant();
		LocalDate day = LocalDate.ofInstant(now.minus(kept), ZoneOffset.UTC);
		List<String> failures = new ArrayList<>();
		LocalDate oldest = null;
		try {
			oldest = this.repository.deleteBefore(day);
		}
		catch (RuntimeException ex) {
			failures.add(String.valueOf(ex.getMessage()));
		}
		try {
			this.files.deleteBefore(day);
		}
		catch (IOException | RuntimeException ex) {
			failures.add(String.valueOf(ex.getMessage()));
		}
		if (failures.isEmpty()) {
			this.state.retention(new RetentionState(kept, oldest, now, null));
			return true;
		}
		failed(kept, String.join("; ", failures));
		return false;
	}

	private void failed(Duration kept, String error) {
		RetentionState before = this.state.retention();
		this.state.retention(new RetentionState(kept, before.oldestDay(), before.lastRunAt(), error));
		this.listeners.tell(IndexerListener::retentionFailed);
		logger.warn("Old documents or files are not deleted, next try in {}: {}", AFTER_FAILURE, error);
	}

}
