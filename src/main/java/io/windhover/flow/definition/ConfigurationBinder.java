package io.windhover.flow.definition;

import java.util.Map;
import java.util.stream.Collectors;

import io.windhover.flow.binding.Binding;
import io.windhover.flow.binding.RecordBinder;
import jakarta.validation.Validator;

/**
 * Makes the configuration of a task or trigger from its properties once their templates
 * are rendered.
 */
public final class ConfigurationBinder {

	private final RecordBinder binder;

	/**
	 * Makes a binder.
	 * @param validator of the constraints on configurations
	 */
	public ConfigurationBinder(Validator validator) {
		this.binder = new RecordBinder(validator);
	}

	/**
	 * Binds the rendered properties of a task.
	 * @throws InvalidConfigurationException naming each field that does not fit
	 */
	public <C> C bind(TaskDefinition<C> definition, Map<String, Object> rendered) {
		return bind(definition.configurationType(), rendered);
	}

	/**
	 * Binds the rendered properties of a polling trigger.
	 * @throws InvalidConfigurationException naming each field that does not fit
	 */
	public <C> C bind(TriggerDefinition<C> definition, Map<String, Object> rendered) {
		return bind(definition.configurationType(), rendered);
	}

	private <C> C bind(Class<C> type, Map<String, Object> rendered) {
		Binding<C> binding = this.binder.bind(rendered, type);
		C value = binding.value();
		if (value == null || !binding.problems().isEmpty()) {
			throw new InvalidConfigurationException(binding.problems()
				.stream()
				.map((each) -> each.path().isRoot() ? each.message() : each.path() + ": " + each.message())
				.collect(Collectors.joining("; ")));
		}
		return value;
	}

}
