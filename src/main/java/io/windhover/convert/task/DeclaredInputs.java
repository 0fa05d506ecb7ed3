package io.windhover.convert.task;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.windhover.convert.Commented;
import io.windhover.convert.KestraSource;
import io.windhover.convert.Notes;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.ReferenceScope;
import io.windhover.convert.expression.TemplateConverter;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.input.Inputs;
import io.windhover.flow.input.SecretName;
import org.jspecify.annotations.Nullable;

import static io.windhover.convert.expression.TypeRule.PropertyRule.dropped;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * Converts the inputs that a flow or a pause declares.
 */
public final class DeclaredInputs {

	private static final String SECRET = "secret";

	private static final Map<String, String> TYPES = new TreeMap<>(Map.ofEntries(Map.entry("ARRAY", "array"),
			Map.entry("BOOL", "boolean"), Map.entry("BOOLEAN", "boolean"), Map.entry("DATE", "date"),
			Map.entry("DATETIME", "datetime"), Map.entry("DURATION", "duration"), Map.entry("ENUM", "enum"),
			Map.entry("FILE", "file"), Map.entry("FLOAT", "float"), Map.entry("INT", "int"), Map.entry("JSON", "json"),
			Map.entry("MULTISELECT", "multi-enum"), Map.entry("SECRET", SECRET), Map.entry("SELECT", "enum"),
			Map.entry("STRING", "string"), Map.entry("TIME", "time"), Map.entry("URI", "uri")));

	/** Those that have no equivalent, and what to do. */
	private static final Map<String, String> MISSING = new TreeMap<>(
			Map.of("YAML", "make it an input of type string, and read it with yaml()", "EMAIL",
					"make it an input of type string with a pattern"));

	/** The secret of a name, and nothing else. */
	private static final Pattern OF_A_NAME = Pattern.compile("\\{\\{\\s*secret\\(\\s*(['\"])(.+?)\\1\\s*\\)\\s*}}");

	private static final Pattern CHANGING = Pattern.compile("\\b(?:env|now|read|render|secret|uuid)\\s*\\(");

	private DeclaredInputs() {
	}

	/** The types that are carried over, and what they become. */
	public static Map<String, String> types() {
		return TYPES;
	}

	/** The types that are not, and what to do. */
	public static Map<String, String> missing() {
		return MISSING;
	}

	/** The properties, beside id and type. */
	public static List<PropertyRule> properties() {
		return List.of(renamed("description", "description", KestraValues::verbatim),
				renamed("displayName", "displayName", KestraValues::verbatim),
				renamed("required", "required", KestraValues::bool),
				renamed("itemType", "itemType", DeclaredInputs::itemType),
				renamed("validator", "pattern", DeclaredInputs::pattern),
				renamed("values", "values", DeclaredInputs::values),
				renamed("options", "values", DeclaredInputs::values), renamed("min", "min", DeclaredInputs::bound),
				renamed("max", "max", DeclaredInputs::bound),
				renamed("defaults", "default", DeclaredInputs::defaultValue),
				only("allowCustomValue", List.of("false"), "make it an input of type string"),
				only("autoSelectFirst", List.of("false"), "give the default"),
				dropped("prefill", "nothing is filled in before", "give a default"));
	}

	/**
	 * Converts the inputs, each with the comments above it.
	 * @throws Unsupported when they are not a list of maps
	 */
	public static List<Object> list(KestraSource value, Notes.Place place, ReferenceScope scope, Notes notes) {
		List<Object> inputs = new ArrayList<>();
		List<KestraSource.Entry> items = KestraValues.items(value);
		for (int i = 0; i < items.size(); i++) {
			KestraSource.Entry item = items.get(i);
			Draft draft = new Draft(KestraValues.mapping(item.value()), place.element(item.line(), i),
					scope.task(null, false), notes);
			inputs.add(Objects.requireNonNull(Commented.of(item.comments(), input(draft))));
		}
		return inputs;
	}

	private static Map<String, @Nullable Object> input(Draft draft) {
		String name = (draft.source().get("id") != null) ? "id" : "name";
		draft.carry(name, (each, value) -> each.put("id", Ids.id(each, value)));
		draft.carry("type", (each, value) -> each.put("type", type(each, value)));
		if (draft.source().get("type") == null) {
			draft.put("type", "string");
		}
		properties().forEach((property) -> draft.carry(property.name(), property.carrier()));
		if (SECRET.equals(draft.get("type"))) {
			draft.note(draft.place("type"), false, "the input takes the name of a secret, and not its value",
					"keep the value as a secret of the workers, and let those who start the flow give its name");
		}
		return draft.finish("an input");
	}

	private static String type(Draft draft, KestraSource value) {
		String type = KestraValues.fixed(draft, value).toUpperCase(Locale.ROOT);
		String becomes = TYPES.get(type);
		if (becomes == null) {
			throw new Unsupported("an input of type %s has no equivalent".formatted(type),
					MISSING.getOrDefault(type, "use another type"));
		}
		return becomes;
	}

	private static String itemType(Draft draft, KestraSource value) {
		String type = type(draft, value);
		if (type.equals(SECRET)) {
			throw new Unsupported("an array has no secrets", "make each an input of type secret");
		}
		return type;
	}

	private static String pattern(Draft draft, KestraSource value) {
		if (SECRET.equals(draft.get("type"))) {
			throw new Unsupported("the value of a secret is not checked", "check it in the task that uses it");
		}
		return KestraValues.fixed(draft, value);
	}

	private static Object values(Draft draft, KestraSource value) {
		return KestraValues.items(value).stream().map((item) -> KestraValues.fixed(draft, item.value())).toList();
	}

	private static Object bound(Draft draft, KestraSource value) {
		if (value.plain() instanceof Number number
				&& Set.of("int", "float").contains(String.valueOf(draft.get("type")))) {
			return number;
		}
		throw new Unsupported("it is no number", "check the value in an assert task");
	}

	private static Object defaultValue(Draft draft, KestraSource value) {
		String type = String.valueOf(draft.get("type"));
		if (type.equals(SECRET)) {
			return secret(value);
		}
		if (TemplateConverter.isTemplated(value.plain())) {
			return templated(draft, value);
		}
		Object plain = (value instanceof KestraSource.Scalar) ? KestraValues.fixed(draft, value) : value.plain();
		if (value instanceof KestraSource.Scalar scalar && scalar.value() != null
				&& Set.of("int", "float", "boolean").contains(type)) {
			plain = scalar.value();
		}
		Object given = KestraValues.plainOr(plain);
		check(draft, type, given);
		return given;
	}

	private static String secret(KestraSource value) {
		Matcher secret = OF_A_NAME.matcher(KestraValues.literal(value));
		if (!secret.matches() || !SecretName.isValid(secret.group(2))) {
			throw new Unsupported("it is the value of a secret, and the default of an input of type secret is a name",
					"keep the value as a secret of the workers, and write its name, such as default: DB_PASSWORD");
		}
		return secret.group(2);
	}

	private static Object templated(Draft draft, KestraSource value) {
		Object converted = KestraValues.plainOr(KestraValues.structure(draft, value, KestraValues::template));
		if (CHANGING.matcher(String.valueOf(converted)).find()) {
			throw new Unsupported("a default must come to the same value each time",
					"compute it in the task that needs it");
		}
		return converted;
	}

	private static void check(Draft draft, String type, Object given) {
		try {
			List<String> values = (draft.get("values") instanceof List<?> list)
					? list.stream().map(String::valueOf).toList() : List.of();
			Input.Type known = Input.Type.valueOf(type.toUpperCase(Locale.ROOT).replace('-', '_'));
			Input.Type itemType = (draft.get("itemType") instanceof String item)
					? Input.Type.valueOf(item.toUpperCase(Locale.ROOT).replace('-', '_')) : Input.Type.JSON;
			String pattern = (draft.get("pattern") instanceof String text) ? text : null;
			Input input = new Input(draft.id(), known, false, null, null, null,
					new InputRules(pattern, number(draft.get("min")), number(draft.get("max")), itemType, values));
			Inputs.convert(input, given);
		}
		catch (IllegalArgumentException ex) {
			throw new Unsupported("the default does not fit: " + ex.getMessage(), "give one that does");
		}
	}

	private static @Nullable BigDecimal number(@Nullable Object value) {
		return (value instanceof Number) ? new BigDecimal(value.toString()) : null;
	}

}
