package io.windhover.management.exposition;

import java.util.Objects;
import java.util.Properties;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionCounter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.internal.DefaultGauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.config.PrometheusPropertiesLoader;
import io.prometheus.metrics.core.exemplars.ExemplarSampler;
import io.prometheus.metrics.core.exemplars.ExemplarSamplerConfig;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Micrometer's registry for Prometheus, whose counters, timers and gauges have their
 * lines prepared in blocks. Everything else is Micrometer's, and so is a timer with
 * buckets, percentiles or windows of its own.
 */
public class PreparedMeterRegistry extends PrometheusMeterRegistry {

	private static final double NANOSECONDS = 1e9;

	private final Exposition exposition;

	private final boolean descriptions;

	private final long step;

	private final @Nullable SpanContext span;

	private final ExemplarSamplerConfig sampling;

	private final boolean exemplarsOfTimers;

	/**
	 * Makes a registry.
	 * @param span what exemplars refer to; null for no exemplars
	 */
	public PreparedMeterRegistry(PrometheusConfig config, PrometheusRegistry registry, Clock clock,
			@Nullable SpanContext span) {
		super(config, registry, clock, span);
		this.descriptions = config.descriptions();
		this.step = config.step().toMillis();
		this.span = span;
		PrometheusProperties properties = properties(config);
		this.sampling = new ExemplarSamplerConfig(properties.getExemplarProperties(), 1);
		this.exemplarsOfTimers = properties.getExporterProperties().getExemplarsOnAllMetricTypes();
		this.exposition = new Exposition(registry, clock, this.step);
		config().onMeterRemoved((meter) -> this.exposition.remove(meter, name(meter.getId()).family()));
	}

	/**
	 * The settings of the Prometheus client.
	 */
	public static PrometheusProperties properties(PrometheusConfig config) {
		Properties properties = config.prometheusProperties();
		return (properties != null) ? PrometheusPropertiesLoader.load(properties) : PrometheusPropertiesLoader.load();
	}

	/**
	 * What is prepared.
	 */
	public Exposition exposition() {
		return this.exposition;
	}

	/**
	 * Lets maximums of timers go that are too old, which may be asked of it at any time.
	 */
	public void turn() {
		this.exposition.windows().turn();
	}

	@Override
	public Counter newCounter(Meter.Id id) {
		SeriesName name = name(id);
		SampleFamily family = family(id, name.family(), SampleKind.COUNTER);
		CounterBlock block = family.room(1, CounterBlock.class, () -> new CounterBlock(exemplars(true, 1)));
		int line = block.add(name.prefix("_total"), 0);
		SlotCounter counter = new SlotCounter(id, block, line, sampler(block, line));
		family.add(counter, block, line, 1);
		return counter;
	}

	@Override
	protected Timer newTimer(Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauses) {
		if (!isPlain(distribution)) {
			return super.newTimer(id, distribution, pauses);
		}
		SeriesName name = name(id);
		SampleFamily family = family(id, name.family(), SampleKind.SUMMARY);
		TimerBlock block = family.room(2, TimerBlock.class,
				() -> new TimerBlock(exemplars(this.exemplarsOfTimers, NANOSECONDS)));
		int line = block.add(name.prefix("_count"), 0);
		block.add(name.prefix("_sum"), 0);
		SampleFamily maximums = family(id, name.family() + "_max", SampleKind.MAXIMUM);
		MaximumBlock maximum = maximums.room(1, MaximumBlock.class, MaximumBlock::new);
		int maximumLine = maximum.add(name.prefix("_max"), 0);
		SlotTimer timer = new SlotTimer(id, this.clock, pauses, block, line, maximum, maximumLine,
				this.exposition.windows(), sampler(block, line));
		family.add(timer, block, line, 2);
		maximums.add(timer, maximum, maximumLine, 1);
		return timer;
	}

	@Override
	protected <T> Gauge newGauge(Meter.Id id, @Nullable T subject, ToDoubleFunction<T> value) {
		if (id.getName().endsWith(".info")) {
			return super.newGauge(id, subject, value);
		}
		Gauge gauge = new DefaultGauge<>(id, subject, value);
		poll(gauge, SampleKind.GAUGE, "", gauge::value);
		return gauge;
	}

	@Override
	protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T subject, ToDoubleFunction<T> count) {
		FunctionCounter counter = new CumulativeFunctionCounter<>(id, subject, count);
		poll(counter, SampleKind.POLLED_COUNTER, "_total", counter::count);
		return counter;
	}

	private void poll(Meter meter, SampleKind kind, String ending, DoubleSupplier value) {
		SeriesName name = name(meter.getId());
		SampleFamily family = family(meter.getId(), name.family(), kind);
		PolledBlock block = family.room(1, PolledBlock.class, PolledBlock::new);
		family.add(meter, block, block.add(name.prefix(ending), value), 1);
	}

	private boolean isPlain(DistributionStatisticConfig distribution) {
		return !distribution.isPublishingHistogram() && !distribution.isPublishingPercentiles()
				&& Objects.requireNonNull(distribution.getExpiry()).toMillis() == this.step
				&& Objects.requireNonNull(distribution.getBufferLength()) == MaximumBlock.WINDOWS;
	}

	private SeriesName name(Meter.Id id) {
		return SeriesName.of(id, config().namingConvention());
	}

	/**
	 * Where the lines of a meter are: in no scrape if its name is that of meters of
	 * another kind.
	 */
	private SampleFamily family(Meter.Id id, String name, SampleKind kind) {
		String help = (this.descriptions && id.getDescription() != null) ? id.getDescription() : " ";
		Supplier<SampleFamily> made = () -> new SampleFamily(name, kind, help, config().namingConvention());
		SampleFamily known = this.exposition.family(name, made);
		if (known.kind() == kind) {
			return known;
		}
		meterRegistrationFailed(id,
				"%s is there already as a %s, and is to be a %s".formatted(name, known.kind(), kind));
		return made.get();
	}

	private ExemplarLines exemplars(boolean shown, double unit) {
		return (this.span != null && shown) ? new ExemplarLines(unit, this.sampling.getMaxRetentionPeriodMillis())
				: ExemplarLines.NONE;
	}

	private @Nullable ExemplarSampler sampler(SampleBlock block, int line) {
		if (this.span == null) {
			return null;
		}
		ExemplarSampler sampler = new ExemplarSampler(this.sampling, this.span);
		block.exemplars().sample(line, sampler);
		return sampler;
	}

}
