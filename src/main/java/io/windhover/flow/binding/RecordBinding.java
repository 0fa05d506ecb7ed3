package io.windhover.flow.binding;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.validation.ConstraintViolation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;

/**
 * One binding on its way: collects the values that fit and the problems of the others.
 */
class RecordBinding<T> {

	private final RecordBinder binder;

	private final TypeConverter converter;

	private final Class<T> type;

	private final RecordShape shape;

	private final Predicate<String> isDeferred;

	private final Collection<String> otherNames;

	private final Deferred deferred;

	private final Map<String, Object> fitting = new LinkedHashMap<>();

	private final Set<BindingProblem> problems = new LinkedHashSet<>();

	private final Set<BindingProblem> violations = new LinkedHashSet<>();

	RecordBinding(RecordBinder binder, TypeConverter converter, Class<T> type, Predicate<String> isDeferred,
			Collection<String> otherNames) {
		this.binder = binder;
		this.converter = converter;
		this.type = type;
		this.shape = RecordShape.of(type);
		this.isDeferred = isDeferred;
		this.otherNames = otherNames;
		this.deferred = new Deferred(isDeferred);
	}

	void property(String name, @Nullable Object value) {
		Path path = Path.ROOT.child(name);
		Type wanted = this.shape.types().get(name);
		if (wanted == null) {
			this.problems.add(new BindingProblem(path, true, unknown(name)));
			return;
		}
		Object rest = this.deferred.without(value, path, isAnything(this.converter.type(wanted)));
		if (rest == null) {
			return;
		}
		List<BindingProblem> wrong = check(this.converter.type(wanted), (value != null) ? value : rest, rest, path);
		this.problems.addAll(wrong);
		if (wrong.isEmpty()) {
			this.fitting.put(name, rest);
		}
	}

	/** What may be any JSON. */
	private static boolean isAnything(JavaType type) {
		return type.isJavaLangObject() || (type.isCollectionLikeType() && type.getContentType().isJavaLangObject());
	}

	private String unknown(String name) {
		List<String> known = new ArrayList<>(this.shape.types().keySet());
		known.addAll(this.otherNames);
		String suggestion = Suggestion.of(name, known);
		String all = known.isEmpty() ? "; there are none here" : "; known properties: " + String.join(", ", known);
		return "unknown property '%s'%s".formatted(name, suggestion.isEmpty() ? all : suggestion);
	}

	/**
	 * Checks a value, and the records in it one by one.
	 * @param rest of the value, without what is deferred
	 */
	private List<BindingProblem> check(JavaType wanted, Object value, Object rest, Path path) {
		if (wanted.getRawClass().isRecord() && value instanceof Map<?, ?> map) {
			return nested(wanted.getRawClass(), map, path);
		}
		if (wanted.isCollectionLikeType() && wanted.getContentType().getRawClass().isRecord()
				&& value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
			List<BindingProblem> problems = new ArrayList<>();
			for (int i = 0; i < list.size(); i++) {
				Map<?, ?> element = (Map<?, ?>) list.get(i);
				problems.addAll(nested(wanted.getContentType().getRawClass(), element, path.child(i)));
			}
			return problems;
		}
		BindingProblem wrong = this.converter.check(rest, wanted, path);
		return (wrong != null) ? List.of(wrong) : List.of();
	}

	private List<BindingProblem> nested(Class<?> type, Map<?, ?> map, Path path) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		map.forEach((key, each) -> values.put(String.valueOf(key), each));
		return this.binder.bind(values, type, this.isDeferred, List.of())
			.problems()
			.stream()
			.map((each) -> each.below(path))
			.toList();
	}

	@Nullable T value() {
		try {
			return this.converter.convert(this.fitting, this.type);
		}
		catch (JacksonException ex) {
			if (this.problems.isEmpty() && this.deferred.paths().isEmpty()) {
				Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
				this.problems.add(new BindingProblem(Path.ROOT, false, (cause instanceof JacksonException jackson)
						? jackson.getOriginalMessage() : String.valueOf(cause.getMessage())));
			}
			return null;
		}
	}

	void violation(ConstraintViolation<T> violation) {
		BindingProblem problem = Violations.problem(violation, this.shape);
		// of a record as a whole, what is wrong with one property alone tells nothing
		boolean known = this.problems.stream().anyMatch((each) -> each.path().overlaps(problem.path()))
				|| (!problem.path().isRoot() && this.violations.stream()
					.anyMatch((each) -> !each.path().isRoot() && each.path().overlaps(problem.path())));
		boolean open = this.deferred.paths().stream().anyMatch((each) -> each.overlaps(problem.path()));
		if (!known && !open) {
			this.violations.add(problem);
		}
	}

	List<BindingProblem> problems() {
		return Stream.concat(this.problems.stream(), this.violations.stream()).toList();
	}

}
