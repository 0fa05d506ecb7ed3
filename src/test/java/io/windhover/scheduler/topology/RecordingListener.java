package io.windhover.scheduler.topology;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expected;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerListener;

/**
 * Writes down what it is told, a line for each event and missed date.
 */
class RecordingListener implements SchedulerListener {

	final List<String> events = new CopyOnWriteArrayList<>();

	@Override
	public void fired(FlowKey flow, String triggerType, Duration delay) {
		this.events.add("fired " + flow + " " + triggerType + " " + delay);
	}

	@Override
	public void backfilled(FlowKey flow, String triggerType) {
		this.events.add("backfilled " + flow + " " + triggerType);
	}

	@Override
	public void missed(FlowKey flow, String triggerType, MissedReason reason, int count) {
		this.events.addAll(Collections.nCopies(count, "missed " + flow + " " + triggerType + " " + reason.id()));
	}

	@Override
	public void expectationMissed(FlowKey flow, Expected expected) {
		this.events.add("missed " + flow + " " + expected.property());
	}

	@Override
	public void evaluationFailed(FlowKey flow, String triggerType) {
		this.events.add("failed " + flow + " " + triggerType);
	}

	@Override
	public void evaluationEnded(FlowKey flow, String triggerType, Duration duration) {
		this.events.add("ended " + flow + " " + triggerType + " " + duration);
	}

}
