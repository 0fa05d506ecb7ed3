package io.windhover.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.windhover.InstalledProgram;
import org.jspecify.annotations.Nullable;

/**
 * A small flow and what it must come to.
 *
 * @param state of the execution
 * @param runs states of all task runs and scopes, by path
 * @param outputs of some, by path; those of a task that returns what is written in the
 * flow need not be told
 * @param gives the outputs of the execution
 * @param attempts of some, by path
 * @param error of the execution
 * @param kill the path and the state of the task run that brings a kill
 * @param resume the path of the pause that is to be resumed
 * @param inputs given to it
 * @param servers whose addresses are inputs of their names
 * @param needs a program without which it does not run
 * @param files sent with it, their texts by input
 * @param then what an execution that takes this one up comes to, without a flow of its
 * own
 * @param from the path that it is replayed from; without one it is restarted from what
 * failed
 * @param kept the paths of the results that it keeps of the one before; none where they
 * are left out
 * @param flow without namespace and id
 */
record Conformance(String state, Map<String, String> runs, @Nullable Map<String, Object> outputs,
		@Nullable Map<String, Object> gives, @Nullable Map<String, Integer> attempts, @Nullable String error,
		@Nullable Map<String, String> kill, @Nullable String resume, @Nullable Map<String, Object> inputs,
		@Nullable List<String> servers, @Nullable String needs, @Nullable Map<String, String> files,
		@Nullable Conformance then, @Nullable String from, @Nullable List<String> kept,
		@Nullable Map<String, Object> flow) {

	/** Those that are told, and what tasks that succeed return as it is written. */
	Map<String, Object> expectedOutputs() {
		Map<String, List<Map<?, ?>>> tasks = new HashMap<>();
		collect(this.flow, tasks);
		Map<String, Object> expected = new TreeMap<>();
		this.runs.forEach((path, ended) -> {
			String id = path.substring(path.lastIndexOf('.') + 1).replaceFirst("[~\\[].*", "");
			List<Map<?, ?>> named = tasks.getOrDefault(id, List.of());
			// scopes may have tasks of the same id
			if (ended.equals("SUCCESS") && named.size() == 1 && returnsWhatIsWritten(named.get(0))) {
				expected.put(path, Map.of("value", named.get(0).get("value")));
			}
		});
		expected.putAll(Objects.requireNonNullElse(this.outputs, Map.of()));
		return expected;
	}

	private static boolean returnsWhatIsWritten(Map<?, ?> task) {
		return "return".equals(task.get("type")) && !String.valueOf(task.get("value")).contains("{{");
	}

	private static void collect(@Nullable Object part, Map<String, List<Map<?, ?>>> tasks) {
		if (part instanceof Map<?, ?> map) {
			if (map.containsKey("type")) {
				tasks.computeIfAbsent(String.valueOf(map.get("id")), (id) -> new ArrayList<>()).add(map);
			}
			map.values().forEach((each) -> collect(each, tasks));
		}
		if (part instanceof List<?> list) {
			list.forEach((each) -> collect(each, tasks));
		}
	}

	List<String> expectedKept() {
		return Objects.requireNonNullElse(this.kept, List.of());
	}

	Map<String, Object> inputs(ConformanceServers running) {
		Map<String, Object> all = new LinkedHashMap<>(Objects.requireNonNullElse(this.inputs, Map.of()));
		all.putAll(running.inputs(Objects.requireNonNullElse(this.servers, List.of())));
		return all;
	}

	/** Why it cannot run on this machine; null when it can. */
	@Nullable String missing() {
		return (this.needs != null) ? InstalledProgram.missing(this.needs) : null;
	}

	Map<String, Integer> expectedAttempts() {
		return Objects.requireNonNullElse(this.attempts, Map.of());
	}

	Map<String, String> killWhen() {
		return Objects.requireNonNullElse(this.kill, Map.of());
	}

}
