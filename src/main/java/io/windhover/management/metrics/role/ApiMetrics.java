package io.windhover.management.metrics.role;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.api.ApiView;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * What the API of this process refused.
 */
public class ApiMetrics implements MeterBinder {

	private final MetricsProperties properties;

	private final ObjectProvider<ApiView> view;

	/**
	 * Has counters where an API runs when it is bound, and none elsewhere.
	 */
	public ApiMetrics(MetricsProperties properties, ObjectProvider<ApiView> view) {
		this.properties = properties;
		this.view = view;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SeriesFactory factory = new SeriesFactory(registry, this.properties);
		this.view.ifAvailable((api) -> {
			factory.counter(Meters.API_REJECTED_COUNT, api, ApiView::rejectedForBacklog, "backlog");
			factory.counter(Meters.API_REJECTED_COUNT, api, ApiView::rejectedForJobs, "jobs");
		});
	}

}
