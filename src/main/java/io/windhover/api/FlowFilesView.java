package io.windhover.api;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of the directory of flow files, for {@code management}.
 */
public interface FlowFilesView {

	/**
	 * Null without such a directory, and before it was read for the first time.
	 */
	@Nullable FlowFilesState flowFiles();

	/**
	 * A directory as it was read last.
	 *
	 * @param flows that its files hold, those included whose file is broken now
	 * @param readAt when it was found as it is
	 * @param broken files that hold no flow, or one that another file holds as well
	 * @param problems the first of them, each with its file
	 */
	record FlowFilesState(String directory, int flows, Instant readAt, int broken, List<String> problems) {
	}

}
