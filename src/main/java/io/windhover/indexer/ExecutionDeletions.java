package io.windhover.indexer;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.windhover.file.FileStore;
import io.windhover.repository.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is kept of executions that were deleted: their documents before any other
 * is written, their files as soon as the file store lets it. It remembers the last of
 * them, because their log lines come from another topic and may come later.
 */
class ExecutionDeletions {

	private static final Logger logger = LoggerFactory.getLogger(ExecutionDeletions.class);

	private static final int REMEMBERED = 10_000;

	private static final long AFTER_FAILURE_NANOS = Duration.ofMinutes(1).toNanos();

	private final Repository repository;

	private final FileStore files;

	private final Set<String> deleted = Collections.newSetFromMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > REMEMBERED;
		}

	});

	/** Those whose files are still there. */
	private final Set<String> withFiles = new LinkedHashSet<>();

	private long failedAt = System.nanoTime() - AFTER_FAILURE_NANOS;

	ExecutionDeletions(Repository repository, FileStore files) {
		this.repository = repository;
		this.files = files;
	}

	/**
	 * Carries out the deletions of an intake, and leaves their documents out of it.
	 */
	void apply(PolledBatch intake) {
		Collection<String> executionIds = intake.deletedExecutions();
		this.deleted.addAll(executionIds);
		if (!this.deleted.isEmpty()) {
			intake.leaveOut(this.deleted::contains);
		}
		if (!executionIds.isEmpty()) {
			this.repository.delete(executionIds);
			this.withFiles.addAll(executionIds);
		}
		if (!this.withFiles.isEmpty() && System.nanoTime() - this.failedAt >= AFTER_FAILURE_NANOS) {
			deleteFiles();
		}
	}

	private void deleteFiles() {
		for (Iterator<String> left = this.withFiles.iterator(); left.hasNext();) {
			String executionId = left.next();
			try {
				this.files.delete(executionId);
				left.remove();
			}
			catch (IOException | RuntimeException ex) {
				this.failedAt = System.nanoTime();
				logger.warn("The files of the deleted execution {} are still there, next try in a minute", executionId,
						ex);
			}
		}
	}

}
