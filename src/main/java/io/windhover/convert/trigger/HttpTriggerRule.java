package io.windhover.convert.trigger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import static io.windhover.convert.expression.TypeRule.PropertyRule.missing;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The trigger that asks an HTTP server at an interval.
 */
final class HttpTriggerRule {

	private static final OutputRule STATUS = new OutputRule("status", Kind.SCALAR, false);

	private static final OutputRule BODY = new OutputRule("body", Kind.ANY, true);

	/** What the condition sees below {@code response}. */
	private static final Map<String, OutputRule> RESPONSE = Map.of("statusCode", STATUS, "body", BODY);

	/** Other than what reads it as JSON. */
	private static final Pattern BODY_AS_TEXT = Pattern
		.compile("(?<!json\\(\\s{0,9}|fromJson\\(\\s{0,9})response\\.body\\b(?!\\s*\\|\\s*jq\\s*\\()");

	private HttpTriggerRule() {
	}

	static TypeRule rule() {
		List<PropertyRule> properties = new ArrayList<>(List.of(renamed("uri", "uri", KestraValues::textOf),
				renamed("method", "method", KestraValues::fixed), renamed("headers", "headers", KestraValues::textsOf),
				renamed("responseCondition", "condition", HttpTriggerRule::condition), interval(), noBody("body"),
				noBody("formData"), dropped("contentType", "the request has no body", "leave it out"),
				only("encryptBody", List.of("false"), "let a task ask for what is secret"),
				new PropertyRule("options", "nothing, where it has only limits of the connection", (draft,
						value) -> draft.nested("options", KestraValues.mapping(value), HttpTriggerRule::options))));
		properties.addAll(TriggerRules.polling());
		return new TypeRule(List.of("io.kestra.plugin.core.http.Trigger", "io.kestra.plugin.fs.http.Trigger"),
				"http-poll", false, properties, Map.of("code", STATUS, "body", BODY), (draft) -> {
					if (draft.source().get("responseCondition") == null) {
						draft.put("condition", "{{ status < 400 }}");
					}
					draft.notes()
						.once(draft.place(), "where an answer is JSON, trigger.body as text is that JSON written anew",
								"compare fields, such as trigger.body.state, and not the text");
					TriggerRules.oneAtATime(draft);
					TriggerRules.requireInputs(draft);
				});
	}

	/** Of a body that is JSON, its own text is not there to be compared. */
	private static String condition(Draft draft, KestraSource value) {
		String condition = KestraValues.conditionOf(draft, value, RESPONSE);
		if (BODY_AS_TEXT.matcher(KestraValues.literal(value)).find()) {
			throw new Unsupported("where an answer is JSON, its text is that JSON written anew",
					"compare fields, such as body.state, or write toJson(body) where spaces do not matter");
		}
		return condition;
	}

	/** At least a second, which is the least of Windhover's. */
	static PropertyRule interval() {
		return renamed("interval", "interval", (draft, value) -> {
			Object interval = KestraValues.duration(draft, value);
			if (Duration.parse(String.valueOf(interval)).compareTo(Duration.ofSeconds(1)) < 0) {
				throw new Unsupported("an interval has at least a second", "write PT1S or more");
			}
			return interval;
		});
	}

	private static PropertyRule noBody(String name) {
		return missing(name, "an http-poll trigger sends no body",
				"ask by GET, or by an http task of a flow with a schedule, whose next tasks have a runIf");
	}

	private static void options(Draft options) {
		List.of("connectTimeout", "timeout", "readTimeout", "readIdleTimeout", "connectionPoolIdleTimeout",
				"maxContentLength", "logs", "logLevel")
			.forEach(
					(name) -> options.carry(name,
							dropped(name, "the connection is Windhover's own",
									"an answer takes at most nine tenths of the interval, 30 s and 256 KiB")
								.carrier()));
		// Kestra decides by the condition alone
		options.carry("allowFailed", only("allowFailed", List.of("true", "false"), "write true or false").carrier());
		options.carry("followRedirects",
				only("followRedirects", List.of("true"), "name the address that answers").carrier());
		options.carry("defaultCharset", only("defaultCharset", List.of("UTF-8"), "let it answer in UTF-8").carrier());
		List.of("auth", "basicAuthUser", "basicAuthPassword")
			.forEach((name) -> options.carry(name, missing(name, "an http-poll trigger has no login",
					"write the header Authorization, whose value may use secret()")
				.carrier()));
	}

}
