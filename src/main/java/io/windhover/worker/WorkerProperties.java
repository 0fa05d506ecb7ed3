package io.windhover.worker;

import java.time.Duration;
import java.util.List;

import io.windhover.flow.WorkerGroup;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the worker works.
 *
 * @param slots Task runs that run at the same time on this worker.
 * @param batch Jobs that are taken at once while at least that many slots are free.
 * @param groups Worker groups whose jobs this worker takes. They share its slots: each
 * has one of its own, and those that get free go to the group that has fewest.
 * @param drainTimeout How long running task runs may take to end when the worker stops;
 * afterwards they are interrupted and given back. Must be below
 * spring.lifecycle.timeout-per-shutdown-phase.
 * @param maxOutputs Size of the outputs of one attempt, as JSON, above which it fails; at
 * most 4MB.
 * @param maxLogLines Log lines of one task run that are kept.
 * @param maxLogSize Size of the log lines of one task run that are kept.
 * @param maxProcesses Processes that a task which runs a command or script may have at a
 * time, all that they start included; with more it fails and all of them are ended.
 * @param stuckAfter A task run that runs for longer is shown as stuck.
 * @param stuckFloor A task run that runs for more than ten times what its task usually
 * takes is shown as stuck, but not before this.
 */
@Validated
@ConfigurationProperties("windhover.worker")
public record WorkerProperties(@DefaultValue("64") @Min(1) @Max(10_000) int slots,
		@DefaultValue("16") @Min(1) @Max(500) int batch,
		@DefaultValue(WorkerGroup.DEFAULT) @NotEmpty List<@Pattern(regexp = WorkerGroup.NAME,
				message = WorkerGroup.NAME_MESSAGE) String> groups,
		@DefaultValue("20s") @NotNull Duration drainTimeout, @DefaultValue("1MB") @NotNull DataSize maxOutputs,
		@DefaultValue("10000") @Min(0) int maxLogLines, @DefaultValue("16MB") @NotNull DataSize maxLogSize,
		@DefaultValue("1000") @Min(1) int maxProcesses, @DefaultValue("1h") @NotNull Duration stuckAfter,
		@DefaultValue("10s") @NotNull Duration stuckFloor) {

	private static final DataSize LARGEST_OUTPUTS = DataSize.ofMegabytes(4);

	/** Jobs of a poll below which a part of the slots is not divided. */
	private static final int FEW = 4;

	public WorkerProperties {
		if (maxOutputs.compareTo(LARGEST_OUTPUTS) > 0) {
			throw new IllegalArgumentException("windhover.worker.max-outputs must be at most 4MB");
		}
		groups = groups.stream().distinct().toList();
		if (slots < groups.size()) {
			throw new IllegalArgumentException(
					"windhover.worker.slots must be at least the number of windhover.worker.groups, which is %d"
						.formatted(groups.size()));
		}
	}

	/**
	 * The jobs of one full poll: of several groups none reserves more than half of its
	 * part of the slots, unless that is few, so that all of them can while some slots are
	 * used. A group that cannot takes one job at a time.
	 */
	public int pollSize() {
		int part = this.slots / this.groups.size();
		int most = (this.groups.size() > 1) ? Math.max(part / 2, Math.min(part, FEW)) : part;
		return Math.min(most, this.batch);
	}

}
