package io.windhover.flow.reading.section;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

import io.windhover.flow.binding.Path;
import io.windhover.flow.binding.RecordBinder;
import io.windhover.flow.binding.Suggestion;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.input.Inputs;
import io.windhover.flow.reading.section.SectionSchemas.InputShape;
import io.windhover.flow.template.FunctionReferences;
import io.windhover.flow.template.NamedReferences;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import io.windhover.flow.value.BoundedPattern;
import io.windhover.flow.value.Numbers;
import io.windhover.flow.value.Strings;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs that a flow or a pause declares.
 */
public class InputReader {

	/**
	 * Defaults are resolved more than once, by several processes, and must come to the
	 * same each time; what render() is given may call any of the others.
	 */
	private static final Set<String> CHANGING = Set.of("env", "now", "read", "render", "secret", "uuid");

	static final Set<Input.Type> NOT_IN_ARRAYS = Set.of(Input.Type.ARRAY, Input.Type.ENUM, Input.Type.MULTI_ENUM,
			Input.Type.SECRET, Input.Type.FILE);

	private final RecordBinder binder;

	private final Templates templates;

	/**
	 * Makes the reader of inputs.
	 * @param templates that check the defaults
	 */
	public InputReader(RecordBinder binder, Templates templates) {
		this.binder = binder;
		this.templates = templates;
	}

	/**
	 * Reads all of them; one that is not valid is left out and reported as a problem.
	 */
	public List<Input> readAll(List<YamlSection> sections, ReadingProblems problems) {
		List<Input> inputs = new ArrayList<>();
		Set<String> earlier = new TreeSet<>();
		for (YamlSection part : sections) {
			Input input = read(part, earlier, problems);
			if (input != null) {
				inputs.add(input);
			}
			earlier.add(String.valueOf(part.properties().get("id")));
		}
		return inputs;
	}

	private @Nullable Input read(YamlSection part, Set<String> earlier, ReadingProblems problems) {
		int before = problems.count();
		InputShape shape = problems.of(part.path(), this.binder.bind(part.properties(), InputShape.class)).value();
		if (shape == null || problems.count() > before) {
			return null;
		}
		checkRules(part.path(), shape, problems);
		InputRules rules = new InputRules(shape.pattern(), shape.min(), shape.max(),
				(shape.itemType() != null) ? shape.itemType() : Input.Type.JSON,
				(shape.values() != null) ? shape.values() : List.of());
		boolean required = shape.required() == null || shape.required();
		Input input = new Input(shape.id(), shape.type(), required, null, shape.description(), shape.displayName(),
				rules);
		if (shape.defaultValue() == null || problems.count() > before) {
			return input;
		}
		Object standIn = defaultValue(part.path().child("default"), input, shape.defaultValue(), earlier, problems);
		return new Input(input.id(), input.type(), required, standIn, input.description(), input.displayName(), rules);
	}

	private @Nullable Object defaultValue(Path path, Input input, Object written, Set<String> earlier,
			ReadingProblems problems) {
		try {
			if (!Templates.isTemplated(written)) {
				return Inputs.convert(input, written);
			}
			this.templates.checkAll(written);
			checkReferences(path, written, earlier, problems);
		}
		catch (IllegalArgumentException ex) {
			problems.value(path, String.valueOf(ex.getMessage()));
		}
		catch (TemplateException ex) {
			problems.value(path, "template: " + ex.getMessage());
		}
		return written;
	}

	private void checkReferences(Path path, Object written, Set<String> earlier, ReadingProblems problems) {
		NamedReferences.INPUTS.in(written)
			.stream()
			.filter((name) -> !earlier.contains(name))
			.forEach((name) -> problems.value(path,
					"there is no input '%s' above this one%s".formatted(name, Suggestion.of(name, earlier))));
		if (Strings.in(written)
			.anyMatch((each) -> !RootVariables.OF_DEFAULTS.containsAll(this.templates.variables(each)))) {
			problems.value(path, "a default is known before any task runs; it sees 'inputs' only");
		}
		FunctionReferences.in(written)
			.stream()
			.filter(CHANGING::contains)
			.forEach((name) -> problems.value(path,
					"a default cannot call '%s'; call it in the task that needs the value".formatted(name)));
	}

	private static void checkRules(Path path, InputShape shape, ReadingProblems problems) {
		Input.Type type = shape.type();
		only(path, "pattern", shape.pattern(), type, Set.of(Input.Type.STRING), problems);
		only(path, "min", shape.min(), type, Set.of(Input.Type.INT, Input.Type.FLOAT), problems);
		only(path, "max", shape.max(), type, Set.of(Input.Type.INT, Input.Type.FLOAT), problems);
		only(path, "itemType", shape.itemType(), type, Set.of(Input.Type.ARRAY), problems);
		only(path, "values", shape.values(), type, Set.of(Input.Type.ENUM, Input.Type.MULTI_ENUM), problems);
		checkRange(path, shape.min(), shape.max(), problems);
		if ((type == Input.Type.ENUM || type == Input.Type.MULTI_ENUM)
				&& (shape.values() == null || shape.values().isEmpty())) {
			problems.value(path, "'values' is required; list what an input of type %s takes".formatted(type.text()));
		}
		if (shape.itemType() != null && NOT_IN_ARRAYS.contains(shape.itemType())) {
			problems.value(path.child("itemType"),
					"an array cannot have elements of type %s; use json".formatted(shape.itemType().text()));
		}
		if (shape.pattern() != null) {
			checkPattern(path.child("pattern"), shape.pattern(), problems);
		}
	}

	private static void only(Path path, String name, @Nullable Object value, Input.Type type, Set<Input.Type> types,
			ReadingProblems problems) {
		if (value != null && !types.contains(type)) {
			problems.value(path.child(name), "is not for inputs of type %s but of type %s; remove it"
				.formatted(type.text(), String.join(" or ", types.stream().map(Input.Type::text).sorted().toList())));
		}
	}

	private static void checkRange(Path path, @Nullable BigDecimal min, @Nullable BigDecimal max,
			ReadingProblems problems) {
		checkLength(path.child("min"), min, problems);
		checkLength(path.child("max"), max, problems);
		if (min != null && max != null && min.compareTo(max) > 0) {
			problems.value(path.child("min"), "is more than 'max'; swap the two");
		}
	}

	private static void checkLength(Path path, @Nullable BigDecimal bound, ReadingProblems problems) {
		if (bound != null && !Numbers.isShort(bound)) {
			problems.value(path,
					"has too many digits; give a number that can be written with %d".formatted(Numbers.LONGEST));
		}
	}

	private static void checkPattern(Path path, String pattern, ReadingProblems problems) {
		try {
			BoundedPattern.of(pattern);
		}
		catch (PatternSyntaxException ex) {
			problems.value(path, "is not a regular expression: " + ex.getDescription());
		}
		catch (IllegalArgumentException ex) {
			problems.value(path, String.valueOf(ex.getMessage()));
		}
	}

}
