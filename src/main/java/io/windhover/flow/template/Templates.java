package io.windhover.flow.template;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.value.Strings;
import org.jspecify.annotations.Nullable;

/**
 * Renders the Pebble templates in the strings of a configuration.
 */
public interface Templates {

	/**
	 * Renders every string, however deep. A string that is one expression and nothing
	 * else becomes the value of the expression, of whatever type; any other becomes text.
	 * @throws TemplateException naming the field, when a template is wrong or names what
	 * is not there
	 */
	Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables);

	/**
	 * The same, all strings together within a time of the processor on this thread.
	 * @throws TemplateException when it takes longer as well
	 */
	Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables, Duration budget);

	/**
	 * The same without a bound of the time together, for templates that may use secrets
	 * and files.
	 * @param files null where they cannot be read
	 * @throws TemplateException when a secret or a file cannot be had as well
	 */
	Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables, SecretLookup secrets,
			@Nullable FileLookup files);

	/**
	 * The value of one template.
	 * @throws TemplateException when it is wrong or names what is not there
	 */
	@Nullable Object evaluate(String template, Map<String, Object> variables);

	/**
	 * Checks the syntax of one template, and that the filters and functions that it uses
	 * exist.
	 * @throws TemplateException when it is wrong
	 */
	void check(String template);

	/**
	 * The variables that one template names and does not define itself.
	 * @throws TemplateException when its syntax is wrong
	 */
	Set<String> variables(String template);

	/**
	 * Checks every string of a value like this, however deep.
	 * @throws TemplateException when one is wrong
	 */
	default void checkAll(@Nullable Object value) {
		Strings.in(value).forEach(this::check);
	}

	/**
	 * Whether any string of a value has anything to render, however deep.
	 */
	static boolean isTemplated(@Nullable Object value) {
		return Strings.in(value).anyMatch(Templates::isTemplate);
	}

	/**
	 * Whether a text has anything to render; one without is taken as it is.
	 */
	static boolean isTemplate(String text) {
		return text.contains("{{") || text.contains("{%");
	}

}
