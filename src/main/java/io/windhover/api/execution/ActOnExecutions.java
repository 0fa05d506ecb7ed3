package io.windhover.api.execution;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.api.web.Problems;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.State;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to do something to many executions.
 */
@Schema(name = "ActOnExecutions")
public record ActOnExecutions(@Schema(description = "What to do to each.", allowableValues = {
		"kill", "pause", "resume", "restart", "replay" },
		requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String action,
		@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Filter filter,
		@Schema(description = "Only answer which executions it would affect.") @Nullable Boolean dryRun,
		@Schema(description = "Of replay: the path to begin with.") @Nullable String from,
		@Schema(description = "Of resume: the paused task; may be left out where the execution is paused as a whole, or only one task is.") @Nullable String path,
		@Schema(description = "Of resume: by the ids of the inputs of the pause.") @Nullable Map<String, Object> inputs){

	/** The form of the id of a cause. */
	public static final String CAUSE = "[0-9a-f]{12}";

	public static final ActOnExecutions EMPTY = new ActOnExecutions(null, null, null, null, null, null);

	/**
	 * Whether nothing is to be changed; false where the request does not state it.
	 */
	public boolean isDryRun() {
		return Boolean.TRUE.equals(this.dryRun);
	}

	/**
	 * The filter, which fails with a problem when it is missing or matches everything.
	 */
	public Filter requireFilter() {
		Filter given = (this.filter != null) ? this.filter : new Filter(null, null, null, null, null, null, null);
		if (given.parts().isEmpty()) {
			throw Problems.badRequest("filter", "The filter is missing or empty, so that it matches all executions.",
					"Set 'filter' to an object with one or more of namespace, flowId, state, label, from, to and cause.");
		}
		requireForm("filter.namespace", given.namespace(), FlowKey.NAMESPACE);
		requireForm("filter.flowId", given.flowId(), FlowKey.ID);
		requireForm("filter.cause", given.cause(), CAUSE);
		LabelFilter.require("filter.label", given.labels().toArray(String[]::new));
		return given;
	}

	private static void requireForm(String field, @Nullable String value, String form) {
		if (value != null && !value.matches(form)) {
			throw Problems.badRequest(field, "The value of %s is not valid.".formatted(field),
					"It must match %s.".formatted(form));
		}
	}

	/**
	 * Which executions, as with {@code GET /api/executions}.
	 */
	@Schema(name = "ExecutionFilter", description = "At least one of them; what is left out does not restrict.")
	public record Filter(@Schema(description = "Only of flows of this namespace.") @Nullable String namespace,
			@Schema(description = "Only of flows of this id.") @Nullable String flowId,
			@Schema(description = "Only in one of these states.") @JsonFormat(
					with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable Set<@Nullable State> state,
			@Schema(description = "Only with all of these labels, each as key=value.") @JsonFormat(
					with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<@Nullable String> label,
			@Schema(description = "Only created at or after it.") @Nullable Instant from,
			@Schema(description = "Only created before it.") @Nullable Instant to,
			@Schema(description = "Only those that failed for this cause, as GET /failures on port 8081 names it.") @Nullable String cause) {

		public ExecutionQuery query(Instant before, int page, int size) {
			return new ExecutionQuery(this.namespace, this.flowId, states(), labels(), this.cause, this.from, before,
					page, size);
		}

		private List<String> labels() {
			return (this.label != null) ? this.label.stream().map(String::valueOf).toList() : List.of();
		}

		private Set<State> states() {
			return (this.state != null) ? this.state.stream().filter(Objects::nonNull).collect(Collectors.toSet())
					: Set.of();
		}

		/** Nothing that is created from now on. */
		public Instant end(Instant now) {
			return (this.to != null && this.to.isBefore(now)) ? this.to : now;
		}

		private Map<String, Object> parts() {
			Map<String, @Nullable Object> all = new LinkedHashMap<>();
			all.put("namespace", this.namespace);
			all.put("flowId", this.flowId);
			all.put("state", states().isEmpty() ? null
					: states().stream().sorted().map(State::name).collect(Collectors.joining("|")));
			all.put("label", labels().isEmpty() ? null : String.join("&", labels()));
			all.put("from", this.from);
			all.put("to", this.to);
			all.put("cause", this.cause);
			Map<String, Object> parts = new LinkedHashMap<>();
			all.forEach((name, value) -> {
				if (value != null) {
					parts.put(name, value);
				}
			});
			return parts;
		}

		/** As the audit event has it. */
		@Override
		public String toString() {
			return parts().entrySet().stream().map(Objects::toString).collect(Collectors.joining(","));
		}

	}

}
