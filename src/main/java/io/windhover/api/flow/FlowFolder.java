package io.windhover.api.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.InvalidFlowException;
import org.jspecify.annotations.Nullable;

/**
 * A directory of flow files over time: what is new in it, and what is gone. All that
 * changed is read before any of it is reported, and only once nothing changes any more,
 * so that a checkout of many files is one step.
 */
class FlowFolder {

	private static final String GIT = ".git";

	private static final String GIT_LINK = "gitdir:";

	/** Git has it while it changes files, and leaves it behind where it is killed. */
	private static final String GIT_LOCK = "index.lock";

	private static final Duration LONGEST_CHECKOUT = Duration.ofMinutes(10);

	private final Path directory;

	private final FlowReader reader;

	private final Predicate<FlowKey> stored;

	/** The files whose flow is stored as they are. */
	private Map<String, Stamp> read = new HashMap<>();

	/** The flow of each file, also of one that is broken now. */
	private Map<String, FlowKey> flows;

	/** As it was at the last look. */
	private @Nullable Map<String, Stamp> seen;

	/** As it was when it was read. */
	private @Nullable Map<String, Stamp> taken;

	/**
	 * Creates one.
	 * @param stored whether there is such a flow
	 * @param remembered tells what the files of a directory held when they were last read
	 */
	FlowFolder(Path directory, FlowReader reader, Predicate<FlowKey> stored,
			Function<Path, Map<String, FlowKey>> remembered) {
		this.directory = directory.toAbsolutePath().normalize();
		this.reader = reader;
		this.stored = stored;
		this.flows = remembered.apply(this.directory);
	}

	Path directory() {
		return this.directory;
	}

	/** The flow of each file, also of one that is broken now. */
	Map<String, FlowKey> flows() {
		return this.flows;
	}

	/**
	 * Reads what changed, if it has not changed since the last look. Where all files are
	 * gone, it is also a change that a flow of theirs was deleted.
	 * @return null where there is nothing new, or it still changes
	 */
	@Nullable Changes look() throws IOException {
		Map<String, Stamp> now = list();
		boolean quiet = now.equals(this.seen) && !isCheckedOut();
		this.seen = now;
		boolean changed = !now.equals(this.taken)
				|| (now.isEmpty() && !this.flows.values().stream().allMatch(this.stored));
		return (quiet && changed) ? take(now) : null;
	}

	/**
	 * Reads what is there.
	 */
	Changes read() throws IOException {
		return take(list());
	}

	/** The next quiet look reports what there is, changed or not. */
	void forget() {
		this.seen = null;
		this.taken = null;
	}

	/** A flow that was not stored is read again at the next change. */
	void refused(String file) {
		this.read.remove(file);
	}

	private Changes take(Map<String, Stamp> files) {
		this.taken = files;
		if (files.isEmpty()) {
			this.flows = new TreeMap<>(this.flows);
			this.flows.values().removeIf(Predicate.not(this.stored));
		}
		if (files.isEmpty() && !this.flows.isEmpty()) {
			String problem = ("%s: holds no flow file any more, so that none of its %d flows is deleted; delete them by "
					+ "the API if that is meant")
				.formatted(this.directory, this.flows.size());
			return new Changes(Map.of(), Set.of(), List.of(problem), 1);
		}
		Look look = new Look();
		files.forEach(look::file);
		Set<FlowKey> gone = new TreeSet<>(this.flows.values());
		gone.removeAll(look.held.values());
		if (look.unknown) {
			// one of them may be what a file that was renamed and broken held
			this.flows.forEach((name, key) -> {
				if (gone.contains(key)) {
					look.held.put(name, key);
				}
			});
			gone.clear();
		}
		this.read = look.good;
		this.flows = look.held;
		return new Changes(look.changed, gone, look.problems, look.broken);
	}

	private Map<String, Stamp> list() throws IOException {
		Map<String, Stamp> files = new TreeMap<>();
		for (Path file : FlowFiles.inDirectory(this.directory)) {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			files.put(this.directory.relativize(file).toString(),
					new Stamp(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey())));
		}
		return files;
	}

	/** Of the working tree that the directory is in, if it is in one. */
	private boolean isCheckedOut() {
		Path tree = this.directory;
		while (tree != null && !Files.exists(tree.resolve(GIT))) {
			tree = tree.getParent();
		}
		if (tree == null) {
			return false;
		}
		try {
			Instant locked = Files.getLastModifiedTime(repository(tree).resolve(GIT_LOCK)).toInstant();
			return locked.plus(LONGEST_CHECKOUT).isAfter(Instant.now());
		}
		catch (IOException ex) {
			// there is none, or this account may not look: the files alone tell
			return false;
		}
	}

	/**
	 * A linked working tree and a submodule name it in a file: gitrepository-layout(5).
	 */
	private static Path repository(Path tree) throws IOException {
		Path git = tree.resolve(GIT);
		if (!Files.isRegularFile(git)) {
			return git;
		}
		String text = Files.readString(git).strip();
		return text.startsWith(GIT_LINK) ? tree.resolve(text.substring(GIT_LINK.length()).strip()) : git;
	}

	/** The reading of all files. */
	private final class Look {

		private final Map<String, Stamp> good = new HashMap<>();

		private final Map<String, FlowKey> held = new TreeMap<>();

		private final Map<String, Flow> changed = new LinkedHashMap<>();

		private final Map<FlowKey, String> owners = new HashMap<>();

		private final List<String> problems = new ArrayList<>();

		private int broken;

		/** Whether some file is broken of which nobody knows what it is to hold. */
		private boolean unknown;

		void file(String name, Stamp stamp) {
			FlowKey before = FlowFolder.this.flows.get(name);
			if (before != null && stamp.equals(FlowFolder.this.read.get(name))) {
				take(name, stamp, before, null);
				return;
			}
			try {
				Path file = FlowFolder.this.directory.resolve(name);
				Flow flow = FlowFolder.this.reader.read(file.toString(),
						Files.readString(file, StandardCharsets.UTF_8));
				take(name, stamp, flow.key(), flow);
			}
			catch (InvalidFlowException ex) {
				breaks(name, before, ex.problems().stream().map((each) -> "Not a flow: " + each).toList());
			}
			catch (IOException ex) {
				breaks(name, before, List.of("Cannot read %s: %s".formatted(name, ex)));
			}
		}

		private void take(String name, Stamp stamp, FlowKey key, @Nullable Flow flow) {
			String first = this.owners.putIfAbsent(key, name);
			if (first != null) {
				leaveOut(List.of("%s is left out: %s holds flow %s as well".formatted(name, first, key)));
				return;
			}
			this.good.put(name, stamp);
			this.held.put(name, key);
			if (flow != null) {
				this.changed.put(name, flow);
			}
		}

		/** It is read again at each change, until it is good. */
		private void breaks(String name, @Nullable FlowKey before, List<String> found) {
			leaveOut(found);
			if (before != null) {
				this.held.put(name, before);
			}
			else {
				this.unknown = true;
			}
		}

		private void leaveOut(List<String> found) {
			this.broken++;
			this.problems.addAll(found);
		}

	}

	/**
	 * What to do for the files as they are now.
	 *
	 * @param changed flows that are new or may differ from those that are stored, by file
	 * @param gone flows that no file holds any more
	 * @param problems of the files that are broken
	 * @param broken how many files these are
	 */
	record Changes(Map<String, Flow> changed, Set<FlowKey> gone, List<String> problems, int broken) {
	}

	/**
	 * By which a changed file is known. A mounted ConfigMap keeps times, but not files.
	 */
	private record Stamp(long size, FileTime modified, String file) {
	}

}
