package io.windhover.api.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import io.windhover.problem.RequestBodyException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers what fails outside of the controllers, such as in a filter.
 */
@Hidden
@RestController
class ProblemErrorController implements ErrorController {

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
		// Tomcat has answered 400 by itself when the reading of a body fails
		if (refused(request) instanceof RequestBodyException refused) {
			return answer(HttpStatus.valueOf(refused.status()), String.valueOf(refused.getMessage()), refused.hint());
		}
		Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		// without a code somebody asked for this very path
		HttpStatus status = (code instanceof Integer number) ? HttpStatus.valueOf(number) : HttpStatus.NOT_FOUND;
		String detail = status.is5xxServerError() ? "Windhover failed to answer; its log has the cause."
				: "The request was refused.";
		return answer(status, detail, null);
	}

	private static @Nullable Throwable refused(HttpServletRequest request) {
		Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
		while (cause != null && !(cause instanceof RequestBodyException)) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static ResponseEntity<ProblemDetail> answer(HttpStatus status, String detail, @Nullable String hint) {
		ProblemDetail body = Problems.body(status, null, detail, hint);
		Problems.complete(body);
		return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(body);
	}

}
