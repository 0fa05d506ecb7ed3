package io.windhover.api.web;

import java.net.URI;
import java.time.Duration;

import io.windhover.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Makes the problems of RFC 9457 that a request is answered with: the detail says what is
 * wrong, {@code field} where, {@code hint} what to do.
 */
public final class Problems {

	/** After which time what is unavailable now is worth another try. */
	static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private Problems() {
	}

	/**
	 * The request is not valid: 400.
	 * @param field which part of it; null where that is not one field
	 * @param hint null where there is none
	 */
	public static ErrorResponseException badRequest(@Nullable String field, String detail, @Nullable String hint) {
		return problem(HttpStatus.BAD_REQUEST, field, detail, hint);
	}

	/**
	 * The caller has not proven that it may do this: 403.
	 */
	public static ErrorResponseException forbidden(String detail, String hint) {
		return problem(HttpStatus.FORBIDDEN, null, detail, hint);
	}

	/**
	 * What the request names does not exist, or not any more: 404.
	 */
	public static ErrorResponseException notFound(String detail, String hint) {
		return problem(HttpStatus.NOT_FOUND, null, detail, hint);
	}

	/**
	 * The present state of what it is about does not allow it: 409.
	 */
	public static ErrorResponseException conflict(String detail, String hint) {
		return problem(HttpStatus.CONFLICT, null, detail, hint);
	}

	/**
	 * The request is well-formed, and contradicts one before it.
	 */
	public static ErrorResponseException unprocessable(String field, String detail, String hint) {
		return problem(HttpStatus.UNPROCESSABLE_CONTENT, field, detail, hint);
	}

	/**
	 * The request, or the record that it becomes, exceeds a limit: 413.
	 */
	public static ErrorResponseException tooLarge(String detail, String hint) {
		return problem(HttpStatus.CONTENT_TOO_LARGE, null, detail, hint);
	}

	/**
	 * There is more to do than is allowed to wait.
	 */
	public static ErrorResponseException tooMany(String detail, String hint, Duration retryAfter) {
		ErrorResponseException problem = problem(HttpStatus.TOO_MANY_REQUESTS, null, detail, hint);
		problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
		return problem;
	}

	/**
	 * Something that the request needs cannot be reached now.
	 */
	public static ErrorResponseException unavailable(String detail, String hint, @Nullable Throwable cause) {
		ProblemDetail body = body(HttpStatus.SERVICE_UNAVAILABLE, null, detail, hint);
		ErrorResponseException problem = new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, body, cause);
		problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()));
		return problem;
	}

	static ProblemDetail body(HttpStatus status, @Nullable String field, String detail, @Nullable String hint) {
		ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
		body.setTitle(status.getReasonPhrase());
		add(body, field, hint);
		return body;
	}

	static void add(ProblemDetail body, @Nullable String field, @Nullable String hint) {
		if (field != null) {
			body.setProperty("field", field);
		}
		if (hint != null) {
			body.setProperty("hint", hint);
		}
	}

	/**
	 * Gives a problem that Spring made the members that all of ours have.
	 */
	static void complete(ProblemDetail body) {
		if (body.getType() == null) {
			body.setType(URI.create(Problem.TYPE));
		}
		HttpStatus known = HttpStatus.resolve(body.getStatus());
		String title = (known != null) ? known.getReasonPhrase() : "Error";
		if (body.getTitle() == null) {
			body.setTitle(title);
		}
		if (body.getDetail() == null) {
			body.setDetail(title);
		}
		if (body.getProperties() == null || !body.getProperties().containsKey("hint")) {
			body.setProperty("hint", Problem.hint(body.getStatus()));
		}
	}

	private static ErrorResponseException problem(HttpStatus status, @Nullable String field, String detail,
			@Nullable String hint) {
		return new ErrorResponseException(status, body(status, field, detail, hint), null);
	}

}
