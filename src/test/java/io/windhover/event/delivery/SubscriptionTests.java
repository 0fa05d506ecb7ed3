package io.windhover.event.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.event.EventProperties;
import io.windhover.event.EventSettingsException;
import io.windhover.event.EventSettingsFailureAnalyzer;
import io.windhover.event.EventTopics;
import io.windhover.execution.instance.OutgoingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SubscriptionTests {

	private static final String PREFIX = "windhover.events.";

	private static final OutgoingEvent ENDED = EventTopics.event(1, "prod.orders/nightly/e1", Map.of("namespace",
			"prod.orders", "flowId", "nightly", "state", "FAILED", "labels", Map.of("team", "orders", "tier", "1")));

	@Test
	void withoutFiltersItWantsAll() {
		assertThat(one(Map.of()).wants(ENDED)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			types=io.windhover.execution.ended                     | true
			types=io.windhover.execution.                          | true
			types=io.windhover.incident.,io.windhover.taskrun.failed | false
			namespaces=prod.                                       | true
			namespaces=prod                                        | false
			namespaces=other,prod.orders                           | true
			flows=prod.orders/nightly                              | true
			flows=prod.orders/hourly                               | false
			states=FAILED,KILLED                                   | true
			states=success                                         | false
			labels.team=orders                                     | true
			labels.team=stock                                      | false
			labels.owner=orders                                    | false
			""")
	void filtersLetPassWhatTheyName(String setting, boolean wanted) {
		assertThat(one(Map.of(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1)))
			.wants(ENDED)).isEqualTo(wanted);
	}

	@Test
	void filtersOfDifferentKindsAllHoldAndNamespacesOrFlowsSuffice() {
		assertThat(one(Map.of("namespaces", "prod.", "states", "SUCCESS")).wants(ENDED)).isFalse();
		assertThat(one(Map.of("namespaces", "other", "flows", "prod.orders/nightly")).wants(ENDED)).isTrue();
	}

	@Test
	void whatIsOfNoFlowIsNotOfANamespace() {
		OutgoingEvent drained = EventTopics.event(1, "instances/alice", Map.of("instance", "alice"));
		assertThat(one(Map.of("namespaces", "prod.")).wants(drained)).isFalse();
		assertThat(one(Map.of("labels.team", "orders")).wants(drained)).isFalse();
		assertThat(one(Map.of()).wants(drained)).isTrue();
	}

	@Test
	void delayDoublesUpToItsLimit() {
		Subscription subscription = one(Map.of("retry-delay", "1s", "retry-max-delay", "5s"));
		assertThat(List.of(1, 2, 3, 4, 1_000_000)).extracting(subscription::delay)
			.containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(5),
					Duration.ofSeconds(5));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			name=Chat room                    | name is 'Chat room'
			types=io.windhover.execution.dead | types has 'io.windhover.execution.dead', which is no type
			types=incident                    | which is no type
			namespaces=Prod                   | namespaces has 'Prod'
			flows=nightly                     | flows has 'nightly', which is no flow
			url=hooks.example/token-4711      | url must begin with http:// or https://
			url=ftp://hooks.example/token-4711 | url must begin with http:// or https://
			url=http://                       | url is not a valid URI
			url=http://ada:token-4711@hooks   | url has a user in it
			secret=a/b                        | secret is not the name of a secret
			retry-max-delay=1ms               | retry-max-delay is shorter than retry-delay
			""")
	void whatCannotBeIsToldWithThePropertyAndWithoutSecrets(String setting, String told) {
		FailureAnalysis analysis = failure(
				Map.of("enabled", "true", "subscriptions[0].name", "chat", "subscriptions[0].url", "http://localhost/"),
				"subscriptions[0]." + setting.substring(0, setting.indexOf('=')),
				setting.substring(setting.indexOf('=') + 1));
		assertThat(analysis.getDescription()).startsWith("windhover.events.subscriptions[0].")
			.contains(told)
			.doesNotContain("token-4711");
		assertThat(analysis.getAction()).startsWith("Set windhover.events.subscriptions[0].");
	}

	@Test
	void twoOfOneNameAndSubscriptionsWithoutEventsAreRefused() {
		Map<String, String> one = Map.of("enabled", "true", "subscriptions[0].name", "chat", "subscriptions[0].url",
				"http://localhost/", "subscriptions[1].url", "http://localhost/");
		assertThat(failure(one, "subscriptions[1].name", "chat").getAction())
			.contains("windhover.events.subscriptions[1].name");
		assertThat(failure(Map.of("subscriptions[0].name", "chat", "subscriptions[0].url", "http://localhost/"),
				"enabled", "false")
			.getAction())
			.isEqualTo("Set windhover.events.enabled to true on every instance, or remove the subscriptions.");
	}

	@Test
	void sourceThatIsNoUriIsRefused() {
		assertThatExceptionOfType(EventSettingsException.class)
			.isThrownBy(() -> new EventConfiguration().eventFactory(properties(Map.of("source", "my cluster"))))
			.withMessage("windhover.events.source is 'my cluster', which is not a URI reference.");
	}

	private static FailureAnalysis failure(Map<String, String> settings, String name, String value) {
		Map<String, String> all = new HashMap<>(settings);
		all.put(name, value);
		EventSettingsException failure = catchThrowableOfType(EventSettingsException.class,
				() -> Subscriptions.of(properties(all)));
		return Objects.requireNonNull(new EventSettingsFailureAnalyzer().analyze(Objects.requireNonNull(failure)));
	}

	static Subscription one(Map<String, String> settings) {
		Map<String, String> all = new HashMap<>(Map.of("enabled", "true", "subscriptions[0].name", "test",
				"subscriptions[0].url", "http://localhost/"));
		settings.forEach((name, value) -> all.put("subscriptions[0]." + name, value));
		return Subscriptions.of(properties(all)).get(0);
	}

	private static EventProperties properties(Map<String, String> settings) {
		Map<String, String> all = new HashMap<>();
		settings.forEach((name, value) -> all.put(PREFIX + name, value));
		return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("windhover.events",
				EventProperties.class);
	}

}
