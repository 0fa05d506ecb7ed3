package io.windhover.management.endpoint.incident;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.http.MediaType;
import org.springframework.util.MimeType;

/**
 * Says in which characters a runbook is written, which Markdown alone leaves open.
 */
@EndpointWebExtension(endpoint = RunbooksEndpoint.class)
public class RunbooksEndpointWebExtension {

	private static final MimeType MARKDOWN = new MimeType("text", "markdown", StandardCharsets.UTF_8);

	private final RunbooksEndpoint endpoint;

	/**
	 * Shows the runbooks of the endpoint.
	 */
	public RunbooksEndpointWebExtension(RunbooksEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * One of them; null, which is not found, when there is no such alert.
	 */
	@ReadOperation(produces = { "text/markdown", MediaType.TEXT_PLAIN_VALUE })
	public @Nullable WebEndpointResponse<String> runbook(@Selector String alert) {
		String markdown = this.endpoint.runbook(alert);
		return (markdown != null) ? new WebEndpointResponse<>(markdown, WebEndpointResponse.STATUS_OK, MARKDOWN) : null;
	}

}
