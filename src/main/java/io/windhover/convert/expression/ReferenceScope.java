package io.windhover.convert.expression;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the expressions of one place of a flow see.
 *
 * @param visible the tasks whose outputs are there
 * @param frames the tasks around, the nearest first
 * @param taskId of the task whose expressions these are; null outside of tasks
 * @param secrets whether they may use secrets
 * @param paths whether Kestra puts the path of a local copy in place of the address of a
 * file
 */
public record ReferenceScope(FlowIndex flow, Set<String> visible, List<Frame> frames, @Nullable String taskId,
		boolean secrets, boolean paths) {

	/**
	 * The scope outside of all tasks, where no outputs and no secrets are visible.
	 */
	public static ReferenceScope of(FlowIndex flow) {
		return new ReferenceScope(flow, Set.of(), List.of(), null, false, false);
	}

	/**
	 * The same scope, with the outputs of more tasks visible.
	 */
	public ReferenceScope after(Set<String> ids) {
		Set<String> more = new LinkedHashSet<>(this.visible);
		more.addAll(ids);
		return new ReferenceScope(this.flow, more, this.frames, this.taskId, this.secrets, this.paths);
	}

	/**
	 * The scope of the tasks inside a task.
	 * @param loop null where that task is not a loop
	 */
	public ReferenceScope in(String id, @Nullable Loop loop) {
		List<Frame> deeper = new ArrayList<>(this.frames);
		deeper.add(0, new Frame(id, loop));
		return new ReferenceScope(this.flow, this.visible, List.copyOf(deeper), null, false, false);
	}

	/**
	 * The same scope for the expressions of one task.
	 * @param id null outside of tasks
	 */
	public ReferenceScope task(@Nullable String id, boolean withSecrets) {
		return new ReferenceScope(this.flow, this.visible, this.frames, id, withSecrets, false);
	}

	/** The same for commands and scripts. */
	ReferenceScope script() {
		return new ReferenceScope(this.flow, this.visible, this.frames, this.taskId, this.secrets, true);
	}

	/** The loops around, the outermost first. */
	List<Loop> loops() {
		List<Loop> loops = new ArrayList<>();
		this.frames.stream().map(Frame::loop).filter(Objects::nonNull).forEach((loop) -> loops.add(0, loop));
		return loops;
	}

	/** The loop whose item Kestra gives the task as its own value. */
	@Nullable Loop ownLoop() {
		return loopAt(0);
	}

	/**
	 * The loop whose item Kestra gives as the value of a parent; null where that depends
	 * on its version.
	 * @param index 0 is the nearest parent
	 */
	@Nullable Loop parentLoop(int index) {
		List<Loop> withValues = new ArrayList<>();
		for (int i = 1; i < this.frames.size(); i++) {
			Loop loop = loopAt(i);
			if (loop != null) {
				withValues.add(loop);
			}
		}
		// older versions skip parents without a value
		Loop older = (index < withValues.size()) ? withValues.get(index) : null;
		Loop newer = loopAt(index + 1);
		return (older != null && older.equals(newer)) ? newer : null;
	}

	private @Nullable Loop loopAt(int index) {
		Loop loop = (index < this.frames.size()) ? this.frames.get(index).loop() : null;
		return (loop != null && loop.overItems()) ? loop : null;
	}

	/** How a template of Windhover names what a loop has. */
	String nameOf(Loop loop, String what) {
		List<Loop> loops = loops();
		int fromInside = loops.size() - 1 - loops.indexOf(loop);
		return (fromInside == 0) ? what : "parents[%d].%s".formatted(fromInside - 1, what);
	}

	/**
	 * A task around.
	 */
	record Frame(String id, @Nullable Loop loop) {
	}

}
