package io.windhover.security.login;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTests {

	private final Secrets secrets = new Secrets();

	@ParameterizedTest
	@ValueSource(strings = { "windhover.events.subscriptions[0].url", "WINDHOVER_EVENTS_SUBSCRIPTIONS_0_URL",
			"CHAT_WEBHOOK", "some.password", "windhover.security.users[0].password",
			"management.opentelemetry.tracing.export.otlp.headers.x-team", "OTEL_EXPORTER_OTLP_HEADERS",
			"OTEL_EXPORTER_OTLP_TRACES_HEADERS" })
	void isHiddenByItsName(String name) {
		assertThat(shown(name, "https://hooks.example/T0/B0")).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "java --windhover.events.subscriptions[0].url=https://hooks.example/T0/B0",
			"java -Dwindhover.events.subscriptions[12].url=https://hooks.example/T0/B0",
			"CHAT_WEBHOOK=https://hooks.example/T0/B0", "java --some.password=x",
			"java --management.opentelemetry.tracing.export.otlp.headers.x-team=x" })
	void isHiddenByWhatItsValueHolds(String value) {
		assertThat(shown("sun.java.command", value)).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@CsvSource({ "windhover.events.subscriptions[0].name,chat", "windhover.events.subscriptions[0].types,a.b",
			"windhover.api.max-webhook-body,1MB", "windhover.api.maxWebhookBody,1MB",
			"windhover.broker.url,http://localhost", "windhover.events.source,/windhover",
			"management.opentelemetry.tracing.export.otlp.endpoint,http://127.0.0.1:4318/v1/traces" })
	void isShown(String name, String value) {
		assertThat(shown(name, value)).isEqualTo(value);
	}

	private Object shown(String name, String value) {
		return String.valueOf(this.secrets.apply(new SanitizableData(null, name, value)).getValue());
	}

}
