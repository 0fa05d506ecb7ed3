package io.windhover.security.login;

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides what is secret from those who may see values, by the name of a property and by
 * what its value looks like, since a value such as a command line may hold others.
 */
public class Secrets implements SanitizingFunction {

	private static final Pattern KEY = Pattern
		.compile("password|passwd|secret|token|credential|jaas|api-?_?key|private-?_?key|keystore[._-]?key"
				+ "|certificate[._-]chain|user[._]info|authorization|cookie|(^|[._-])key$|vcap|application[._]json"
				// the address of a receiver of events often is all that it asks for, and
				// a
				// header all that a receiver of spans does
				+ "|webhook(?![-_]?body)|events[._]subscriptions.*url$|otlp[._](traces[._])?headers");

	private static final Pattern VALUE = Pattern.compile(
			"(password|passwd|secret|token|credential|api-?_?key|webhook(?![-_]?body)|events[._]subscriptions|otlp[._](traces[._])?headers)[^\\s=:]{0,64}[=:]|\\{bcrypt}|\\{pbkdf2"
					+ "|loginmodule|-----begin|://[^/\\s:@]+:[^/\\s@]+@|(basic|bearer) [a-z0-9+/_.=-]{8,}");

	@Override
	public SanitizableData apply(SanitizableData data) {
		String key = data.getKey().toLowerCase(Locale.ROOT);
		Object value = data.getValue();
		boolean secret = KEY.matcher(key).find()
				|| (value != null && VALUE.matcher(value.toString().toLowerCase(Locale.ROOT)).find());
		return secret ? data.withSanitizedValue() : data;
	}

}
