package io.windhover.event.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.windhover.event.EventSettingsException;
import io.windhover.event.EventType;
import io.windhover.event.SubscriptionProperties;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.flow.FlowKey;
import io.windhover.flow.input.SecretName;
import io.windhover.http.Failures;
import io.windhover.http.RequestParts;
import org.jspecify.annotations.Nullable;

/**
 * A subscription whose configuration is right.
 */
final class Subscription {

	private static final String NAME = "[a-z0-9][a-z0-9-]{0,49}";

	private final SubscriptionProperties properties;

	private final URI uri;

	private Subscription(SubscriptionProperties properties, URI uri) {
		this.properties = properties;
		this.uri = uri;
	}

	/**
	 * Checks what the configuration says.
	 * @param index of the subscription in its list
	 * @throws EventSettingsException that names the property, and no value that may be
	 * secret
	 */
	static Subscription of(SubscriptionProperties properties, int index) {
		String property = "windhover.events.subscriptions[%d].".formatted(index);
		require(properties.name().matches(NAME), property + "name", "is '%s'".formatted(properties.name()),
				"a name of up to 50 lower-case letters, digits and '-'");
		properties.types()
			.forEach((type) -> require(isType(type), property + "types", "has '%s', which is no type".formatted(type),
					"types such as %s, or the beginning of some with a dot at its end, such as io.windhover.incident."
						.formatted(allTypes())));
		properties.namespaces()
			.forEach((each) -> require(each.matches(FlowKey.NAMESPACE), property + "namespaces",
					"has '%s', which is no namespace".formatted(each),
					"namespaces such as prod, or prod. for all that begin with it"));
		properties.flows()
			.forEach((each) -> require(each.matches(FlowKey.NAMESPACE + "/" + FlowKey.ID), property + "flows",
					"has '%s', which is no flow".formatted(each), "flows as namespace/id, such as prod/nightly"));
		String secret = properties.secret();
		require(secret == null || SecretName.isValid(secret), property + "secret", "is not the name of a secret",
				"the name of a secret, which the environment variable WINDHOVER_SECRET_<name> or a file holds");
		require(properties.retryMaxDelay().compareTo(properties.retryDelay()) >= 0, property + "retry-max-delay",
				"is shorter than retry-delay", "a time that is no shorter");
		return new Subscription(properties, uri(property + "url", properties.url()));
	}

	private static void require(boolean right, String property, String what, String instead) {
		if (!right) {
			throw new EventSettingsException(property + " " + what + ".", "Set " + property + " to " + instead + ".");
		}
	}

	private static URI uri(String property, String text) {
		try {
			URI uri = RequestParts.uri(property, text);
			require(uri.getRawUserInfo() == null, property, "has a user in it",
					"an address without one, and sign with 'secret' instead");
			return uri;
		}
		catch (IllegalArgumentException ex) {
			throw new EventSettingsException(ex.getMessage() + ".",
					"Set " + property + " to an address such as https://hooks.example/windhover.");
		}
	}

	private static boolean isType(String text) {
		return Arrays.stream(EventType.values()).anyMatch((type) -> matches(text, type.type()));
	}

	private static String allTypes() {
		return Arrays.stream(EventType.values()).map(EventType::type).collect(Collectors.joining(", "));
	}

	private static boolean matches(String wanted, String type) {
		return wanted.endsWith(".") ? type.startsWith(wanted) : type.equals(wanted);
	}

	/**
	 * Whether an event is to be delivered.
	 */
	boolean wants(OutgoingEvent event) {
		SubscriptionProperties wanted = this.properties;
		return (wanted.types().isEmpty() || wanted.types().stream().anyMatch((each) -> matches(each, event.type())))
				&& isOfItsFlows(event)
				&& (wanted.states().isEmpty()
						|| wanted.states().stream().anyMatch((state) -> state.name().equals(event.text("state"))))
				&& hasLabels(event);
	}

	private boolean isOfItsFlows(OutgoingEvent event) {
		if (this.properties.namespaces().isEmpty() && this.properties.flows().isEmpty()) {
			return true;
		}
		String namespace = event.text("namespace");
		if (namespace == null) {
			return false;
		}
		FlowKey flow = new FlowKey(namespace, String.valueOf(event.text("flowId")));
		return this.properties.namespaces().stream().anyMatch(flow::isIn)
				|| this.properties.flows().contains(flow.toString());
	}

	private boolean hasLabels(OutgoingEvent event) {
		Map<String, String> wanted = this.properties.labels();
		return wanted.isEmpty() || (event.data().get("labels") instanceof Map<?, ?> labels
				&& wanted.entrySet().stream().allMatch((each) -> each.getValue().equals(labels.get(each.getKey()))));
	}

	String name() {
		return this.properties.name();
	}

	URI uri() {
		return this.uri;
	}

	/**
	 * Scheme, host and port, as the rest may be secret.
	 */
	String target() {
		return Failures.origin(this.uri);
	}

	boolean isForSlack() {
		return this.properties.format() == SubscriptionProperties.Format.SLACK;
	}

	String format() {
		return this.properties.format().name().toLowerCase(Locale.ROOT);
	}

	@Nullable String secret() {
		return this.properties.secret();
	}

	List<String> types() {
		return this.properties.types();
	}

	Duration timeout() {
		return this.properties.timeout();
	}

	Duration giveUpAfter() {
		return this.properties.giveUpAfter();
	}

	int concurrency() {
		return this.properties.concurrency();
	}

	/**
	 * How long to wait after some attempts that failed.
	 */
	Duration delay(int attempts) {
		Duration most = this.properties.retryMaxDelay();
		Duration delay = this.properties.retryDelay();
		for (int i = 1; i < attempts && delay.compareTo(most) < 0; i++) {
			delay = delay.multipliedBy(2);
		}
		return (delay.compareTo(most) < 0) ? delay : most;
	}

	/**
	 * The longest that it waits between two attempts.
	 */
	Duration longestDelay() {
		return this.properties.retryMaxDelay();
	}

}
