package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TemplateConverter;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;

import static io.windhover.convert.expression.TypeRule.PropertyRule.dropped;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The types that a worker runs, but for scripts and requests.
 */
final class WorkerRules {

	private static final Map<String, String> LEVELS = Map.of("TRACE", "trace", "DEBUG", "debug", "INFO", "info", "WARN",
			"warn", "ERROR", "error");

	private WorkerRules() {
	}

	static List<TypeRule> all() {
		List<TypeRule> all = new ArrayList<>(
				List.of(log(), echo(), returned(), outputValues(), labels(), sleep(), fail(), check()));
		all.addAll(HttpRule.rules());
		all.addAll(SqlRule.rules());
		all.addAll(SqlQueriesRule.rules());
		all.addAll(List.of(ProduceRule.rule(), webhook(), mail()));
		return all;
	}

	private static PropertyRule level() {
		return renamed("level", "level", (draft, value) -> KestraValues.choice(draft, value, LEVELS));
	}

	private static TypeRule log() {
		return TypeRule.worker(List
			.of("io.kestra.plugin.core.log.Log", "io.kestra.core.tasks.log.Log", "io.kestra.core.tasks.debugs.Log"),
				"log",
				renamed("message", "message",
						(draft, value) -> (value instanceof KestraSource.Sequence)
								? String.join("\n", KestraValues.list(draft, value)) : KestraValues.text(draft, value)),
				level());
	}

	private static TypeRule echo() {
		return TypeRule.worker(List.of("io.kestra.plugin.core.debug.Echo", "io.kestra.core.tasks.debugs.Echo"), "log",
				renamed("format", "message", KestraValues::text), level());
	}

	private static TypeRule returned() {
		return TypeRule
			.worker(List.of("io.kestra.plugin.core.debug.Return", "io.kestra.core.tasks.debugs.Return"), "return",
					renamed("format", "value", KestraValues::exactText))
			.with(Map.of("value", new OutputRule("value", Kind.TEXT, false)));
	}

	private static TypeRule outputValues() {
		return TypeRule
			.worker(List.of("io.kestra.plugin.core.output.OutputValues", "io.kestra.core.tasks.outputs.OutputValues"),
					"return", renamed("values", "value", KestraValues::structure))
			.with(Map.of("values", new OutputRule("value", Kind.ANY, false)));
	}

	private static TypeRule labels() {
		return TypeRule.worker(
				List.of("io.kestra.plugin.core.execution.Labels", "io.kestra.core.tasks.executions.Labels"),
				"set-labels", renamed("labels", "labels", WorkerRules::labels));
	}

	/** A map, or a list of maps with a key and a value. */
	static Map<String, Object> labels(Draft draft, KestraSource value) {
		if (!(value instanceof KestraSource.Sequence sequence)) {
			return KestraValues.texts(draft, value);
		}
		Map<String, Object> labels = new LinkedHashMap<>();
		for (KestraSource.Entry item : sequence.items()) {
			KestraSource.Mapping label = KestraValues.mapping(item.value());
			KestraSource key = label.get("key");
			KestraSource text = label.get("value");
			if (key == null || text == null || label.entries().size() != 2) {
				throw new Unsupported("a label has other than a key and a value", "write the labels as a map");
			}
			labels.put(KestraValues.fixed(draft, key), KestraValues.exactText(draft, text));
		}
		return labels;
	}

	private static TypeRule sleep() {
		return TypeRule.worker(List.of("io.kestra.plugin.core.flow.Sleep"), "sleep",
				renamed("duration", "duration", KestraValues::duration));
	}

	private static TypeRule fail() {
		return TypeRule.worker(List.of("io.kestra.plugin.core.execution.Fail", "io.kestra.core.tasks.executions.Fail"),
				"fail", new PropertyRule("condition", "`runIf`", (draft, value) -> {
					if (draft.source().get("runIf") != null) {
						throw new Unsupported("the task has runIf as well", "join the two by 'and' in runIf");
					}
					draft.put("runIf", KestraValues.condition(draft.control(), value));
				}), renamed("errorMessage", "message", KestraValues::text))
			.end((draft) -> {
				if (draft.source().get("errorMessage") == null) {
					draft.put("message", "Task failure");
				}
			});
	}

	private static TypeRule check() {
		return TypeRule.worker(List.of("io.kestra.plugin.core.execution.Assert"), "assert",
				new PropertyRule("errorMessage", "`message` of each of the `conditions`", (draft, value) -> {
				}), new PropertyRule("conditions", "`conditions`", (draft, value) -> {
					KestraSource message = draft.source().get("errorMessage");
					String text = (message != null) ? KestraValues.text(draft, message) : "Assertion failed";
					draft.put("conditions", KestraValues.items(value).stream().map((item) -> {
						Map<String, Object> condition = new LinkedHashMap<>();
						condition.put("condition", KestraValues.condition(draft, item.value()));
						condition.put("message", text);
						return condition;
					}).toList());
				}));
	}

	private static TypeRule webhook() {
		return TypeRule.worker(
				List.of("io.kestra.plugin.slack.notifications.SlackIncomingWebhook",
						"io.kestra.plugin.slack.SlackIncomingWebhook",
						"io.kestra.plugin.notifications.slack.SlackIncomingWebhook",
						"io.kestra.plugin.discord.DiscordIncomingWebhook",
						"io.kestra.plugin.notifications.discord.DiscordIncomingWebhook",
						"io.kestra.plugin.microsoft365.teams.TeamsIncomingWebhook",
						"io.kestra.plugin.notifications.teams.TeamsIncomingWebhook",
						"io.kestra.plugin.googleworkspace.chat.GoogleChatIncomingWebhook",
						"io.kestra.plugin.notifications.google.GoogleChatIncomingWebhook"),
				"notify", renamed("url", "url", KestraValues::text), renamed("messageText", "text", KestraValues::text),
				new PropertyRule("payload", "`payload`, as a map", (draft, value) -> {
					if (draft.source().get("messageText") != null) {
						throw new Unsupported("a message is either a text or a payload",
								"put the text into the payload");
					}
					draft.put("payload", JsonText.payload(draft, value));
				}), dropped("options", "the connection has the limits of Windhover", "use timeout"));
	}

	private static TypeRule mail() {
		return TypeRule
			.worker(List.of("io.kestra.plugin.email.MailSend", "io.kestra.plugin.notifications.mail.MailSend"), "mail",
					renamed("host", "host", KestraValues::text), renamed("port", "port", KestraValues::integer),
					renamed("transportStrategy", "security",
							(draft, value) -> KestraValues.choice(draft, value,
									Map.of("SMTPS", "tls", "SMTP_TLS", "starttls"))),
					renamed("username", "username", KestraValues::text),
					renamed("password", "password", KestraValues::text), renamed("from", "from", KestraValues::text),
					renamed("to", "to", WorkerRules::addresses), renamed("cc", "cc", WorkerRules::addresses),
					renamed("bcc", "bcc", WorkerRules::addresses), renamed("subject", "subject", KestraValues::text),
					renamed("plainTextContent", "text", KestraValues::text),
					renamed("htmlTextContent", "html", KestraValues::text),
					dropped("sessionTimeout", "a connection is given up after 10 s, an answer after 30 s",
							"use timeout for the whole"))
			.end((draft) -> {
				if (draft.source().get("transportStrategy") == null) {
					draft.put("security", "tls");
				}
				if (draft.source().get("subject") == null) {
					draft.put("subject", "");
				}
			});
	}

	private static Object addresses(Draft draft, KestraSource value) {
		if (value instanceof KestraSource.Sequence) {
			return KestraValues.list(draft, value);
		}
		String text = KestraValues.text(draft, value);
		return TemplateConverter.isTemplated(text) ? List.of(text)
				: Arrays.stream(text.split("[,;]", -1)).map(String::strip).filter((each) -> !each.isEmpty()).toList();
	}

}
