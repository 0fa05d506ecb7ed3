package io.windhover.convert.trigger;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.windhover.convert.Commented;
import io.windhover.convert.KestraSource;
import io.windhover.convert.Notes;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.ReferenceScope;
import io.windhover.convert.expression.TemplateConverter;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import io.windhover.convert.task.Ids;
import io.windhover.flow.WebhookTrigger;
import org.jspecify.annotations.Nullable;

import static io.windhover.convert.expression.TypeRule.PropertyRule.dropped;
import static io.windhover.convert.expression.TypeRule.PropertyRule.missing;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * Converts triggers.
 */
public final class TriggerRules {

	private static final Pattern KEY = Pattern.compile(WebhookTrigger.KEY);

	private static final Map<String, String> RECOVER = Map.of("ALL", "all", "LAST", "last", "NONE", "none");

	private static final List<TypeRule> ALL = all();

	private TriggerRules() {
	}

	private static List<TypeRule> all() {
		List<TypeRule> all = new ArrayList<>(
				List.of(schedule(), webhook(), FlowTriggerRule.rule(), HttpTriggerRule.rule()));
		all.addAll(KafkaTriggerRules.all());
		return List.copyOf(all);
	}

	/** That of a type of Kestra; null where it has no equivalent. */
	public static @Nullable TypeRule of(String type) {
		return ALL.stream().filter((each) -> each.names().contains(type)).findFirst().orElse(null);
	}

	/** All, as the docs list them. */
	public static List<TypeRule> list() {
		return ALL;
	}

	/**
	 * Converts the triggers; a disabled one is left out and noted.
	 * @throws Unsupported when they are not a list of maps
	 */
	public static List<Object> convert(KestraSource value, Notes.Place place, ReferenceScope scope, Notes notes) {
		List<Object> triggers = new ArrayList<>();
		List<KestraSource.Entry> items = KestraValues.items(value);
		for (int i = 0; i < items.size(); i++) {
			KestraSource.Entry item = items.get(i);
			Notes.Place at = place.element(item.line(), i);
			KestraSource.Mapping mapping = KestraValues.mapping(item.value());
			if ("true".equals(mapping.text("disabled"))) {
				notes.add(at, false, "the trigger is disabled, so it is left out", "add it when it is needed");
			}
			else {
				triggers.add(Objects
					.requireNonNull(Commented.of(item.comments(), trigger(new Draft(mapping, at, scope, notes)))));
			}
		}
		return triggers;
	}

	private static Map<String, @Nullable Object> trigger(Draft draft) {
		String type = Objects.requireNonNullElse(draft.source().text("type"), "");
		draft.carry("id", (each, value) -> each.put("id", Ids.id(each, value)));
		TypeRule rule = of(type);
		if (rule == null) {
			draft.leave("type", "the trigger %s has no equivalent".formatted(type),
					"write it as a schedule, http-poll, kafka, webhook or flow trigger");
			draft.source().entries().keySet().forEach(draft::leaveSilently);
			return draft.finish(type);
		}
		draft.take("type");
		rule.apply(draft);
		return draft.finish(type);
	}

	static List<String> names(String name) {
		return List.of("io.kestra.plugin.core.trigger." + name, "io.kestra.core.models.triggers.types." + name);
	}

	static List<PropertyRule> common() {
		return List.of(only("disabled", List.of("false"), "leave the trigger out"),
				dropped("description", "triggers have none", "write it as a comment"),
				dropped("logLevel", "the levels of logs are those of Windhover", "leave it out"),
				dropped("minLogLevel", "the levels of logs are those of Windhover", "leave it out"));
	}

	/** Of triggers that look for something themselves. */
	static List<PropertyRule> polling() {
		List<PropertyRule> properties = new ArrayList<>(List.of(missing("stopAfter",
				"a trigger goes on when its executions have ended",
				"pause it when it has fired: POST {\"state\": \"paused\"} to /scheduler/{namespace}/{flowId}/{triggerId}"),
				missing("conditions", "only schedules have conditions", "write them as runIf of the tasks")));
		properties.addAll(common());
		return properties;
	}

	/** Kestra looks again when the execution that it started has ended. */
	static void oneAtATime(Draft draft) {
		draft.notes()
			.once(draft.place(), "it also fires while an execution that it started before still runs",
					"give the flow concurrency: {limit: 1, behavior: cancel} where an execution may take longer than the interval");
	}

	/** A time zone by its name. */
	private static String zone(Draft draft, KestraSource value) {
		String zone = KestraValues.fixed(draft, value);
		try {
			return ZoneId.of(zone).getId();
		}
		catch (DateTimeException ex) {
			throw new Unsupported("'%s' is not a time zone".formatted(zone), "write one such as Europe/Paris");
		}
	}

	private static TypeRule schedule() {
		List<PropertyRule> properties = new ArrayList<>(List.of(renamed("cron", "cron", Crons::of),
				renamed("timezone", "timezone", TriggerRules::zone),
				renamed("recoverMissedSchedules", "recoverMissed",
						(draft, value) -> KestraValues.choice(draft, value, RECOVER)),
				renamed("inputs", "inputs", (draft, value) -> inputs(draft, value, TriggerRules::refused)),
				only("withSeconds", List.of("true", "false"), "write true or false"),
				new PropertyRule("conditions",
						"a part of `cron` or `conditions`: DayWeek, Weekend, DayWeekInMonth, Not around one of these, DateTimeBetween",
						Crons::conditions),
				new PropertyRule("scheduleConditions", "the same", Crons::conditions),
				dropped("backfill", "a backfill is begun by a request",
						"send a POST to /api/flows/{namespace}/{flowId}/triggers/{triggerId}/backfill")));
		properties.addAll(common());
		return TypeRule.worker(names("Schedule"), "schedule", properties.toArray(PropertyRule[]::new)).end((draft) -> {
			if (draft.source().get("timezone") == null) {
				draft.notes()
					.once(draft.place(), "a schedule without a timezone is in UTC, and in that of the server in Kestra",
							"set timezone where the server of Kestra has another one");
			}
			if (draft.source().get("recoverMissedSchedules") == null) {
				draft.put("recoverMissed", "all");
			}
			requireInputs(draft);
		});
	}

	private static TypeRule webhook() {
		List<PropertyRule> properties = new ArrayList<>(List.of(renamed("key", "key", (draft, value) -> {
			String key = KestraValues.fixed(draft, value);
			if (!KEY.matcher(key).matches()) {
				throw new Unsupported("the key has other than 16 to 200 letters, digits, '_' and '-'",
						"make one, as by openssl rand -hex 20, and give it to those who call");
			}
			return key;
		})));
		properties.addAll(common());
		return TypeRule.worker(names("Webhook"), "webhook", properties.toArray(PropertyRule[]::new)).end((draft) -> {
			draft.note(draft.place(), false, "the address of the webhook is another one",
					"give those who call /api/webhooks/{namespace}/{flowId}/{key}");
			requireInputs(draft);
		});
	}

	private static Object refused(Draft draft, KestraSource value) {
		throw new Unsupported("a trigger gives its inputs as they stand",
				"put the template into the default of the input or into the task");
	}

	/**
	 * The inputs that a trigger gives.
	 * @param templated reads those that have templates
	 */
	static Object inputs(Draft draft, KestraSource value, KestraValues.Reader templated) {
		Map<String, Object> inputs = new LinkedHashMap<>();
		KestraValues.mapping(value).entries().forEach((name, entry) -> {
			String type = draft.scope().flow().input(name);
			if (type == null) {
				throw new Unsupported("the flow has no input '%s'".formatted(name), "declare it, or leave it out");
			}
			if (type.equals("SECRET")) {
				throw new Unsupported("the input '%s' takes the name of a secret, and not its value".formatted(name),
						"keep the value as a secret of the workers, and write its name");
			}
			if (TemplateConverter.isTemplated(entry.value().plain())) {
				inputs.put(name, KestraValues.plainOr(templated.read(draft, entry.value())));
				return;
			}
			boolean text = type.equals("STRING") && entry.value() instanceof KestraSource.Scalar;
			inputs.put(name, KestraValues.plainOr(
					text ? KestraValues.fixed(draft, entry.value()) : KestraValues.structure(draft, entry.value())));
		});
		return inputs;
	}

	static void requireInputs(Draft draft) {
		List<String> missing = draft.scope()
			.flow()
			.requiredInputs()
			.stream()
			.filter((id) -> !(draft.get("inputs") instanceof Map<?, ?> given && given.containsKey(id)))
			.toList();
		if (!missing.isEmpty() && (draft.source().get("inputs") == null || draft.get("inputs") != null)) {
			draft.leave("inputs", null, "the flow requires " + String.join(", ", missing),
					"give these in 'inputs' of the trigger, or give them a default");
		}
	}

}
