package io.windhover.management.metrics.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.instance.Instance;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;

/**
 * Tells a deployment from a restart, and names the instance as others of its cluster do.
 */
public class VersionMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final Instance instance;

	private final @Nullable BuildProperties build;

	private final @Nullable GitProperties git;

	/**
	 * Prepares the gauge; a value that is not known is {@code __none__} in its tags.
	 * @param build null where the build left no version
	 * @param git null where the build left no commit
	 */
	public VersionMetrics(MetricsProperties properties, Instance instance, @Nullable BuildProperties build,
			@Nullable GitProperties git) {
		this.properties = properties;
		this.instance = instance;
		this.build = build;
		this.git = git;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		new SeriesFactory(registry, this.properties).gauge(Meters.INSTANCE_VERSION, this, (metrics) -> 1,
				this.instance.id(), known((this.build != null) ? this.build.getVersion() : null),
				known((this.git != null) ? this.git.getShortCommitId() : null));
	}

	private static String known(@Nullable String value) {
		return (value != null) ? value : Meters.Tag.NONE;
	}

}
