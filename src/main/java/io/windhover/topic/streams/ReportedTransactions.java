package io.windhover.topic.streams;

import java.time.Duration;
import java.util.Map;

import org.apache.kafka.clients.producer.Producer;

/**
 * Makes producers that report how their transactions end. With exactly_once_v2 each
 * stream thread has one of its own and calls it itself.
 */
final class ReportedTransactions extends BusyPolling {

	private final TransactionListener listener;

	private final ConsumedPositions positions;

	ReportedTransactions(TransactionListener listener, ConsumedPositions positions, Precedence precedence) {
		super(positions, precedence);
		this.listener = listener;
		this.positions = positions;
	}

	@Override
	public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
		return new ReportingProducer(config, this.listener, this.positions);
	}

	private static final class ReportingProducer extends TransactionalProducer {

		private final TransactionListener listener;

		ReportingProducer(Map<String, Object> config, TransactionListener listener, ConsumedPositions positions) {
			super(config, positions);
			this.listener = listener;
		}

		@Override
		public void commitTransaction() {
			super.commitTransaction();
			this.listener.committed();
		}

		@Override
		public void abortTransaction() {
			this.listener.rolledBack();
			super.abortTransaction();
		}

		@Override
		public void close(Duration timeout) {
			this.listener.rolledBack();
			super.close(timeout);
		}

	}

}
