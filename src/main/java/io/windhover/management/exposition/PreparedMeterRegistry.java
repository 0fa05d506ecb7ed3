package io.windhover.management.exposition;

import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
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
 * Micrometer's registry for Prometheus, whose counters, timers and gauges of some names
 * count in blocks of prepared lines. Everything else is Micrometer's, and so is a timer
 * with buckets, percentiles or windows of its own.
 */
public class PreparedMeterRegistry extends PrometheusMeterRegistry {

	private static final double NANOSECONDS = 1e9;

	private final Exposition exposition;

	private final Function<NamingConvention, Predicate<String>> choice;

	private final boolean descriptions;

	private final long step;

	private final @Nullable SpanContext span;

	private final ExemplarSamplerConfig sampling;

	private final boolean exemplarsOfTimers;

	private volatile @Nullable Predicate<String> chosen;

	/**
	 * Makes a registry.
	 * @param choice says which names are prepared, as the names of families, once the
	 * first meter is registered
	 * @param span what exemplars refer to; null for no exemplars
	 */
	public PreparedMeterRegistry(PrometheusConfig config, PrometheusRegistry registry, Clock clock,
			@Nullable SpanContext span, Function<NamingConvention, Predicate<String>> choice) {
		super(config, registry, clock, span);
		this.choice = choice;
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
		if (!isPrepared(name.family(), SampleKind.COUNTER)) {
			return super.newCounter(id);
		}
		SampleFamily family = family(id, name.family(), SampleKind.COUNTER);
		CounterBlock block = family.room(1, CounterBlock.class, () -> new CounterBlock(exemplars(true, 1)));
		int line = block.add(name.prefix("_total"), 0);
		SlotCounter counter = new SlotCounter(id, block, line, sampler(block, line));
		family.add(counter, block, line, 1);
		return counter;
	}

	@Override
	protected Timer newTimer(Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauses) {
		SeriesName name = name(id);
		String longest = name.family() + "_max";
		if (!isPlain(distribution) || !isPrepared(name.family(), SampleKind.SUMMARY)
				|| !isPrepared(longest, SampleKind.MAXIMUM)) {
			return super.newTimer(id, distribution, pauses);
		}
		SampleFamily family = family(id, name.family(), SampleKind.SUMMARY);
		TimerBlock block = family.room(2, TimerBlock.class,
				() -> new TimerBlock(exemplars(this.exemplarsOfTimers, NANOSECONDS)));
		int line = block.add(name.prefix("_count"), 0);
		block.add(name.prefix("_sum"), 0);
		SampleFamily maximums = family(id, longest, SampleKind.MAXIMUM);
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
		SeriesName name = name(id);
		if (id.getName().endsWith(".info") || !isPrepared(name.family(), SampleKind.GAUGE)) {
			return super.newGauge(id, subject, value);
		}
		Gauge gauge = new DefaultGauge<>(id, subject, value);
		SampleFamily family = family(id, name.family(), SampleKind.GAUGE);
		GaugeBlock block = family.room(1, GaugeBlock.class, GaugeBlock::new);
		family.add(gauge, block, block.add(name.prefix(""), gauge), 1);
		return gauge;
	}

	private boolean isPlain(DistributionStatisticConfig distribution) {
		return !distribution.isPublishingHistogram() && !distribution.isPublishingPercentiles()
				&& Objects.requireNonNull(distribution.getExpiry()).toMillis() == this.step
				&& Objects.requireNonNull(distribution.getBufferLength()) == MaximumBlock.WINDOWS;
	}

	private SeriesName name(Meter.Id id) {
		return SeriesName.of(id, config().namingConvention());
	}

	private boolean isPrepared(String name, SampleKind kind) {
		Predicate<String> known = this.chosen;
		if (known == null) {
			known = this.choice.apply(config().namingConvention());
			this.chosen = known;
		}
		return known.test(name) && this.exposition.admits(name, kind);
	}

	private SampleFamily family(Meter.Id id, String name, SampleKind kind) {
		String help = (this.descriptions && id.getDescription() != null) ? id.getDescription() : " ";
		return this.exposition.family(name, () -> new SampleFamily(name, kind, help, config().namingConvention()));
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
