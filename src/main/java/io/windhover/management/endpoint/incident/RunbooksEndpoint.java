package io.windhover.management.endpoint.incident;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.util.MimeTypeUtils;

/**
 * What to do at each alert. The alerts lead here, so that whoever is woken up needs no
 * other place than the instance that is ill.
 */
@Endpoint(id = "runbooks")
public class RunbooksEndpoint {

	private final RunbookRepository repository;

	private final String base;

	/**
	 * Shows runbooks.
	 * @param base path of all endpoints, with or without a slash at its end
	 */
	public RunbooksEndpoint(RunbookRepository repository, String base) {
		this.repository = repository;
		this.base = base(base);
	}

	/**
	 * What comes before the name of an alert.
	 * @param base path of all endpoints, with or without a slash at its end
	 */
	public static String base(String base) {
		return (base.endsWith("/") ? base : base + "/") + "runbooks/";
	}

	/**
	 * All of them, in the order of the alerts' names.
	 */
	@ReadOperation
	public Runbooks runbooks() {
		return new Runbooks(this.repository.all()
			.stream()
			.map((each) -> new Runbook(each.alert(), each.title(), this.base + each.alert()))
			.toList());
	}

	/**
	 * One of them, in Markdown; null, which is not found, when there is no such alert.
	 */
	@ReadOperation(produces = { "text/markdown", MimeTypeUtils.TEXT_PLAIN_VALUE })
	public @Nullable String runbook(@Selector String alert) {
		RunbookRepository.Runbook runbook = this.repository.find(alert);
		return (runbook != null) ? runbook.markdown() : null;
	}

	/** All runbooks. */
	public record Runbooks(List<Runbook> runbooks) implements OperationResponseBody {
	}

	/** Where the runbook of an alert is, and what it is about. */
	public record Runbook(String alert, String title, String link) {
	}

}
