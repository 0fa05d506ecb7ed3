package io.windhover.flow.reading.task;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.flow.binding.ConstantName;
import io.windhover.flow.reading.section.SectionSchemas.DagShape;
import io.windhover.flow.reading.section.SectionSchemas.ForEachShape;
import io.windhover.flow.reading.section.SectionSchemas.IfShape;
import io.windhover.flow.reading.section.SectionSchemas.LoopUntilShape;
import io.windhover.flow.reading.section.SectionSchemas.ParallelShape;
import io.windhover.flow.reading.section.SectionSchemas.PauseShape;
import io.windhover.flow.reading.section.SectionSchemas.SequentialShape;
import io.windhover.flow.reading.section.SectionSchemas.SubflowShape;
import io.windhover.flow.reading.section.SectionSchemas.SwitchShape;

/**
 * The types of control tasks, in the order in which problems list them.
 */
public enum ControlTaskType {

	SEQUENTIAL(SequentialShape.class, "Runs tasks one after the other."),

	PARALLEL(ParallelShape.class, "Runs tasks beside one another."),

	IF(IfShape.class, "Runs one list of tasks or another, by a condition."),

	SWITCH(SwitchShape.class, "Runs the list of tasks that a value chooses."),

	FOR_EACH(ForEachShape.class, "Runs tasks once for each item of a list or a map."),

	DAG(DagShape.class, "Runs each task when those that it depends on have ended."),

	LOOP_UNTIL(LoopUntilShape.class, "Runs tasks again and again until a condition holds."),

	SUBFLOW(SubflowShape.class, "Runs another flow as an execution of its own."),

	PAUSE(PauseShape.class, "Waits until it is resumed, or for a duration.");

	private final Class<?> shape;

	private final String description;

	ControlTaskType(Class<?> shape, String description) {
		this.shape = shape;
		this.description = description;
	}

	/** The name in a flow. */
	public String id() {
		return ConstantName.of(this);
	}

	/** What it has besides what all tasks have. */
	public Class<?> shape() {
		return this.shape;
	}

	/**
	 * One sentence about the type, for the schema of flows.
	 */
	public String description() {
		return this.description;
	}

	static Set<String> ids() {
		return Arrays.stream(values()).map(ControlTaskType::id).collect(Collectors.toCollection(LinkedHashSet::new));
	}

}
