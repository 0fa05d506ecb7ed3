package io.windhover.management.metrics.role;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.ExecutorView;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the executor as a whole.
 */
public class ExecutorStateMetrics implements MeterBinder, ExecutorListener {

	private final MetricsProperties properties;

	private final ObjectProvider<ExecutorView> view;

	private final Clock clock;

	private final Map<StaleReason, Counter> stale = new EnumMap<>(StaleReason.class);

	private @Nullable Counter expired;

	private volatile @Nullable Instant lastOldest;

	/**
	 * Has all its meters as soon as it is bound; counts nothing before.
	 * @param view a provider, because the executor needs its listeners first
	 */
	public ExecutorStateMetrics(MetricsProperties properties, ObjectProvider<ExecutorView> view, Clock clock) {
		this.properties = properties;
		this.view = view;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		for (StaleReason reason : StaleReason.values()) {
			this.stale.put(reason, factory.counter(Meters.EXECUTOR_RESULTS_STALE, reason.id()));
		}
		this.expired = factory.counter(Meters.EXECUTOR_LEASES_EXPIRED);
		factory.gauge(Meters.EXECUTOR_EXECUTIONS_OLDEST_AGE, this, ExecutorStateMetrics::oldestAge);
		for (ExecutorView.Cause cause : ExecutorView.Cause.values()) {
			factory.gauge(Meters.EXECUTOR_STUCK, this, (metrics) -> metrics.stuck(cause), cause.id());
		}
	}

	@Override
	public void stale(StaleReason reason) {
		Counter counter = this.stale.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	@Override
	public void leaseExpired(InstanceRef worker) {
		Counter counter = this.expired;
		if (counter != null) {
			counter.increment();
		}
	}

	private double oldestAge() {
		ExecutorView executor = open();
		if (executor == null) {
			return Double.NaN;
		}
		Instant now = this.clock.instant();
		Instant oldest = oldest(executor);
		return (oldest != null) ? Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0) : 0;
	}

	/**
	 * While its partitions are elsewhere or being restored, what was last known still
	 * counts: an execution does not get younger by it.
	 */
	private @Nullable Instant oldest(ExecutorView executor) {
		boolean whole = executor.isReady();
		Instant known = this.lastOldest;
		Instant oldest = executor.executions()
			.stream()
			.map((each) -> each.oldest().createdAt())
			.min(Comparator.naturalOrder())
			.orElse(null);
		if (whole) {
			this.lastOldest = oldest;
			return oldest;
		}
		return (oldest == null || (known != null && known.isBefore(oldest))) ? known : oldest;
	}

	private double stuck(ExecutorView.Cause cause) {
		ExecutorView executor = open();
		return (executor != null) ? executor.stuck(0).counts().getOrDefault(cause, 0) : Double.NaN;
	}

	private @Nullable ExecutorView open() {
		ExecutorView executor = this.view.getIfAvailable();
		return (executor != null && (executor.isReady() || executor.isOpen())) ? executor : null;
	}

}
