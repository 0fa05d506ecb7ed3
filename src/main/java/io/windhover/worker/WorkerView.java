package io.windhover.worker;

import java.time.Instant;
import java.util.List;

import io.windhover.execution.Job;

/**
 * What the worker does now; reading it takes no lock that the worker holds.
 */
public interface WorkerView {

	/**
	 * The attempts that run here, oldest first.
	 */
	List<Running> running();

	int slotsUsed();

	int slotsMax();

	/**
	 * One of running, draining, drained.
	 */
	String state();

	/**
	 * Whether it has joined its share group, so that a job would be taken.
	 */
	boolean isReady();

	/**
	 * An attempt that runs here.
	 */
	record Running(Job job, Instant startedAt) {
	}

}
