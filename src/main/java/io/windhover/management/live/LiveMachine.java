package io.windhover.management.live;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;

/**
 * Memory and processors of this process.
 */
class LiveMachine {

	private static final double NANOS = 1e9;

	private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

	private long cpuNanos = this.system.getProcessCpuTime();

	LiveMachine() {
		// the first answer is of no time at all
		this.system.getCpuLoad();
	}

	/**
	 * Adds what is so now.
	 * @param seconds since the last time
	 */
	void sample(double seconds, Map<LiveFigure, Double> sample) {
		MemoryUsage heap = this.memory.getHeapMemoryUsage();
		sample.put(LiveFigure.HEAP_USED, (double) heap.getUsed());
		sample.put(LiveFigure.HEAP_MAX, known((double) heap.getMax()));
		long used = this.system.getProcessCpuTime();
		if (used >= 0 && this.cpuNanos >= 0) {
			double processors = Runtime.getRuntime().availableProcessors();
			sample.put(LiveFigure.CPU, Math.min(1, (used - this.cpuNanos) / NANOS / seconds / processors));
		}
		this.cpuNanos = used;
		sample.put(LiveFigure.SYSTEM_CPU, known(this.system.getCpuLoad()));
	}

	/** The JVM says what it does not know by a negative number. */
	private static double known(double value) {
		return (value >= 0) ? value : Double.NaN;
	}

}
