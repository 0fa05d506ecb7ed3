package io.windhover.api.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A source that is not a flow, with every reason that was found; as the answer to a
 * request it lists them.
 */
class InvalidSourceException extends ErrorResponseException {

	private final transient List<SourceProblem> problems;

	InvalidSourceException(List<SourceProblem> problems) {
		super(HttpStatus.BAD_REQUEST, body(problems), null);
		this.problems = List.copyOf(problems);
	}

	List<SourceProblem> problems() {
		return this.problems;
	}

	private static ProblemDetail body(List<SourceProblem> problems) {
		ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The YAML is not a flow: "
				+ problems.stream().map(SourceProblem::message).collect(Collectors.joining("; ")));
		body.setProperty("hint", "Mend what problems lists.");
		body.setProperty("problems", problems.stream().map(SourceProblem::descriptor).toList());
		problems.stream().findFirst().ifPresent((first) -> body.setProperty("field", first.field()));
		return body;
	}

	/**
	 * What is wrong and where.
	 */
	record SourceProblem(String file, int line, int column, @Nullable String field, String message) {

		@Override
		public String toString() {
			return "%s:%d:%d: %s%s".formatted(this.file, this.line, this.column,
					(this.field != null) ? this.field + ": " : "", this.message);
		}

		private Map<String, Object> descriptor() {
			Map<String, Object> descriptor = new LinkedHashMap<>();
			descriptor.put("line", this.line);
			descriptor.put("column", this.column);
			if (this.field != null) {
				descriptor.put("field", this.field);
			}
			descriptor.put("message", this.message);
			return descriptor;
		}

	}

}
