package io.windhover.cluster;

import java.time.Duration;

import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.Phases;
import io.windhover.topic.StartupStep;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses the start while another living process has the instance id. It waits only when
 * an incarnation was heard of that nobody knows to be dead: one and a half heartbeats.
 */
class IdentityClaim extends StartupStep {

	private static final Logger logger = LoggerFactory.getLogger(IdentityClaim.class);

	/** Each half a heartbeat after the other, so that claims are heard as heartbeats. */
	private static final int CLAIMS = 4;

	private final Identity identity;

	private final OwnHeartbeat heartbeat;

	private final Duration interval;

	IdentityClaim(Identity identity, OwnHeartbeat heartbeat, Duration interval) {
		super(Phases.IDENTITY);
		this.identity = identity;
		this.heartbeat = heartbeat;
		this.interval = interval;
	}

	@Override
	protected void run() {
		try {
			Claim claim = this.identity.claim();
			for (int number = 1; number <= CLAIMS; number++) {
				this.heartbeat.send().join();
				claim.awaitOwn(number);
				Heartbeat winner = claim.winner();
				if (winner != null) {
					throw new InstanceIdInUseException(winner);
				}
				if (claim.isUncontested()) {
					break;
				}
				if (number == 1) {
					logger.info("Waiting for {} to hear whether another process with the instance id '{}' is alive",
							this.interval.dividedBy(2).multipliedBy(CLAIMS - 1), this.identity.self().id());
				}
				if (number < CLAIMS) {
					claim.awaitDecision(this.interval.dividedBy(2));
				}
			}
			this.identity.hold();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while claiming the instance id", ex);
		}
	}

}
