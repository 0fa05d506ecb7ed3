package io.windhover.management.health;

import io.windhover.api.ApiView;
import io.windhover.api.FlowFilesView;
import io.windhover.instance.PortUrls;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the API takes what it is asked to do, and whether its flow files are right. It
 * goes on to read and to kill while it refuses creates, and broken files leave the flows
 * as they were, so that is never worse than DEGRADED.
 */
class ApiHealthIndicator extends AbstractHealthIndicator {

	private final ApiView api;

	private final FlowFilesView files;

	private final PortUrls urls;

	ApiHealthIndicator(ApiView api, FlowFilesView files, PortUrls urls) {
		super("The API cannot be read");
		this.api = api;
		this.files = files;
		this.urls = urls;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		if (this.api.isRejectingForBacklog()) {
			builder.status(Statuses.DEGRADED)
				.withDetail("reason", "Too many commands wait for the executor: creates are answered with 429");
		}
		else if (this.api.isRejectingForJobs()) {
			builder.status(Statuses.DEGRADED)
				.withDetail("reason", "Too many jobs wait for workers: creates are answered with 429");
		}
		FlowFilesView.FlowFilesState flowFiles = this.files.flowFiles();
		if (flowFiles != null) {
			builder.withDetail("flowFiles", flowFiles);
			if (flowFiles.broken() > 0) {
				builder.status(Statuses.DEGRADED);
			}
		}
		String url = this.urls.api();
		if (url != null) {
			builder.withDetail("url", url);
		}
		builder.withDetail("rejected", this.api.rejectedForBacklog() + this.api.rejectedForJobs());
	}

}
