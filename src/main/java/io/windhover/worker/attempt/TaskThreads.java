package io.windhover.worker.attempt;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the worker; none of them keeps the process alive.
 */
public final class TaskThreads {

	private static final Logger logger = LoggerFactory.getLogger(TaskThreads.class);

	private static final long KEEP_ALIVE_SECONDS = 60;

	private TaskThreads() {
	}

	/**
	 * Virtual threads where the JVM has them, else a pool with a thread for each slot.
	 */
	public static ExecutorService tasks(int slots) {
		try {
			// Java 21 and later; this is compiled for 17
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			logger.debug("No virtual threads here: {}", ex.getMessage());
			ThreadPoolExecutor pool = new ThreadPoolExecutor(slots, slots, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
					new LinkedBlockingQueue<>(), daemons("windhover-worker-task"));
			pool.allowCoreThreadTimeOut(true);
			return pool;
		}
	}

	/**
	 * Makes a timer with one thread, which forgets cancelled tasks at once.
	 */
	public static ScheduledExecutorService timer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("windhover-worker-timer"));
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	private static ThreadFactory daemons(String name) {
		return (work) -> {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
