package io.windhover.convert.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;

import static io.windhover.convert.expression.TypeRule.PropertyRule.dropped;
import static io.windhover.convert.expression.TypeRule.PropertyRule.empty;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The triggers that read a topic: record by record, or some at once.
 */
final class KafkaTriggerRules {

	private static final String SERVERS = "bootstrap.servers";

	private static final String RESET = "auto.offset.reset";

	/** Of a batch. */
	private static final int MOST_RECORDS = 500;

	/** Those that Windhover decides, and without which the trigger means the same. */
	private static final Set<String> PROMISES = Set.of("group.id", "enable.auto.commit", "key.deserializer",
			"value.deserializer", "isolation.level");

	private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

	private static final Pattern GROUP = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

	private static final Map<String, String> FORMATS = Map.of("STRING", "text", "JSON", "json");

	private static final Map<String, String> STARTS = Map.of("EARLIEST", "earliest", "LATEST", "latest");

	private KafkaTriggerRules() {
	}

	static List<TypeRule> all() {
		return List.of(record(), batch());
	}

	private static TypeRule record() {
		return new TypeRule(List.of("io.kestra.plugin.kafka.RealtimeTrigger"), "kafka", false, common(),
				Map.of("value", new OutputRule("value", Kind.ANY, false), "key", text("key"), "topic", text("topic"),
						"partition", new OutputRule("partition", Kind.SCALAR, false), "offset",
						new OutputRule("offset", Kind.SCALAR, false), "timestamp", text("timestamp")),
				(draft) -> {
					// at once is what Kestra means
					draft.put("interval", "PT1S");
					end(draft);
				});
	}

	private static TypeRule batch() {
		List<PropertyRule> properties = new ArrayList<>(
				List.of(HttpTriggerRule.interval(), renamed("maxRecords", "maxRecords", (draft, value) -> {
					Object most = KestraValues.integer(draft, value);
					if ((Integer) most > MOST_RECORDS || (Integer) most < 1) {
						throw new Unsupported("a batch has at most %d records".formatted(MOST_RECORDS),
								"write a number up to %d: what is more makes several executions"
									.formatted(MOST_RECORDS));
					}
					return most;
				}), renamed("pollDuration", "maxWait", KestraValues::duration),
						dropped("maxDuration", "an evaluation ends with maxRecords or maxWait", "leave it out"),
						only("deduplicate", List.of("false", "true"), "write true or false")));
		properties.addAll(common());
		return new TypeRule(List.of("io.kestra.plugin.kafka.Trigger"), "kafka", false, properties,
				Map.of("messagesCount", new OutputRule("count", Kind.SCALAR, false)), (draft) -> {
					draft.put("mode", "batch");
					if (draft.source().get("maxRecords") == null) {
						draft.leave("maxRecords", null, "Kestra puts all records into one execution, however many",
								"write a number up to %d: what is more makes several executions"
									.formatted(MOST_RECORDS));
					}
					if (draft.source().get("pollDuration") == null) {
						draft.put("maxWait", "PT5S");
					}
					TriggerRules.oneAtATime(draft);
					end(draft);
				});
	}

	private static OutputRule text(String name) {
		return new OutputRule(name, Kind.TEXT, false);
	}

	private static List<PropertyRule> common() {
		List<PropertyRule> properties = new ArrayList<>(
				List.of(renamed("topic", "topic", (draft, value) -> name(draft, value, TOPIC, "topic")),
						renamed("groupId", "groupId", (draft, value) -> name(draft, value, GROUP, "group")),
						new PropertyRule("properties", "`bootstrapServers`, `startFrom` and `properties`",
								KafkaTriggerRules::properties),
						only("keyDeserializer", List.of("STRING"), "read the key as text"),
						renamed("valueDeserializer", "format",
								(draft, value) -> KestraValues.choice(draft, value, FORMATS)),
						empty("serdeProperties", "leave it out where the values are STRING or JSON"),
						only("groupType", List.of("CONSUMER"), "read the topic in a group of consumers"),
						dropped("since", "Kestra ignores it where there is a group", "leave it out")));
		properties.addAll(TriggerRules.polling());
		return properties;
	}

	private static void end(Draft draft) {
		if (draft.source().get("groupId") == null) {
			draft.leave("groupId", null, "without a group Kestra reads the whole topic each time",
					"write the group whose offsets count");
		}
		if (draft.source().get("properties") == null) {
			draft.leave("properties", null, "the cluster is not named", "write bootstrapServers");
		}
		draft.notes()
			.once(draft.place(),
					"a record with more than 64 KiB of JSON comes without its content, and a JSON value that cannot be parsed comes as text",
					"raise maxRecordBytes, up to 256 KiB");
		TriggerRules.requireInputs(draft);
	}

	private static String name(Draft draft, KestraSource value, Pattern form, String what) {
		String name = KestraValues.fixed(draft, value);
		if (!form.matcher(name).matches()) {
			throw new Unsupported("'%s' is no name of one %s".formatted(name, what), "write one trigger for each");
		}
		return name;
	}

	private static void properties(Draft draft, KestraSource value) {
		Map<String, Object> properties = KestraValues.textsOf(draft, value);
		Object servers = properties.remove(SERVERS);
		if (servers == null) {
			throw new Unsupported("they have no " + SERVERS, "write bootstrapServers");
		}
		properties.keySet()
			.stream()
			.filter((name) -> PROMISES.contains(name) || name.matches("ssl\\..*\\.location"))
			.findFirst()
			.ifPresent((name) -> {
				throw new Unsupported("'%s' means something else here, or nothing".formatted(name),
						"leave it out: Windhover decides it by groupId, format and its own positions; a store of certificates is given as PEM");
			});
		Object start = properties.remove(RESET);
		if (start != null) {
			String from = STARTS.get(String.valueOf(start).toUpperCase(Locale.ROOT));
			if (from == null) {
				throw new Unsupported("'%s: %s' is not supported".formatted(RESET, start),
						"use earliest or latest as startFrom");
			}
			draft.put("startFrom", from);
		}
		draft.put("bootstrapServers", servers);
		if (!properties.isEmpty()) {
			draft.put("properties", properties);
		}
	}

}
