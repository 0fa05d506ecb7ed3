package io.windhover.flow.template.pebble;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;

import io.windhover.flow.jq.JqProgram;
import io.windhover.flow.template.function.DateFilters;
import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of filters and functions that are written out, so that those that
 * can never be right are found before the template is rendered.
 */
final class ConstantArguments {

	private static final ZonedDateTime ANY_DATE = ZonedDateTime.of(2024, 1, 31, 8, 0, 0, 0, ZoneOffset.UTC);

	/** The functions that do nothing without an argument, and what each takes. */
	private static final Map<String, String> NEED_ONE = Map.of("secret",
			"the name of a secret, as in secret('DB_PASSWORD')", "read",
			"the address of a file, as in read(inputs.data)", "env", "the name of a variable, as in env('REGION')",
			"render", "a text, as in render(vars.greeting)");

	private ConstantArguments() {
	}

	/**
	 * Refuses those that are wrong.
	 * @throws IllegalArgumentException naming the first one
	 */
	static void check(TemplateNames names) {
		names.filterUses().forEach(ConstantArguments::checkFilter);
		names.functionUses().forEach(ConstantArguments::checkFunction);
	}

	private static void checkFilter(TemplateNames.Use filter) {
		if (filter.name().equals("jq")) {
			String program = filter.text(0, "program");
			if (program != null) {
				JqProgram.of(program);
			}
		}
		else if (filter.name().equals("date")) {
			checkDate(filter.text(0, "format"), filter.text(2, "timeZone"));
			String existing = filter.text(1, "existingFormat");
			if (existing != null) {
				DateFilters.formatter(existing);
			}
		}
	}

	private static void checkFunction(TemplateNames.Use function) {
		String needed = NEED_ONE.get(function.name());
		if (needed != null && !function.hasArguments()) {
			throw new IllegalArgumentException("%s() takes %s".formatted(function.name(), needed));
		}
		if (function.name().equals("now")) {
			checkDate(function.text(0, "format"), function.text(1, "timeZone"));
		}
	}

	private static void checkDate(@Nullable String format, @Nullable String zone) {
		DateFilters.format(ANY_DATE.withZoneSameInstant(DateFilters.zone(zone)), format);
	}

}
