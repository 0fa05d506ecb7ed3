package io.windhover.cluster;

import java.util.function.Supplier;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.instance.FenceListener;
import io.windhover.instance.IncarnationFile;
import io.windhover.instance.Instance;
import io.windhover.instance.ListenerList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process may use its instance id: it claims it when it starts, and is
 * fenced for good when it hears that a newer process has it.
 */
public class Identity {

	private static final Logger logger = LoggerFactory.getLogger(Identity.class);

	private final InstanceRef self;

	private final IncarnationFile file;

	private final Claim claim;

	private final Supplier<ListenerList<FenceListener>> listeners;

	private volatile Standing standing = Standing.CLAIMING;

	private volatile @Nullable Heartbeat rival;

	private volatile Runnable forgottenListener = () -> {
	};

	/**
	 * Begins as a claimant.
	 * @param listeners looked up when there is something to tell
	 */
	Identity(Instance instance, IncarnationFile file, Supplier<ListenerList<FenceListener>> listeners) {
		this.self = new InstanceRef(instance.id(), instance.incarnation());
		this.file = file;
		this.claim = new Claim(this.self, file.predecessor());
		this.listeners = listeners;
	}

	/**
	 * Whether a newer process has the id. Such a process takes no job, runs nothing and
	 * reports nothing.
	 */
	public boolean isFenced() {
		return this.standing == Standing.FENCED;
	}

	/**
	 * The newer process that has the id; null unless this one is fenced.
	 */
	public @Nullable Heartbeat rival() {
		return this.rival;
	}

	InstanceRef self() {
		return this.self;
	}

	Standing standing() {
		return this.standing;
	}

	@Nullable String predecessor() {
		return this.file.predecessor();
	}

	Claim claim() {
		return this.claim;
	}

	/**
	 * Nobody else has the id.
	 */
	void hold() {
		this.file.record();
		this.standing = Standing.HOLDING;
	}

	/**
	 * Has a listener called when the record of this instance was deleted.
	 */
	void onForgotten(Runnable listener) {
		this.forgottenListener = listener;
	}

	/**
	 * Takes a record of the topic of instances, on the thread of the registry.
	 * @param over of a tombstone: the incarnation that it is about; null for all
	 * @param live whether it was sent since this process listens
	 */
	void accept(String id, @Nullable Heartbeat heartbeat, @Nullable String over, boolean live) {
		if (!id.equals(this.self.id())) {
			return;
		}
		if (heartbeat == null) {
			this.claim.ended(over);
			if (live && this.standing == Standing.HOLDING) {
				this.forgottenListener.run();
			}
			return;
		}
		this.claim.accept(heartbeat, live);
		boolean newer = heartbeat.instance().incarnation().compareTo(this.self.incarnation()) > 0;
		if (live && newer && heartbeat.standing() == Standing.HOLDING && this.standing == Standing.HOLDING) {
			fence(heartbeat);
		}
	}

	private void fence(Heartbeat newer) {
		this.rival = newer;
		this.standing = Standing.FENCED;
		logger.error(
				"Another process has the instance id '{}': {}. This one (pid {}) takes no more jobs, stops what it runs "
						+ "and reports no results. Stop it, and give each process a windhover.instance-id of its own.",
				this.self.id(), InstanceIdInUseException.describe(newer), ProcessHandle.current().pid());
		Thread thread = new Thread(this::tellListeners, "windhover-fence");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Stops what has started meanwhile, if this process is fenced.
	 */
	void tellListeners() {
		if (isFenced()) {
			this.listeners.get().tell(FenceListener::fenced);
		}
	}

}
