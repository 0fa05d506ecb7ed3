package io.windhover.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.windhover.flow.FlowKey;

/**
 * Writes down what it is told, a line for each event.
 */
class RecordingListener implements SchedulerListener {

	final List<String> events = new CopyOnWriteArrayList<>();

	@Override
	public void fired(FlowKey flow, String triggerType, Duration delay) {
		this.events.add("fired " + flow + " " + triggerType + " " + delay);
	}

	@Override
	public void missed(FlowKey flow, String triggerType, String reason) {
		this.events.add("missed " + flow + " " + triggerType + " " + reason);
	}

	@Override
	public void evaluationStarted(FlowKey flow, String triggerType) {
		this.events.add("started " + flow + " " + triggerType);
	}

	@Override
	public void evaluationEnded(FlowKey flow, String triggerType, Duration duration) {
		this.events.add("ended " + flow + " " + triggerType + " " + duration);
	}

}
