package io.windhover.indexer;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
	 * Deletes the days that are over for longer than documents are kept.
	 * @return whether it went well
	 */
	boolean run(Duration kept) {
		try {
			Instant now = this.clock.instant();
			LocalDate day = LocalDate.ofInstant(now.minus(kept), ZoneOffset.UTC);
			LocalDate oldest = this.repository.deleteBefore(day);
			this.files.deleteBefore(day);
			this.state.retention(new RetentionState(kept, oldest, now, null));
			return true;
		}
		catch (IOException | RuntimeException ex) {
			RetentionState before = this.state.retention();
			this.state.retention(
					new RetentionState(kept, before.oldestDay(), before.lastRunAt(), String.valueOf(ex.getMessage())));
			this.listeners.tell(IndexerListener::retentionFailed);
			logger.warn("Old documents or files are not deleted, next try in {}: {}", AFTER_FAILURE, ex.getMessage());
			return false;
		}
	}

}
