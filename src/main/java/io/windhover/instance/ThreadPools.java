package io.windhover.instance;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/**
 * The thread pools of this process, so that each can be measured, and the work that they
 * repeat, so that it is shown. Add each pool that is made. It must be a
 * {@code ThreadPoolExecutor} or a {@code ForkJoinPool}, not what
 * {@code Executors.newSingleThread...} wraps around one.
 */
public class ThreadPools implements ScheduledTaskHolder {

	private final Map<String, ExecutorService> pools = new ConcurrentHashMap<>();

	private final Map<String, Repeated> repeated = new ConcurrentHashMap<>();

	private volatile @Nullable BiConsumer<String, ExecutorService> listener;

	/**
	 * Adds a pool, in place of one of the same name that is over.
	 * @return the pool
	 */
	public synchronized <E extends ExecutorService> E add(String name, E pool) {
		this.pools.put(name, pool);
		BiConsumer<String, ExecutorService> told = this.listener;
		if (told != null) {
			told.accept(name, pool);
		}
		return pool;
	}

	/**
	 * Makes and adds a pool of daemons that go when they have nothing to do for ten
	 * seconds.
	 * @param most threads; what is more than they can do waits
	 */
	public ExecutorService bounded(String name, int most) {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), daemons(name));
		threads.allowCoreThreadTimeOut(true);
		return add(name, threads);
	}

	/**
	 * Makes and adds a timer with one daemon.
	 */
	public ScheduledExecutorService timer(String name) {
		return add(name, new ScheduledThreadPoolExecutor(1, daemons(name)));
	}

	private static ThreadFactory daemons(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Runs work at a fixed rate, first when a period is over, until the timer is shut
	 * down.
	 */
	public void atFixedRate(String name, ScheduledExecutorService timer, Duration period, Runnable work) {
		this.repeated.put(name, new Repeated(PeriodicWork.atFixedRate(name, timer, period, work), timer));
	}

	/**
	 * Runs work now, and again when the time that it returned is over, until the timer is
	 * shut down.
	 */
	public void repeat(String name, ScheduledExecutorService timer, Supplier<Duration> work) {
		repeat(name, timer, Duration.ZERO, work);
	}

	/**
	 * Runs work when a time is over, and again when the time that it returned is, until
	 * the timer is shut down.
	 */
	public void repeat(String name, ScheduledExecutorService timer, Duration first, Supplier<Duration> work) {
		this.repeated.put(name, new Repeated(PeriodicWork.repeat(name, timer, first, work), timer));
	}

	@Override
	public Set<ScheduledTask> getScheduledTasks() {
		return this.repeated.values()
			.stream()
			.filter((each) -> !each.timer().isShutdown())
			.map(Repeated::task)
			.collect(Collectors.toSet());
	}

	/**
	 * Tells of all pools, those of before and those to come.
	 */
	public synchronized void listen(BiConsumer<String, ExecutorService> listener) {
		this.listener = listener;
		this.pools.forEach(listener);
	}

	private record Repeated(ScheduledTask task, ScheduledExecutorService timer) {
	}

}
