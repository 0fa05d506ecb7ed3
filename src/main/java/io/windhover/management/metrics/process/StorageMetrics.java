package io.windhover.management.metrics.process;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.management.storage.StorageKind;
import io.windhover.management.storage.StorageSample;
import io.windhover.management.storage.StorageSampler;
import org.springframework.beans.factory.ObjectProvider;

/**
 * What fills the disks, at the last look.
 */
public class StorageMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final ObjectProvider<StorageSampler> sampler;

	private final Clock clock;

	/**
	 * Has gauges for each kind as soon as it is bound, NaN before the first look.
	 */
	public StorageMetrics(MetricsProperties properties, ObjectProvider<StorageSampler> sampler, Clock clock) {
		this.properties = properties;
		this.sampler = sampler;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		for (StorageKind kind : StorageKind.values()) {
			factory.gauge(Meters.STORAGE_BYTES, this, (metrics) -> metrics.bytes(kind), kind.id());
			factory.gauge(Meters.STORAGE_USABLE, this, (metrics) -> metrics.usable(kind), kind.id());
		}
		factory.gauge(Meters.STORAGE_SAMPLE_AGE, this, StorageMetrics::age);
	}

	private double bytes(StorageKind kind) {
		StorageSample last = this.sampler.getObject().last();
		Long bytes = (last != null) ? last.bytes().get(kind) : null;
		return (bytes != null) ? bytes : Double.NaN;
	}

	private double usable(StorageKind kind) {
		StorageSample last = this.sampler.getObject().last();
		return (last == null) ? Double.NaN
				: last.volumes()
					.stream()
					.map(StorageSample.Filling::volume)
					.filter((volume) -> volume.kind() == kind)
					.map((volume) -> volume.usableBytes())
					.filter(Objects::nonNull)
					.mapToDouble(Long::doubleValue)
					.min()
					.orElse(Double.NaN);
	}

	private double age() {
		StorageSample last = this.sampler.getObject().last();
		return SampleMetrics.seconds((last != null) ? Duration.between(last.sampledAt(), this.clock.instant()) : null);
	}

}
