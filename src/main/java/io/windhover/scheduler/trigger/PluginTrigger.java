package io.windhover.scheduler.trigger;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.json.Json;
import io.windhover.flow.template.Templates;
import io.windhover.plugin.TriggerEvaluation;
import io.windhover.plugin.TriggerPlugin;
import io.windhover.scheduler.PollingTriggerType;
import io.windhover.scheduler.TriggerVariables;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * A trigger type of a plugin, whose templates are rendered before it is asked.
 */
public record PluginTrigger<C>(TriggerPlugin<C> plugin, Templates templates,
		SecretSources secrets) implements PollingTriggerType<C> {

	/** As much as the body of an answer to http-poll may have. */
	private static final int MAX_VARIABLES = 256 * 1024;

	private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {
	};

	@Override
	public String type() {
		return this.plugin.type();
	}

	@Override
	public Class<C> configurationType() {
		return this.plugin.configurationType();
	}

	@Override
	public String description() {
		return this.plugin.description();
	}

	@Override
	public Set<String> secretProperties() {
		return this.plugin.secretProperties();
	}

	@Override
	public Outcome evaluate(C configuration, Poll poll) throws Exception {
		Map<String, Object> variables = this.plugin.evaluate(configuration, new TriggerEvaluation(
				poll.flow().namespace(), poll.flow().id(), poll.triggerId(), poll.date(), poll.interval()));
		return (variables != null) ? new Outcome(true, variables) : new Outcome(false, Map.of());
	}

	@Override
	public Outcome evaluate(Map<String, Object> properties, Poll poll, Binder binder) throws Exception {
		UsedSecrets used = new UsedSecrets(this.secrets);
		Map<String, Object> seen = Map.of("flow", Map.of("namespace", poll.flow().namespace(), "id", poll.flow().id()),
				"trigger", Map.of("id", poll.triggerId(), "type", type(), "date", poll.date().toString()));
		try {
			Outcome outcome = evaluate(binder.bind(this, this.templates.render(properties, seen, used, null)), poll);
			return new Outcome(outcome.fire(), plain(outcome.variables(), used));
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// without the cause, which may have secrets
			throw new IOException(
					used.mask((ex instanceof Exception && ex.getMessage() != null) ? ex.getMessage() : ex.toString()));
		}
	}

	/**
	 * Masked, and as they will be read, so that nothing fails once the plugin is done.
	 */
	private static Map<String, Object> plain(Map<String, Object> variables, UsedSecrets used) {
		try {
			Map<String, Object> masked = used.mask(variables);
			int size = TriggerVariables.size(masked);
			if (size > MAX_VARIABLES) {
				throw new IllegalArgumentException(
						"the variables are %d bytes of JSON, more than the %d that are allowed".formatted(size,
								MAX_VARIABLES));
			}
			return Json.mapper().readValue(Json.mapper().writeValueAsBytes(masked), VARIABLES);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("the variables cannot be written as JSON: " + ex.getOriginalMessage(),
					ex);
		}
	}

}
