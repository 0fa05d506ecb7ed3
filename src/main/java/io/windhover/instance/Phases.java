package io.windhover.instance;

import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * The order of the lifecycles: the ports answer before the engine starts, and still
 * answer while it stops.
 */
public final class Phases {

	private static final int AFTER_WEB_SERVERS = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 100;

	/** The outside is told that the ports are open. */
	public static final int ANNOUNCEMENT = AFTER_WEB_SERVERS - 10;

	/** The embedded broker: first up and last down of the engine. */
	public static final int BROKER = AFTER_WEB_SERVERS;

	/** The topics are created and checked. */
	public static final int TOPICS = AFTER_WEB_SERVERS + 10;

	/** What follows topics in memory: flows, instances. */
	public static final int TAILS = AFTER_WEB_SERVERS + 20;

	/** The process makes sure that nobody else has its id, and then is heard. */
	public static final int IDENTITY = AFTER_WEB_SERVERS + 25;

	/** Indexer, executor and scheduler. */
	public static final int ROLES = AFTER_WEB_SERVERS + 30;

	/** The worker: it drains while the executor still takes its results. */
	public static final int WORKER = AFTER_WEB_SERVERS + 40;

	/** What feeds the engine: the flow directory. */
	public static final int INTAKE = AFTER_WEB_SERVERS + 50;

	private Phases() {
	}

}
