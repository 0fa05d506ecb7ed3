package io.windhover.convert.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import org.jspecify.annotations.Nullable;

import static io.windhover.convert.expression.TypeRule.PropertyRule.empty;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The task that writes a record to a topic: one record of text, or of JSON.
 */
final class ProduceRule {

	private static final String SERVERS = "bootstrap.servers";

	/** Of a producer, without which it means the same. */
	private static final Set<String> PROMISES = Set.of("acks", "enable.idempotence", "transactional.id",
			"key.serializer", "value.serializer");

	private static final Set<String> OF_A_RECORD = Set.of("key", "value", "headers", "partition");

	private ProduceRule() {
	}

	static TypeRule rule() {
		return TypeRule.worker(List.of("io.kestra.plugin.kafka.Produce"), "kafka-produce",
				renamed("topic", "topic", KestraValues::text),
				new PropertyRule("properties", "`bootstrapServers` and `properties`", ProduceRule::properties),
				new PropertyRule("from",
						"`key`, `value`, `headers` and `partition`, where it is one record: a value of text, or with JSON a map or a list",
						ProduceRule::record),
				only("keySerializer", List.of("STRING"), "write the key as text"),
				only("valueSerializer", List.of("STRING", "JSON"), "write the value as text or as a map"),
				empty("serdeProperties", "leave it out where the values are STRING or JSON"),
				only("transactional", List.of("true", "false"), "write true or false"))
			.with(Map.of("messagesCount", new OutputRule("count", Kind.SCALAR, false)))
			.end((draft) -> {
				if (draft.source().get("properties") == null) {
					draft.leave("properties", null, "the cluster is not named", "write bootstrapServers");
				}
			});
	}

	private static void properties(Draft draft, KestraSource value) {
		Map<String, Object> properties = KestraValues.texts(draft, value);
		Object servers = properties.remove(SERVERS);
		if (servers == null) {
			throw new Unsupported("they have no " + SERVERS, "write bootstrapServers");
		}
		properties.keySet().stream().filter(PROMISES::contains).findFirst().ifPresent((name) -> {
			throw new Unsupported("'%s' is decided by Windhover".formatted(name),
					"leave it out: all replicas have a record before it counts, and none is written twice");
		});
		draft.put("bootstrapServers", servers);
		if (!properties.isEmpty()) {
			draft.put("properties", properties);
		}
	}

	private static void record(Draft draft, KestraSource value) {
		if (!(value instanceof KestraSource.Mapping record) || !OF_A_RECORD.containsAll(record.entries().keySet())) {
			throw new Unsupported("it is not one record with key, value, headers and partition",
					"write the records by hand under 'records'");
		}
		Map<String, @Nullable Object> made = new LinkedHashMap<>();
		KestraSource key = record.get("key");
		KestraSource partition = record.get("partition");
		KestraSource headers = record.get("headers");
		if (key != null) {
			made.put("key", KestraValues.exactText(draft, key));
		}
		made.put("value", value(draft, record.get("value")));
		if (headers != null) {
			made.put("headers", KestraValues.texts(draft, headers));
		}
		if (partition != null) {
			made.put("partition", KestraValues.integer(draft, partition));
		}
		made.forEach(draft::put);
	}

	private static Object value(Draft draft, @Nullable KestraSource value) {
		String serializer = Objects.requireNonNullElse(draft.source().text("valueSerializer"), "STRING");
		if (serializer.equalsIgnoreCase("JSON") && value != null && !(value instanceof KestraSource.Scalar)) {
			return KestraValues.plainOr(KestraValues.structure(draft, value));
		}
		if (serializer.equalsIgnoreCase("STRING") && value instanceof KestraSource.Scalar) {
			return KestraValues.exactText(draft, value);
		}
		throw new Unsupported("its value is not a text, or with the serializer JSON not a map or a list",
				"write 'value' by hand: text stands as it is, anything else as JSON");
	}

}
