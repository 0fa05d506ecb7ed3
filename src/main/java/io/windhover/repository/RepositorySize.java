package io.windhover.repository;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How much a repository holds.
 *
 * @param bytes on disk, copies for safety included
 * @param where the disk is, for people
 * @param totalBytes of the fullest disk that it is on; null where it cannot tell
 * @param usableBytes that are free there; null where it cannot tell
 */
public record RepositorySize(long bytes, List<Kind> kinds, String where, @Nullable Long totalBytes,
		@Nullable Long usableBytes) {

	/**
	 * The documents of one kind.
	 *
	 * @param kind executions, task-runs, logs, metrics or triggers
	 * @param bytes on disk
	 * @param estimated whether the bytes are from the sample
	 * @param sample some documents, each as likely as any other
	 */
	public record Kind(String kind, long bytes, boolean estimated, List<DocumentSize> sample) {
	}

	/**
	 * A document.
	 *
	 * @param bytes of its JSON
	 */
	public record DocumentSize(String namespace, String flowId, long bytes) {
	}

}
