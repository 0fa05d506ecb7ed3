package io.windhover.topic.streams;

/**
 * Is told on a stream thread what became of the transaction of what that thread
 * processed: Kafka Streams itself has no such call.
 */
public interface TransactionListener {

	/**
	 * What the thread processed since the last call is committed.
	 */
	void committed();

	/**
	 * What the thread processed since the last call may never be committed, or its commit
	 * is in doubt: its tasks are opened anew, with what their stores hold then.
	 */
	void rolledBack();

}
