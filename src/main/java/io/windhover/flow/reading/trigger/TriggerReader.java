package io.windhover.flow.reading.trigger;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.windhover.flow.FlowTrigger;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.flow.WebhookSignature;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.binding.Path;
import io.windhover.flow.binding.RecordBinder;
import io.windhover.flow.definition.TriggerDefinition;
import io.windhover.flow.input.Input;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.SectionSchemas.PollingShape;
import io.windhover.flow.reading.section.SectionSchemas.ScheduleConditionsShape;
import io.windhover.flow.reading.section.SectionSchemas.ScheduleShape;
import io.windhover.flow.reading.section.SectionSchemas.SignatureShape;
import io.windhover.flow.reading.section.SectionSchemas.WebhookShape;
import io.windhover.flow.reading.section.YamlSection;
import io.windhover.flow.reading.task.TaskReader;
import io.windhover.flow.reading.task.TemplateCheck;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * Reads triggers.
 */
public class TriggerReader {

	private static final LocalDateTime ANY_DATE = LocalDateTime.of(2024, 1, 1, 0, 0);

	private static final Set<String> COMMON = Set.of("id", "type", "interval", "inputs");

	private static final ZoneId UTC = ZoneId.of("UTC");

	private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

	private final RecordBinder binder;

	private final Templates templates;

	private final FlowTriggerReader flows;

	private final Map<String, TriggerDefinition<?>> definitions = new TreeMap<>();

	/**
	 * Makes the reader of triggers.
	 * @param definitions of the types that poll; the others are built in
	 */
	public TriggerReader(RecordBinder binder, List<TriggerDefinition<?>> definitions, Templates templates) {
		this.binder = binder;
		this.templates = templates;
		this.flows = new FlowTriggerReader(binder);
		definitions.forEach((each) -> this.definitions.put(each.type(), each));
	}

	/**
	 * Reads one.
	 * @param inputs of the flow, against which those that the trigger gives are held;
	 * null when they could not be read
	 */
	public @Nullable Trigger read(YamlSection part, @Nullable List<Input> inputs, TemplateCheck templates,
			ReadingProblems problems) {
		String type = part.text("type");
		if (type == null) {
			problems.of(part.path(), this.binder.bind(part.only(COMMON), PollingShape.class));
			return null;
		}
		TriggerInputs given = new TriggerInputs(part, inputs, this.templates, problems);
		if (type.equals(ScheduleTrigger.TYPE)) {
			return schedule(part, given, problems);
		}
		if (type.equals(WebhookTrigger.TYPE)) {
			return webhook(part, given, templates, problems);
		}
		if (type.equals(FlowTrigger.TYPE)) {
			return this.flows.read(part, given, templates, problems);
		}
		TriggerDefinition<?> definition = this.definitions.get(type);
		if (definition != null) {
			return polling(part, definition, given, templates, problems);
		}
		Set<String> known = new TreeSet<>(this.definitions.keySet());
		known.add(ScheduleTrigger.TYPE);
		known.add(WebhookTrigger.TYPE);
		known.add(FlowTrigger.TYPE);
		problems.value(part.path().child("type"), TaskReader.unknown(type, known));
		return null;
	}

	private @Nullable Trigger schedule(YamlSection part, TriggerInputs given, ReadingProblems problems) {
		int before = problems.count();
		ScheduleShape shape = problems.of(part.path(), this.binder.bind(part.properties(), ScheduleShape.class))
			.value();
		if (part.text("cron") != null) {
			cron(part.path().child("cron"), String.valueOf(part.text("cron")), problems);
		}
		Map<String, Object> inputs = given.resolve();
		ZoneId timezone = (shape != null && shape.timezone() != null) ? shape.timezone() : UTC;
		Path path = part.path().child("conditions");
		ScheduleConditions conditions = conditions(path, part.properties().get("conditions"), timezone, problems);
		if (shape == null || problems.count() > before) {
			return null;
		}
		ScheduleTrigger trigger = new ScheduleTrigger(shape.id(), shape.cron(), timezone, conditions,
				(shape.recoverMissed() != null) ? shape.recoverMissed() : ScheduleTrigger.RecoverMissed.LAST, inputs);
		if (!trigger.hasDates()) {
			problems.value(path, "exclude every date of the cron '%s'; allow at least one".formatted(shape.cron()));
			return null;
		}
		return trigger;
	}

	/**
	 * Null where there are none; problems of their form are known already.
	 */
	private @Nullable ScheduleConditions conditions(Path path, @Nullable Object written, ZoneId timezone,
			ReadingProblems problems) {
		if (!(written instanceof Map<?, ?> map)) {
			return null;
		}
		ScheduleConditionsShape shape = this.binder.bind(YamlSection.properties(map), ScheduleConditionsShape.class)
			.value();
		return (shape != null) ? ScheduleConditionsReader.read(path, shape, timezone, problems) : null;
	}

	private static void cron(Path path, String cron, ReadingProblems problems) {
		try {
			if (ScheduleTrigger.parse(cron).next(ANY_DATE) == null) {
				problems.value(path, "'%s' never comes; check its day of the month and its month".formatted(cron));
			}
		}
		catch (IllegalArgumentException ex) {
			problems.value(path, "'%s' is not a cron expression of five fields (minute first) or six (second first): %s"
				.formatted(cron, ex.getMessage()));
		}
	}

	private @Nullable Trigger webhook(YamlSection part, TriggerInputs given, TemplateCheck templates,
			ReadingProblems problems) {
		int before = problems.count();
		WebhookShape shape = problems.of(part.path(), this.binder.bind(part.properties(), WebhookShape.class)).value();
		Map<String, Object> inputs = given.ofEachCall(templates);
		if (shape == null || problems.count() > before) {
			return null;
		}
		return new WebhookTrigger(shape.id(), WebhookTrigger.digest(shape.key()), inputs, signature(shape.signature()));
	}

	private static @Nullable WebhookSignature signature(@Nullable SignatureShape shape) {
		if (shape == null) {
			return null;
		}
		return new WebhookSignature(shape.secret(), (shape.header() != null) ? shape.header() : WebhookSignature.HEADER,
				(shape.algorithm() != null) ? shape.algorithm() : WebhookSignature.Algorithm.SHA256,
				(shape.encoding() != null) ? shape.encoding() : WebhookSignature.Encoding.HEX);
	}

	private @Nullable Trigger polling(YamlSection part, TriggerDefinition<?> definition, TriggerInputs given,
			TemplateCheck templates, ReadingProblems problems) {
		int before = problems.count();
		PollingShape shape = problems.of(part.path(), this.binder.bind(part.only(COMMON), PollingShape.class)).value();
		Map<String, Object> configuration = part.without(COMMON);
		problems.of(part.path(),
				this.binder.bind(configuration, definition.configurationType(), Templates::isTemplate, COMMON));
		definition.problems(configuration).forEach((name, message) -> problems.value(part.path().child(name), message));
		configuration.forEach((name, value) -> {
			Path path = part.path().child(name);
			templates.checkTrigger(path, value, definition.variables(name),
					definition.secretProperties().contains(name));
		});
		Map<String, Object> inputs = given.resolve();
		if (shape == null || problems.count() > before) {
			return null;
		}
		return new PollingTrigger(shape.id(), shape.type(),
				(shape.interval() != null) ? shape.interval() : DEFAULT_INTERVAL, configuration, inputs);
	}

}
