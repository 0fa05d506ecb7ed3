package io.windhover.api.web;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.flow.FlowProblem;
import io.windhover.flow.InvalidFlowException;
import io.windhover.flow.input.InvalidInputsException;
import io.windhover.problem.RequestBodyException;
import io.windhover.problem.ShownPath;
import io.windhover.repository.RepositoryException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.actuate.endpoint.invoke.ParameterMappingException;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/**
 * Answers every failure of a request with a problem that says where the mistake is and
 * what would be right, and never with anything of the inside.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

	private final Environment environment;

	ProblemAdvice(Environment environment) {
		this.environment = environment;
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(InvalidFlowException ex, WebRequest request) {
		FlowProblem first = ex.problems().get(0);
		ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, first.field().isEmpty() ? null : first.field(),
				"The YAML is not a flow: " + first.message(), "Fix the errors listed in 'problems'.");
		body.setProperty("problems", ex.problems().stream().map(SourceProblem::of).toList());
		return handleExceptionInternal(ex, body, new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(InvalidInputsException ex, WebRequest request) {
		InvalidInputsException.Problem first = ex.problems().get(0);
		ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, "inputs." + first.input(),
				ex.problems()
					.stream()
					.map((each) -> each.input() + " " + each.message())
					.collect(Collectors.joining("; ")),
				"GET the flow with Accept: application/json lists its inputs.");
		body.setProperty("problems",
				ex.problems()
					.stream()
					.map((each) -> Map.of("field", "inputs." + each.input(), "message", each.message()))
					.toList());
		return handleExceptionInternal(ex, body, new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(RepositoryException ex, WebRequest request) {
		log.warn("A request needs the repository, which does not answer: {}", ex.getMessage());
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Problems.RETRY_AFTER.toSeconds()));
		ProblemDetail body = Problems.body(HttpStatus.SERVICE_UNAVAILABLE, null, "The repository does not answer.",
				"Try again later; executions go on meanwhile. The log and /health on the management port say why.");
		return handleExceptionInternal(ex, body, headers, HttpStatus.SERVICE_UNAVAILABLE, request);
	}

	/** Tomcat cannot decode a parameter. */
	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(InvalidParameterException ex, WebRequest request) {
		ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, "query", "The query cannot be decoded.",
				"Encode names and values as UTF-8 with percent signs (%25 for a percent sign itself).");
		return handleExceptionInternal(ex, body, new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
	}

	/**
	 * Spring Security reads no parameter or header that holds what none needs.
	 */
	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(RequestRejectedException ex, WebRequest request) {
		ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, null,
				"A name or value in the request holds characters that are not allowed.",
				"Leave control characters out of the query and the headers.");
		return handleExceptionInternal(ex, body, new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
	}

	/**
	 * Parts of Spring read the header without minding that it may be no list of types.
	 */
	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(InvalidMimeTypeException ex, WebRequest request) {
		ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, "Accept",
				"'%s' is not a media type.".formatted(ex.getMimeType()), "Accept application/json.");
		return handleExceptionInternal(ex, body, new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handle(Exception ex, WebRequest request) {
		log.error("A request failed", ex);
		ProblemDetail body = Problems.body(HttpStatus.INTERNAL_SERVER_ERROR, null, "Windhover failed to answer.",
				"This is a fault of Windhover, not of the request; its log has the cause.");
		return handleExceptionInternal(ex, body, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		String field = (ex instanceof MethodArgumentTypeMismatchException mismatch) ? mismatch.getName()
				: String.valueOf(ex.getPropertyName());
		String detail = "'%s' is not a value of %s.".formatted(ex.getValue(), field);
		ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, field, detail, Hints.of(ex.getRequiredType()));
		return handleExceptionInternal(ex, body, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ParameterValidationResult first = ex.getParameterValidationResults().get(0);
		String field = first.getMethodParameter().getParameterName();
		String message = first.getResolvableErrors().get(0).getDefaultMessage();
		ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, field,
				"'%s' is not a value of %s: it %s.".formatted(first.getArgument(), field, message), null);
		return handleExceptionInternal(ex, body, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (ex.getRootCause() instanceof RequestBodyException refused) {
			HttpStatus told = HttpStatus.valueOf(refused.status());
			return handleExceptionInternal(ex,
					Problems.body(told, null, String.valueOf(refused.getMessage()), refused.hint()), headers, told,
					request);
		}
		ProblemDetail body = (ex.getCause() instanceof JacksonException cause)
				? Hints.unreadable(cause, whatThereIs(request, "Look at the body's description in /api/openapi.json."))
				: Problems.body(HttpStatus.BAD_REQUEST, null, "The body is missing or cannot be read.",
						"Send a body in the content type that the request names.");
		return handleExceptionInternal(ex, body, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(HttpMediaTypeNotSupportedException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Problems.add(ex.getBody(), "Content-Type", "Send " + mediaTypes(ex.getSupportedMediaTypes().stream()) + ".");
		return handleExceptionInternal(ex, ex.getBody(), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(HttpMediaTypeNotAcceptableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Problems.add(ex.getBody(), "Accept", "Accept " + mediaTypes(ex.getSupportedMediaTypes().stream()) + ".");
		return handleExceptionInternal(ex, ex.getBody(), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
			HttpRequestMethodNotSupportedException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String[] methods = ex.getSupportedMethods();
		Problems.add(ex.getBody(), null,
				(methods != null) ? "This path takes %s.".formatted(String.join(", ", methods)) : null);
		return handleExceptionInternal(ex, ex.getBody(), allowed(headers), status, request);
	}

	/** The same methods that OPTIONS names. */
	private static HttpHeaders allowed(HttpHeaders headers) {
		HttpHeaders completed = new HttpHeaders(headers);
		Set<HttpMethod> methods = new LinkedHashSet<>(headers.getAllow());
		if (methods.contains(HttpMethod.GET)) {
			methods.add(HttpMethod.HEAD);
		}
		methods.add(HttpMethod.OPTIONS);
		completed.setAllow(methods);
		return completed;
	}

	/**
	 * Spring Boot's own endpoints do not say which value they could not read.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleErrorResponseException(ErrorResponseException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (ex.getCause() instanceof ParameterMappingException mapping) {
			String field = mapping.getParameter().getName();
			ProblemDetail body = Problems.body(HttpStatus.BAD_REQUEST, field,
					"'%s' is not a value of %s.".formatted(mapping.getValue(), field),
					Hints.of(mapping.getParameter().getType()));
			return handleExceptionInternal(ex, body, headers, status, request);
		}
		return handleExceptionInternal(ex, ex.getBody(), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(NoResourceFoundException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return nothingHere(ex, headers, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleNoHandlerFoundException(NoHandlerFoundException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return nothingHere(ex, headers, request);
	}

	/**
	 * Says that it is a problem whatever the client accepts: without a body it would have
	 * to guess.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode statusCode, WebRequest request) {
		HttpHeaders typed = new HttpHeaders(headers);
		typed.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (body instanceof ProblemDetail problem) {
			Problems.complete(problem);
			if (problem.getInstance() == null && request instanceof ServletWebRequest servlet) {
				problem.setInstance(instance(ShownPath.of(servlet.getRequest())));
			}
		}
		return super.handleExceptionInternal(ex, body, typed, statusCode, request);
	}

	/** Spring fails on a path that is no URI, such as two slashes. */
	private static URI instance(String path) {
		try {
			return URI.create(path);
		}
		catch (IllegalArgumentException ex) {
			return URI.create("/");
		}
	}

	/**
	 * A problem of a flow, without the name of a file that the client does not have.
	 */
	record SourceProblem(int line, int column, String field, String message) {

		static SourceProblem of(FlowProblem problem) {
			return new SourceProblem(problem.line(), problem.column(), problem.field(), problem.message());
		}

	}

	private @Nullable ResponseEntity<Object> nothingHere(Exception ex, HttpHeaders headers, WebRequest request) {
		ProblemDetail body = Problems.body(HttpStatus.NOT_FOUND, null, "There is nothing at this path.",
				whatThereIs(request, "GET /api/openapi.json on the port of the API lists what there is."));
		return handleExceptionInternal(ex, body, headers, HttpStatus.NOT_FOUND, request);
	}

	/**
	 * The management port shares this advice, but the description of the API has nothing
	 * of it.
	 */
	private String whatThereIs(WebRequest request, String ofApi) {
		Integer management = this.environment.getProperty("local.management.port", Integer.class);
		Integer api = this.environment.getProperty("local.server.port", Integer.class);
		boolean managed = management != null && !management.equals(api) && request instanceof ServletWebRequest servlet
				&& servlet.getRequest().getLocalPort() == management;
		return managed ? "GET / lists what there is." : ofApi;
	}

	private static String mediaTypes(Stream<MediaType> types) {
		return types.map(MediaType::toString).distinct().collect(Collectors.joining(" or "));
	}

}
