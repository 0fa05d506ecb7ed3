package io.windhover.api.execution.bulk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

import io.windhover.api.execution.ActOnExecutions;
import io.windhover.api.execution.Checked;
import io.windhover.api.execution.ExecutionCommands;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.execution.rerun.Reruns;
import io.windhover.api.web.Problems;
import io.windhover.execution.json.Json;
import io.windhover.http.RequestAudit;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Does things to all executions that match a filter, a few requests at a time.
 */
@Component
@ConditionalOnRole(Role.API)
public class BulkActions {

	/** Requests at a time; each has a thread. */
	static final int MOST = 2;

	private static final Logger logger = LoggerFactory.getLogger(BulkActions.class);

	private static final MediaType LINE = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private static final int PAGE = 200;

	private static final long NO_TIMEOUT = 0;

	private final ExecutionReader reader;

	private final ExecutionCommands commands;

	private final Reruns reruns;

	private final Executor threads;

	private final Clock clock;

	private final Semaphore free = new Semaphore(MOST);

	BulkActions(ExecutionReader reader, ExecutionCommands commands, Reruns reruns,
			@Qualifier("actionThreads") Executor threads, Clock clock) {
		this.reader = reader;
		this.commands = commands;
		this.reruns = reruns;
		this.threads = threads;
		this.clock = clock;
	}

	/**
	 * Begins; fails with a problem where the request is wrong or too many are at work.
	 * @param by who asks for it; null where nobody knows
	 * @param key by which a repeated request is the same; null where it is another one
	 */
	ResponseBodyEmitter begin(ActOnExecutions request, @Nullable String by, @Nullable String key,
			ServletRequest served) {
		ExecutionAction action = ExecutionAction.of(request);
		ActOnExecutions.Filter filter = request.requireFilter();
		RequestAudit.note(served, action.audit(filter));
		this.reader.requireAll();
		BulkAction bulk = new BulkAction(action, request.isDryRun(),
				new MatchingExecutions(this.reader, filter, this.clock.instant(), PAGE),
				(id) -> command(action, id, request, by, key));
		if (!this.free.tryAcquire()) {
			throw Problems.tooMany("%d such requests are at work, as many as may.".formatted(MOST),
					"Try again when one has ended.", RETRY_AFTER);
		}
		ResponseBodyEmitter emitter = new ResponseBodyEmitter(NO_TIMEOUT);
		this.threads.execute(() -> run(bulk, emitter, served));
		return emitter;
	}

	private Checked<?> command(ExecutionAction action, String id, ActOnExecutions request, @Nullable String by,
			@Nullable String key) {
		return switch (action) {
			case KILL -> this.commands.kill(id, by);
			case PAUSE -> this.commands.pause(id);
			case RESUME ->
				this.commands.resume(id, request.path(), Objects.requireNonNullElse(request.inputs(), Map.of()));
			case RESTART -> this.reruns.restart(id);
			case REPLAY -> this.reruns.replay(id, request.from(), key);
		};
	}

	private void run(BulkAction bulk, ResponseBodyEmitter emitter, ServletRequest served) {
		try {
			bulk.run((report) -> {
				// once the client is gone the request may be another one
				RequestAudit.note(served, audit(bulk.summary(), report.summary() != null));
				send(emitter, report);
			});
			emitter.complete();
		}
		catch (BulkAction.ReportException ex) {
			logger.debug("Nobody takes the reports any more", ex);
		}
		catch (RuntimeException ex) {
			logger.warn("Stopped in the midst of it", ex);
			emitter.completeWithError(ex);
		}
		finally {
			this.free.release();
		}
	}

	private static Map<String, Object> audit(ActionReport.Summary summary, boolean over) {
		Map<String, Object> parts = new LinkedHashMap<>();
		parts.put("outcome", summary.dryRun() ? "dry-run" : (over && summary.complete()) ? "accepted" : "stopped");
		parts.put("matched", summary.matched());
		parts.put("accepted", summary.accepted());
		parts.put("unchanged", summary.unchanged());
		parts.put("skipped", summary.skipped());
		parts.put("refused", summary.refused());
		return parts;
	}

	private static void send(ResponseBodyEmitter emitter, ActionReport report) {
		try {
			emitter.send(Json.mapper().writeValueAsString(report) + "\n", LINE);
		}
		catch (IOException | IllegalStateException ex) {
			throw new BulkAction.ReportException(ex);
		}
	}

}
