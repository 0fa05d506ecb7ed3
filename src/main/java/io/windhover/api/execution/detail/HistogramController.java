package io.windhover.api.execution.detail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.windhover.api.execution.ActOnExecutions;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.execution.LabelFilter;
import io.windhover.api.web.Problems;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.State;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.repository.TimeBuckets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@ConditionalOnRole(Role.API)
@Tag(name = "Executions")
class HistogramController {

	private static final Duration RANGE = Duration.ofDays(1);

	/** Further away than any execution, and within what every repository can store. */
	private static final Instant FIRST = Instant.EPOCH;

	private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

	private final ExecutionReader reader;

	private final Clock clock;

	HistogramController(ExecutionReader reader, Clock clock) {
		this.reader = reader;
		this.clock = clock;
	}

	@GetMapping(path = "/api/executions/histogram", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Count executions over time",
			description = "By the date of their creation and the state they are in, as the repository knows them. Of very many, the counts are estimates: then sampled is true.",
			parameters = @Parameter(name = "label", in = ParameterIn.QUERY,
					description = "Only with this label, as key=value; may be given several times.",
					array = @ArraySchema(schema = @Schema(type = "string"))))
	HistogramDescriptor count(
			@Parameter(description = "Only of flows of this namespace.") @RequestParam(
					required = false) @Nullable String namespace,
			@Parameter(description = "Only of flows of this id.") @RequestParam(
					required = false) @Nullable String flowId,
			@Parameter(description = "Only in this state; may be given several times.") @RequestParam(
					defaultValue = "") Set<State> state,
			@Parameter(
					description = "Only those that failed for this cause, as GET /failures on port 8081 names it.") @RequestParam(
							required = false) @Nullable @Pattern(regexp = ActOnExecutions.CAUSE) String cause,
			@Parameter(description = "Only created at or after it; a day before 'to' when absent.") @RequestParam(
					required = false) @Nullable Instant from,
			@Parameter(description = "Only created before it; now when absent.") @RequestParam(
					required = false) @Nullable Instant to,
			@Parameter(description = "Into how many buckets of one width the range is divided, at most.") @RequestParam(
					defaultValue = "60") @Min(2) @Max(HistogramDescriptor.MOST) int buckets,
			HttpServletRequest request) {
		// not as an argument: values with commas would be divided
		List<String> labels = LabelFilter.require("label", request.getParameterValues("label"));
		Instant end = within(Objects.requireNonNullElseGet(to, this.clock::instant));
		Instant start = within((from != null) ? from : end.minus(RANGE));
		if (!start.isBefore(end)) {
			throw Problems.badRequest("from",
					"The time range is empty: 'from' is %s and 'to' is %s.".formatted(start, end),
					"Give a 'from' that is before 'to'.");
		}
		TimeBuckets parts = TimeBuckets.of(start, end, buckets);
		return HistogramDescriptor.of(parts, this.reader
			.histogram(new ExecutionQuery(namespace, flowId, state, labels, cause, null, null, 0, 1), parts));
	}

	private static Instant within(Instant instant) {
		return instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
	}

}
