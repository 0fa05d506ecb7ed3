package io.windhover.topic.maintenance;

import java.time.Duration;

import io.windhover.instance.Phases;
import io.windhover.topic.StartupStep;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets no role start before it is known whether the cluster is in maintenance.
 */
public class MaintenanceCheck extends StartupStep {

	private static final Logger logger = LoggerFactory.getLogger(MaintenanceCheck.class);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final MaintenanceMode mode;

	/**
	 * Makes a step that runs right after the tails are started.
	 */
	public MaintenanceCheck(MaintenanceMode mode) {
		super(Phases.TAILS + 1);
		this.mode = mode;
	}

	@Override
	protected void run() {
		while (!this.mode.tail().awaitCaughtUp(PATIENCE)) {
			if (Thread.currentThread().isInterrupted()) {
				throw new KafkaException("Interrupted while reading whether the cluster is in maintenance");
			}
			logger.warn("Whether the cluster is in maintenance is not known yet; waiting for the broker");
		}
		if (this.mode.unreadable() == null && this.mode.isHolding()) {
			logger.warn("The cluster is in maintenance: no trigger fires and no worker takes jobs until it ends; "
					+ "GET /cluster reports since when and why");
		}
	}

}
