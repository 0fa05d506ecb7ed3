package io.windhover.scheduler;

import java.util.concurrent.CompletionStage;

import io.windhover.execution.flow.TriggerCommand;

/**
 * Where commands are handed in; whichever scheduler has the trigger carries them out.
 */
@FunctionalInterface
public interface TriggerCommands {

	/**
	 * Sends a command.
	 * @return completes when it will be carried out, or with the cause when it will not
	 */
	CompletionStage<?> send(TriggerCommand command);

}
