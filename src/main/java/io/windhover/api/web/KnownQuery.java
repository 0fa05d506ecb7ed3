package io.windhover.api.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses parameters of the query that a route of the API does not know: a misspelt
 * filter would look like a list of all. It reads the query itself, because a body may
 * have parameters too.
 */
class KnownQuery implements HandlerInterceptor {

	private static final String OWN = "io.windhover.api.";

	private static final String NEGATION = "!";

	/** Asks for the JSON itself, as the console links it. */
	private static final String RAW = "raw";

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		String query = request.getQueryString();
		if (query != null && handler instanceof HandlerMethod method
				&& method.getBeanType().getPackageName().startsWith(OWN)
				&& !method.hasMethodAnnotation(AnyQuery.class)) {
			check(query, known(method));
		}
		return true;
	}

	private static void check(String query, List<String> known) {
		Set<String> unknown = new TreeSet<>();
		Arrays.stream(query.split("&", -1))
			.filter(Predicate.not(String::isEmpty))
			.map(KnownQuery::name)
			.filter((name) -> name != null && !name.equals(RAW) && !known.contains(name))
			.forEach(unknown::add);
		if (!unknown.isEmpty()) {
			throw Problems.badRequest(unknown.iterator().next(),
					"There is no parameter %s here.".formatted(String.join(", ", unknown)),
					known.isEmpty() ? "This takes none." : "It takes %s.".formatted(String.join(", ", known)));
		}
	}

	/** Null where it cannot be decoded, which is told when it is read. */
	private static @Nullable String name(String pair) {
		int end = pair.indexOf('=');
		try {
			return URLDecoder.decode((end >= 0) ? pair.substring(0, end) : pair, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static List<String> known(HandlerMethod method) {
		Operation operation = method.getMethodAnnotation(Operation.class);
		Stream<String> described = (operation == null) ? Stream.empty()
				: Arrays.stream(operation.parameters())
					.filter((each) -> each.in() == ParameterIn.QUERY)
					.map((each) -> each.name());
		return Stream
			.of(Arrays.stream(method.getMethodParameters()).flatMap(KnownQuery::names), described, without(method))
			.flatMap((each) -> each)
			.distinct()
			.sorted()
			.toList();
	}

	/** With these another method takes the route. */
	private static Stream<String> without(HandlerMethod method) {
		RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
		return (mapping == null) ? Stream.empty()
				: Arrays.stream(mapping.params())
					.filter((param) -> param.startsWith(NEGATION))
					.map((param) -> param.substring(NEGATION.length()));
	}

	private static Stream<String> names(MethodParameter parameter) {
		RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
		if (annotation == null) {
			return Stream.empty();
		}
		return annotation.name().isEmpty() ? Stream.ofNullable(parameter.getParameterName())
				: Stream.of(annotation.name());
	}

}
