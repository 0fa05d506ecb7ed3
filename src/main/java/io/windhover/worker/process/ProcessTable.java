package io.windhover.worker.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of this machine with their parents and sessions, read once for all
 * commands that are looked at within a moment. Where the system does not list them under
 * {@code /proc}, only those are known whose parents are alive.
 */
class ProcessTable {

	static final ProcessTable OF_THIS_MACHINE = new ProcessTable(Path.of("/proc"));

	private static final Logger logger = LoggerFactory.getLogger(ProcessTable.class);

	private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();

	/**
	 * After the name, which may have spaces and parentheses: state, parent, group,
	 * session.
	 */
	private static final int STATE = 0;

	private static final int PARENT = 1;

	private static final int SESSION = 3;

	private final Path proc;

	private final boolean listed;

	private long readAt = System.nanoTime() - FRESH_NANOS;

	private List<Entry> entries = List.of();

	ProcessTable(Path proc) {
		this.proc = proc;
		this.listed = Files.isReadable(proc.resolve("self/stat"));
	}

	/**
	 * How many processes are a process, of its session, or started by one of them, a
	 * moment ago; those that have ended and that nobody has asked for their ends count.
	 */
	int count(ProcessHandle leader) {
		return (this.listed ? family(Set.of(leader.pid()), entries(FRESH_NANOS)) : descendants(leader)).size();
	}

	/**
	 * The ids of those that run now.
	 * @param known those that were found before, whose children have lost them
	 */
	Set<Long> running(ProcessHandle leader, Set<Long> known) {
		if (!this.listed) {
			return descendants(leader);
		}
		Set<Long> roots = new HashSet<>(known);
		roots.add(leader.pid());
		return family(roots, entries(0).stream().filter((entry) -> !entry.state().equals("Z")).toList());
	}

	private static Set<Long> descendants(ProcessHandle leader) {
		return Stream.concat(leader.isAlive() ? Stream.of(leader) : Stream.empty(), leader.descendants())
			.map(ProcessHandle::pid)
			.collect(Collectors.toSet());
	}

	private static Set<Long> family(Set<Long> roots, List<Entry> all) {
		Map<Long, List<Long>> children = new HashMap<>();
		Deque<Long> left = new ArrayDeque<>();
		for (Entry each : all) {
			children.computeIfAbsent(each.parent(), (parent) -> new ArrayList<>()).add(each.id());
			if (roots.contains(each.id()) || roots.contains(each.session())) {
				left.add(each.id());
			}
		}
		Set<Long> family = new HashSet<>();
		while (!left.isEmpty()) {
			long id = left.remove();
			if (family.add(id)) {
				left.addAll(children.getOrDefault(id, List.of()));
			}
		}
		return family;
	}

	private synchronized List<Entry> entries(long freshNanos) {
		if (System.nanoTime() - this.readAt >= freshNanos) {
			List<Entry> found = new ArrayList<>();
			try (DirectoryStream<Path> processes = Files.newDirectoryStream(this.proc, "[0-9]*")) {
				processes.forEach((process) -> read(process, found));
			}
			catch (IOException ex) {
				logger.debug("The processes of this machine cannot be listed", ex);
			}
			this.entries = found;
			this.readAt = System.nanoTime();
		}
		return this.entries;
	}

	/** One that has ended in this moment is left out. */
	private static void read(Path process, List<Entry> found) {
		try {
			String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SESSION + 2);
			found.add(new Entry(Long.parseLong(process.getFileName().toString()), fields[STATE],
					Long.parseLong(fields[PARENT]), Long.parseLong(fields[SESSION])));
		}
		catch (IOException | RuntimeException ex) {
			logger.trace("Left {} out", process, ex);
		}
	}

	/**
	 * A process.
	 *
	 * @param state one letter
	 */
	private record Entry(long id, String state, long parent, long session) {
	}

}
