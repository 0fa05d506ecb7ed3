package io.windhover.management.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.windhover.execution.Execution;
import io.windhover.flow.FlowKey;
import io.windhover.repository.Repository;

/**
 * Finds whose files those of some executions are.
 */
final class FileOwners {

	private FileOwners() {
	}

	/**
	 * Which part of the files is whose.
	 * @param drawn ids of executions by the bytes of their files. What the repository
	 * does not know is nobody's
	 */
	static FlowShares shares(List<String> drawn, Repository repository) {
		Map<String, Optional<FlowKey>> owners = new HashMap<>();
		FlowShares shares = new FlowShares();
		for (String id : drawn) {
			Map<FlowKey, Long> bytes = owners
				.computeIfAbsent(id, (key) -> Optional.ofNullable(repository.execution(key)).map(Execution::flow))
				.map((flow) -> Map.of(flow, 1L))
				.orElse(Map.of());
			shares.add(bytes, 1);
		}
		return shares;
	}

}
