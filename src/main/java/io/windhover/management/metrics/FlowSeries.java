package io.windhover.management.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The series of one flow and kind (of task, trigger, index), which go together. Most of
 * them would say nothing while nothing happens to the flow, so they come when there is
 * something to say:
 * <ul>
 * <li>at once, what tells that something happened, and what alerts take rates of;
 * <li>with the first event, at 0, what may follow it;
 * <li>with its first record, a timer.
 * </ul>
 * Those of no flow, {@code __none__}, come at once, so that every name exists from boot.
 */
public final class FlowSeries {

	private final SeriesFactory factory;

	private final FlowLabels flow;

	private final List<Meter> meters = new ArrayList<>();

	private final List<Late<?>> following = new ArrayList<>();

	private volatile boolean begun;

	private boolean removed;

	FlowSeries(SeriesFactory factory, FlowLabels flow) {
		this.factory = factory;
		this.flow = flow;
	}

	/**
	 * The labels that all of its meters have.
	 */
	public FlowLabels flow() {
		return this.flow;
	}

	/**
	 * A counter at 0 from now.
	 */
	public LateCounter counter(Meters meter, String... more) {
		return atOnce(lateCounter(meter, more));
	}

	/**
	 * A counter at 0 from the first event.
	 */
	public LateCounter followingCounter(Meters meter, String... more) {
		return following(lateCounter(meter, more));
	}

	/**
	 * A counter that begins with its first increment.
	 */
	public LateCounter lateCounter(Meters meter, String... more) {
		return late(new LateCounter(this, meter, more));
	}

	/**
	 * A timer from now, where something asks for its count before its first record.
	 */
	public LateTimer timer(Meters meter, String... more) {
		return atOnce(lateTimer(meter, more));
	}

	/**
	 * A timer that begins with its first record.
	 */
	public LateTimer lateTimer(Meters meter, String... more) {
		return late(new LateTimer(this, meter, more));
	}

	/**
	 * A gauge from now.
	 */
	public <T> void gauge(Meters meter, T subject, ToDoubleFunction<T> value, String... more) {
		atOnce(new LateGauge<>(this, meter, subject, value, more));
	}

	/**
	 * A gauge from the first event, of what does not run without one.
	 */
	public <T> void followingGauge(Meters meter, T subject, ToDoubleFunction<T> value, String... more) {
		following(late(new LateGauge<>(this, meter, subject, value, more)));
	}

	/**
	 * Something happens to the flow.
	 */
	void begin() {
		if (!this.begun) {
			beginOnce();
		}
	}

	private synchronized void beginOnce() {
		this.following.forEach(Late::get);
		this.begun = true;
	}

	/**
	 * Takes all of them out of the registry. What is recorded from now on is lost:
	 * whoever records found these series just before the flow was deleted.
	 */
	synchronized void remove() {
		this.removed = true;
		this.meters.forEach(this.factory.registry()::remove);
		this.meters.clear();
	}

	private synchronized <M extends Meter> @Nullable M register(Supplier<M> registration) {
		if (this.removed) {
			return null;
		}
		M registered = registration.get();
		this.meters.add(registered);
		return registered;
	}

	private static <L extends Late<?>> L atOnce(L late) {
		late.get();
		return late;
	}

	private synchronized <L extends Late<?>> L following(L late) {
		this.following.add(late);
		return late;
	}

	private <L extends Late<?>> L late(L late) {
		return this.flow.equals(FlowLabels.NONE) ? atOnce(late) : late;
	}

	/** A meter that is registered when it is first asked for. */
	private abstract static class Late<M extends Meter> {

		private final FlowSeries series;

		private volatile @Nullable M meter;

		Late(FlowSeries series) {
			this.series = series;
		}

		/** Null when the series are gone. */
		final @Nullable M get() {
			M known = this.meter;
			if (known == null) {
				known = this.series.register(() -> registered(this.series.factory, this.series.flow));
				this.meter = known;
			}
			return known;
		}

		abstract M registered(SeriesFactory factory, FlowLabels flow);

	}

	/** A counter that is registered when it is first needed. */
	public static final class LateCounter extends Late<Counter> {

		private final Meters id;

		private final String[] more;

		private LateCounter(FlowSeries series, Meters id, String... more) {
			super(series);
			this.id = id;
			this.more = more;
		}

		public void increment() {
			increment(1);
		}

		public void increment(double amount) {
			Counter counter = get();
			if (counter != null) {
				counter.increment(amount);
			}
		}

		@Override
		Counter registered(SeriesFactory factory, FlowLabels flow) {
			return factory.counter(this.id, flow, this.more);
		}

	}

	/** A timer that is registered when it is first needed. */
	public static final class LateTimer extends Late<Timer> {

		private final Meters id;

		private final String[] more;

		private LateTimer(FlowSeries series, Meters id, String... more) {
			super(series);
			this.id = id;
			this.more = more;
		}

		public void record(Duration time) {
			Timer timer = get();
			if (timer != null) {
				timer.record(time);
			}
		}

		@Override
		Timer registered(SeriesFactory factory, FlowLabels flow) {
			return factory.timer(this.id, flow, this.more);
		}

	}

	private static final class LateGauge<T> extends Late<Gauge> {

		private final Meters id;

		private final T subject;

		private final ToDoubleFunction<T> value;

		private final String[] more;

		LateGauge(FlowSeries series, Meters id, T subject, ToDoubleFunction<T> value, String... more) {
			super(series);
			this.id = id;
			this.subject = subject;
			this.value = value;
			this.more = more;
		}

		@Override
		Gauge registered(SeriesFactory factory, FlowLabels flow) {
			return factory.gauge(this.id, this.subject, this.value, flow, this.more);
		}

	}

}
