package io.windhover.api.execution;

import java.util.List;

import io.windhover.execution.ExecutionCommand;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Phases;
import io.windhover.topic.TopicTail;
import io.windhover.topic.Topics;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the recent executions what all processes publish.
 */
class RecentExecutionsTail implements SmartLifecycle {

	private final TopicTail tail;

	private volatile boolean running;

	RecentExecutionsTail(RecentExecutions recent, Topics topics, KafkaClients clients, DeadLetters deadLetters) {
		this.tail = new TopicTail("windhover-recent-executions", clients, deadLetters, false,
				List.of(new TopicTail.Subscription<>(topics.executionCommands(),
						(key, command) -> tell(recent, command)),
						new TopicTail.Subscription<>(topics.executions(), (key, execution) -> {
							if (execution != null) {
								recent.changed(execution);
							}
						}), new TopicTail.Subscription<>(topics.taskRuns(), (key, taskRun) -> {
							if (taskRun != null) {
								recent.changed(taskRun);
							}
						})));
	}

	@Override
	public void start() {
		this.tail.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.tail.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.TAILS;
	}

	private static void tell(RecentExecutions recent, @Nullable ExecutionCommand command) {
		if (command instanceof ExecutionCommand.Create create) {
			recent.created(create);
		}
	}

}
