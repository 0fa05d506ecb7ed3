package io.windhover.convert.task;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;

import static io.windhover.convert.expression.TypeRule.PropertyRule.dropped;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The types that send requests.
 */
public final class HttpRule {

	private static final String CONTENT_TYPE = "Content-Type";

	private static final String RESPONSE_TIMEOUT = "responseTimeout";

	private static final OutputRule STATUS = new OutputRule("status", Kind.SCALAR, false);

	private static final int MOST_BYTES = 16 * 1024 * 1024;

	private static final List<Integer> SUCCESSES = List.of(200, 201, 202, 203, 204, 205, 206);

	private HttpRule() {
	}

	static List<TypeRule> rules() {
		List<PropertyRule> properties = new ArrayList<>(properties());
		properties.add(only("encryptBody", List.of("false"), "mark what is secret as a secret"));
		properties.add(allowFailed());
		return List.of(
				new TypeRule(names("Request"), "http", false, properties,
						Map.of("code", STATUS, "body", new OutputRule("body", Kind.ANY, true)), HttpRule::contentType),
				download());
	}

	private static List<String> names(String name) {
		return List.of("io.kestra.plugin.core.http." + name, "io.kestra.plugin.fs.http." + name);
	}

	private static List<PropertyRule> properties() {
		return List.of(renamed("uri", "uri", KestraValues::text), renamed("method", "method", KestraValues::text),
				renamed("headers", "headers", KestraValues::texts), renamed("body", "body", KestraValues::template),
				new PropertyRule("formData", "`form`, or `multipart` where contentType says so", HttpRule::form),
				new PropertyRule("contentType", "the header `Content-Type`", (draft, value) -> {
					if (draft.source().get("formData") == null) {
						draft.put("contentType", KestraValues.text(draft, value));
					}
				}), new PropertyRule("options", "its own properties, see below",
						(draft, value) -> draft.nested("options", KestraValues.mapping(value), HttpRule::options)));
	}

	/** Its file has the name that it has in the address of the output, and no other. */
	private static TypeRule download() {
		List<PropertyRule> properties = new ArrayList<>(properties());
		properties.add(new PropertyRule("failOnEmptyResponse", "`acceptEmpty: false`, unless it is false",
				(draft, value) -> acceptEmpty(draft, !KestraValues.bool(draft, value))));
		return new TypeRule(names("Download"), "http", false, properties,
				Map.of("code", STATUS, "uri", new OutputRule("file", Kind.TEXT, false)), (draft) -> {
					contentType(draft);
					draft.put("responseFile", "download");
					acceptEmpty(draft, draft.source().get("failOnEmptyResponse") != null);
					draft.notes()
						.once(draft.place(), "a file has at most windhover.files.max-file-size, and is called download",
								"raise the property where files are larger, and give another name as responseFile");
				});
	}

	private static void acceptEmpty(Draft draft, boolean accepts) {
		if (!accepts) {
			draft.put("acceptEmpty", false);
		}
	}

	/** The properties of {@code options}. */
	public static List<PropertyRule> optionRules() {
		return List.of(renamed("connectTimeout", "connectTimeout", KestraValues::duration),
				new PropertyRule("timeout", "`connectTimeout` and, of `readIdleTimeout`, `responseTimeout`",
						(draft, value) -> draft.nested("timeout", KestraValues.mapping(value), (timeout) -> {
							timeout.carry("connectTimeout",
									(inner, each) -> inner.put("connectTimeout", KestraValues.duration(inner, each)));
							timeout.carry("readIdleTimeout",
									(inner, each) -> responseTimeout("readIdleTimeout", inner, each));
						})),
				renamed("followRedirects", "followRedirects", KestraValues::bool),
				renamed("maxContentLength", "maxResponseBytes", (draft, value) -> {
					Object bytes = KestraValues.integer(draft, value);
					if ((Integer) bytes > MOST_BYTES) {
						throw new Unsupported("a response has at most 16 MiB", "load it in a shell task");
					}
					return bytes;
				}), allowFailed(), renamed("allowedResponseCodes", "acceptStatus", (draft, value) -> {
					List<Object> accepted = new ArrayList<>(SUCCESSES);
					KestraValues.items(value)
						.forEach((item) -> accepted.add(KestraValues.integer(draft, item.value())));
					return accepted.stream().distinct().toList();
				}), new PropertyRule("auth", "`basicAuth` or `bearerToken`", HttpRule::auth),
				new PropertyRule("proxy", "`proxy`, without a login", HttpRule::proxy),
				only("defaultCharset", List.of("UTF-8"), "send UTF-8"),
				new PropertyRule("readTimeout", "`responseTimeout`, where it is a duration of up to 24 hours",
						(draft, value) -> responseTimeout("readTimeout", draft, value)),
				idle("readIdleTimeout"), idle("connectionPoolIdleTimeout"), idle("logs"), idle("logLevel"));
	}

	private static PropertyRule allowFailed() {
		return only("allowFailed", List.of("false"), "list the statuses that are right as acceptStatus");
	}

	private static PropertyRule idle(String name) {
		return dropped(name, "the connection is Windhover's own", "use timeout for the whole request");
	}

	/** Kestra waits for the first bytes of a response as long as for the next ones. */
	private static void responseTimeout(String name, Draft draft, KestraSource value) {
		String text = (value instanceof KestraSource.Scalar scalar) ? scalar.text() : "";
		Object other = draft.get(RESPONSE_TIMEOUT);
		if (other != null && !other.equals(text)) {
			throw new Unsupported("options.timeout has another readIdleTimeout", "keep the one that is right");
		}
		if (isResponseTimeout(text)) {
			draft.put(RESPONSE_TIMEOUT, text);
		}
		else {
			draft.note(draft.place(name), false, "it is not a duration of up to 24 hours",
					"set responseTimeout, which is PT1M by default");
		}
	}

	private static boolean isResponseTimeout(String text) {
		try {
			Duration duration = Duration.parse(text);
			return duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(Duration.ofHours(24)) <= 0;
		}
		catch (DateTimeParseException ex) {
			return false;
		}
	}

	private static void options(Draft options) {
		optionRules().forEach((rule) -> options.carry(rule.name(), rule.carrier()));
		KestraSource user = options.take("basicAuthUser");
		KestraSource password = options.take("basicAuthPassword");
		if (user != null && password != null) {
			Map<String, Object> basic = new LinkedHashMap<>();
			basic.put("username", KestraValues.text(options, user));
			basic.put("password", KestraValues.text(options, password));
			options.put("basicAuth", basic);
		}
		else if (user != null || password != null) {
			options.leave((user != null) ? "basicAuthUser" : "basicAuthPassword", "the login is incomplete",
					"give user and password");
		}
	}

	private static void auth(Draft draft, KestraSource value) {
		KestraSource.Mapping auth = KestraValues.mapping(value);
		String type = Objects.requireNonNullElse(auth.text("type"), "");
		KestraSource token = auth.get("token");
		KestraSource user = auth.get("username");
		KestraSource password = auth.get("password");
		if (type.equals("BEARER") && token != null) {
			draft.put("bearerToken", KestraValues.text(draft, token));
		}
		else if (type.equals("BASIC") && user != null && password != null) {
			Map<String, Object> basic = new LinkedHashMap<>();
			basic.put("username", KestraValues.text(draft, user));
			basic.put("password", KestraValues.text(draft, password));
			draft.put("basicAuth", basic);
		}
		else {
			throw new Unsupported("the authentication '%s' is not supported".formatted(type),
					"use basicAuth, bearerToken or headers");
		}
	}

	private static void proxy(Draft draft, KestraSource value) {
		KestraSource.Mapping proxy = KestraValues.mapping(value);
		KestraSource address = proxy.get("address");
		KestraSource port = proxy.get("port");
		String type = Objects.requireNonNullElse(proxy.text("type"), "HTTP");
		if (address == null || port == null || !type.equals("HTTP") || proxy.get("username") != null) {
			throw new Unsupported("only an HTTP proxy with address and port and without a login is there",
					"use such a proxy");
		}
		Map<String, Object> converted = new LinkedHashMap<>();
		converted.put("host", KestraValues.text(draft, address));
		converted.put("port", KestraValues.integer(draft, port));
		draft.put("proxy", converted);
	}

	private static void form(Draft draft, KestraSource value) {
		String type = draft.source().text("contentType");
		boolean older = names("Request").get(1).equals(draft.source().text("type"));
		if ("multipart/form-data".equals(type)) {
			List<Object> parts = new ArrayList<>();
			KestraValues.mapping(value).entries().forEach((name, entry) -> {
				if (!(entry.value() instanceof KestraSource.Scalar)) {
					throw new Unsupported("the part '%s' is a file".formatted(name),
							"write it as a part of multipart with its file");
				}
				Map<String, Object> part = new LinkedHashMap<>();
				part.put("name", KestraValues.fixed(draft, new KestraSource.Scalar(entry.line(), name, name, false)));
				part.put("content", KestraValues.exactText(draft, entry.value()));
				parts.add(part);
			});
			draft.put("multipart", parts);
		}
		else if ("application/x-www-form-urlencoded".equals(type) || (type == null && !older)) {
			draft.put("form", KestraValues.texts(draft, value));
		}
		else {
			throw new Unsupported("what is sent depends on the version of Kestra",
					"write it as form, multipart or body");
		}
	}

	/** Kestra sends a body as JSON unless the flow says otherwise. */
	private static void contentType(Draft draft) {
		Object type = draft.remove("contentType");
		Map<String, Object> headers = new LinkedHashMap<>();
		if (draft.get("headers") instanceof Map<?, ?> given) {
			given.forEach((name, value) -> headers.put(String.valueOf(name), Objects.requireNonNullElse(value, "")));
		}
		Object inHeaders = headers.keySet()
			.stream()
			.filter(CONTENT_TYPE::equalsIgnoreCase)
			.findFirst()
			.map(headers::get)
			.orElse(null);
		if (inHeaders != null && type != null && !inHeaders.equals(type)) {
			draft.leave("contentType", "the headers have another Content-Type", "keep the one that is right");
		}
		else if (inHeaders == null && (type != null || draft.get("body") != null)) {
			headers.put(CONTENT_TYPE, Objects.requireNonNullElse(type, "application/json"));
			draft.put("headers", headers);
		}
	}

}
