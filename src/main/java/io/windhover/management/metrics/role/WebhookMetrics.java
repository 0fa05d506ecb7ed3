package io.windhover.management.metrics.role;

import java.util.EnumMap;
import java.util.Map;

import io.windhover.api.ApiListener;
import io.windhover.api.WebhookFailure;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.WebhookTrigger;
import io.windhover.management.metrics.ComponentMetrics;
import io.windhover.management.metrics.FlowLabels;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.FlowSeries;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the calls of webhooks. Callers may name any flow, so those that do not
 * exist have no series.
 */
public class WebhookMetrics extends ComponentMetrics<WebhookMetrics.Series> implements ApiListener {

	/**
	 * Takes no events before it is bound.
	 */
	public WebhookMetrics(FlowMeters flows, MetricsProperties properties) {
		super(flows, properties);
	}

	@Override
	public void flowStored(Flow flow, FlowLabels labels) {
		if (flow.triggers().stream().anyMatch(WebhookTrigger.class::isInstance)) {
			series().ensure(labels, Meters.Tag.NONE);
		}
	}

	@Override
	public void webhookCalled(FlowKey flow) {
		series().get(flow, Meters.Tag.NONE).called.increment();
	}

	@Override
	public void webhookFailed(@Nullable FlowKey flow, WebhookFailure reason) {
		Series found = (flow != null) ? series().get(flow, Meters.Tag.NONE) : series().ofNoFlow();
		FlowSeries.LateCounter counter = found.failed.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	@Override
	public Series create(FlowSeries series, String kind) {
		Map<WebhookFailure, FlowSeries.LateCounter> failed = new EnumMap<>(WebhookFailure.class);
		for (WebhookFailure reason : WebhookFailure.values()) {
			failed.put(reason,
					(reason == WebhookFailure.UNKNOWN) ? series.counter(Meters.API_WEBHOOK_FAILED, reason.id())
							: series.followingCounter(Meters.API_WEBHOOK_FAILED, reason.id()));
		}
		return new Series(series.counter(Meters.API_WEBHOOK), failed);
	}

	record Series(FlowSeries.LateCounter called, Map<WebhookFailure, FlowSeries.LateCounter> failed) {
	}

}
