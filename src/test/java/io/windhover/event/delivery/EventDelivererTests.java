package io.windhover.event.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.cloudevents.CloudEvent;
import io.windhover.event.EventTopics;
import io.windhover.event.EventType;
import io.windhover.event.EventsView;
import io.windhover.event.Receiver;
import io.windhover.execution.json.Json;
import io.windhover.flow.WebhookSignature;
import io.windhover.plugin.SecretSource;
import io.windhover.secret.SecretSources;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class EventDelivererTests {

	private static final String KEY = "kestrel-of-the-secret";

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static EventTopics kafka;

	private final Map<String, String> secrets = new ConcurrentHashMap<>(Map.of("HOOK", KEY));

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final Queue<ConsumerRecord<String, byte[]>> deadLetters = new ConcurrentLinkedQueue<>();

	private final Receiver receiver = new Receiver();

	private final String prefix = "deliver%d-".formatted(NUMBER.incrementAndGet());

	private Topics topics = Topics.withPrefix(this.prefix);

	EventDelivererTests() throws IOException {
	}

	@BeforeAll
	static void start(@TempDir Path directory) {
		kafka = new EventTopics(directory);
	}

	@AfterAll
	static void stop() {
		kafka.close();
	}

	@BeforeEach
	void create() throws Exception {
		this.topics = kafka.create(this.prefix);
	}

	@AfterEach
	void close() {
		this.receiver.close();
		this.threads.shutdownNow();
	}

	@Test
	void whatIsPublishedArrivesSignedAsCloudEventsSdkReadsIt() {
		try (Running running = deliver(Map.of("secret", "HOOK"))) {
			running.awaitStarted();
			publish(1, "demo/f/e1", Map.of("state", "FAILED"));
			await().until(() -> this.receiver.taken().size() == 1);
			Receiver.Received request = this.receiver.taken().get(0);
			CloudEvent event = request.event();
			assertThat(event.getId()).isEqualTo("id-1");
			assertThat(event.getType()).isEqualTo(EventType.EXECUTION_ENDED.type());
			assertThat(event.getSubject()).isEqualTo("demo/f/e1");
			assertThat(request.headers()).containsEntry("content-type", "application/cloudevents+json; charset=UTF-8");
			WebhookSignature signature = new WebhookSignature("HOOK", WebhookSignature.HEADER,
					WebhookSignature.Algorithm.SHA256, WebhookSignature.Encoding.HEX);
			String given = String.valueOf(request.headers().get("x-hub-signature-256"));
			assertThat(given).startsWith("sha256=");
			assertThat(signature.matches(given, request.body(), KEY)).isTrue();
			assertThat(signature.matches(given, request.body(), "another")).isFalse();
			await().untilAsserted(() -> {
				assertThat(running.state.status().pending()).isZero();
				assertThat(running.state.status().delivered()).isOne();
				assertThat(running.state.status().state()).isEqualTo("delivering");
				assertThat(running.state.status().positions()).hasSize(EventTopics.PARTITIONS);
			});
		}
	}

	@Test
	void receiverThatAnswers500IsTriedUntilItAnswers200(CapturedOutput output) {
		this.receiver.answer((body) -> 500);
		try (Running running = deliver(Map.of("retry-delay", "50ms", "retry-max-delay", "200ms"))) {
			running.awaitStarted();
			publish(1, "a", Map.of());
			await().until(() -> this.receiver.received().size() >= 3);
			await().untilAsserted(() -> {
				EventsView.Subscribed status = running.state.status();
				assertThat(status.state()).isEqualTo("retrying");
				assertThat(status.failing()).isNotNull();
				assertThat(status.pending()).isOne();
				assertThat(status.toString()).contains("answers with status 500").doesNotContain("token-4711");
			});
			this.receiver.answer((body) -> 204);
			await().until(() -> running.state.status().delivered() == 1);
			await().untilAsserted(() -> assertThat(running.state.status().state()).isEqualTo("delivering"));
			assertThat(running.state.status().lastError()).isNotNull();
			assertThat(this.receiver.received())
				.allSatisfy((each) -> assertThat(each.event().getId()).isEqualTo("id-1"));
		}
		assertThat(this.deadLetters).isEmpty();
		assertThat(output).doesNotContain("token-4711", KEY);
	}

	@Test
	void eachSubjectIsInOrderAndOneThatHangsOrIsRefusedDelaysNoOther() {
		this.receiver
			.answer((body) -> body.contains("\"hangs\"") ? Receiver.HANGS : body.contains("\"refused\"") ? 503 : 200);
		try (Running running = deliver(
				Map.of("timeout", "500ms", "retry-delay", "20ms", "retry-max-delay", "100ms", "concurrency", "4"))) {
			running.awaitStarted();
			publish(1000, "hangs", Map.of());
			publish(1001, "refused", Map.of());
			for (int i = 0; i < 200; i++) {
				publish(i, "s" + i % 10, Map.of());
			}
			await().until(() -> this.receiver.taken().size() == 200);
			Map<String, List<Integer>> bySubject = this.receiver.taken()
				.stream()
				.map(Receiver.Received::event)
				.collect(Collectors.groupingBy((each) -> String.valueOf(each.getSubject()), Collectors
					.mapping((each) -> Integer.valueOf(each.getId().substring("id-".length())), Collectors.toList())));
			assertThat(bySubject).hasSize(10)
				.allSatisfy((subject, numbers) -> assertThat(numbers).hasSize(20).isSorted());
			await().until(() -> Long.valueOf(2).equals(running.state.status().pending()));
			this.receiver.answer((body) -> 200);
			await().until(() -> this.receiver.taken().size() == 202);
		}
	}

	@Test
	void whatIsStoppedGoesOnWhereItWasAndNothingIsLost() {
		this.receiver.answer((body) -> body.contains("\"id-7\"") ? 500 : 200);
		try (Running running = deliver(Map.of("retry-delay", "20ms"))) {
			running.awaitStarted();
			IntStream.range(0, 20).forEach((i) -> publish(i, "s" + i, Map.of()));
			await().until(() -> this.receiver.taken().size() == 19);
		}
		IntStream.range(20, 25).forEach((i) -> publish(i, "s" + i, Map.of()));
		this.receiver.answer((body) -> 200);
		try (Running running = deliver(Map.of())) {
			await().untilAsserted(() -> assertThat(this.receiver.taken()).extracting((each) -> each.event().getId())
				.containsAll(IntStream.range(0, 25).mapToObj((i) -> "id-" + i).toList()));
			await().until(() -> Long.valueOf(0).equals(running.state.status().pending()));
		}
	}

	@Test
	void whatCannotBeDeliveredInTimeIsGivenUpVisiblyAndTheNextGoesOn() {
		this.receiver.answer((body) -> body.contains("\"id-1\"") ? 500 : body.contains("\"id-3\"") ? 400 : 200);
		try (Running running = deliver(
				Map.of("retry-delay", "20ms", "retry-max-delay", "50ms", "give-up-after", "400ms"))) {
			running.awaitStarted();
			publish(1, "a", Map.of());
			publish(2, "a", Map.of());
			publish(3, "b", Map.of());
			await().until(() -> running.state.status().failed() == 2);
			await().until(() -> this.receiver.taken().size() == 1);
			assertThat(this.receiver.taken().get(0).event().getId()).isEqualTo("id-2");
			assertThat(this.deadLetters).hasSize(2);
			// one that will never be taken is not tried again
			assertThat(this.receiver.received()).filteredOn((each) -> each.status() == 400).hasSize(1);
			assertThat(this.receiver.received()).filteredOn((each) -> each.status() == 500).hasSizeGreaterThan(2);
			await().until(() -> Long.valueOf(0).equals(running.state.status().pending()));
			assertThat(running.state.status().lastGivenUpAt()).isNotNull();
		}
	}

	@Test
	void missingSecretAndClosedPortAreErrorsThatNameWhatIsMissing() {
		this.secrets.clear();
		try (Running running = deliver(Map.of("secret", "HOOK", "retry-delay", "50ms"))) {
			running.awaitStarted();
			publish(1, "a", Map.of());
			await().untilAsserted(
					() -> assertThat(String.valueOf(running.state.status().lastError())).contains("secret 'HOOK'"));
			assertThat(this.receiver.received()).isEmpty();
			this.secrets.put("HOOK", KEY);
			await().until(() -> this.receiver.taken().size() == 1);
			this.receiver.close();
			publish(2, "b", Map.of());
			await().untilAsserted(() -> assertThat(String.valueOf(running.state.status().lastError()))
				.contains("cannot connect to http://127.0.0.1:")
				.doesNotContain("token-4711"));
		}
	}

	@Test
	void chatGetsAMessageAndOnlyWhatItWants() {
		try (Running running = deliver(Map.of("format", "slack", "states", "FAILED"))) {
			running.awaitStarted();
			publish(1, "a", Map.of("state", "SUCCESS"));
			publish(2, "b", Map.of("state", "FAILED", "executionId", "e2", "namespace", "demo", "flowId", "f", "error",
					"<!channel> & more\nsecond line"));
			await().until(() -> this.receiver.taken().size() == 1);
			Receiver.Received request = this.receiver.taken().get(0);
			assertThat(request.headers().get("content-type")).startsWith("application/json");
			assertThat(Json.mapper().readTree(request.text())).isEqualTo(Json.mapper()
				.valueToTree(Map.of("text",
						"Execution `e2` of `demo/f` ended as *FAILED*\n> &lt;!channel&gt; &amp; more\n> second line")));
			await().until(() -> Long.valueOf(0).equals(running.state.status().pending()));
		}
	}

	@Test
	void whatIsOlderThanTheSubscriptionIsNotDelivered() {
		publish(1, "a", Map.of());
		try (Running running = deliver(Map.of())) {
			running.awaitStarted();
			publish(2, "a", Map.of());
			await().until(() -> this.receiver.taken().size() == 1);
			assertThat(this.receiver.taken().get(0).event().getId()).isEqualTo("id-2");
		}
	}

	@Test
	void brokenRecordIsWithTheDeadLetters() {
		try (Running running = deliver(Map.of())) {
			running.awaitStarted();
			kafka.publish(
					new ProducerRecord<>(this.topics.events().name(), "a", "no json".getBytes(StandardCharsets.UTF_8)));
			publish(2, "a", Map.of());
			await().until(() -> this.receiver.taken().size() == 1);
			assertThat(this.deadLetters).hasSize(1);
		}
	}

	private void publish(int number, String subject, Map<String, Object> data) {
		kafka.publish(this.topics.events(), subject, EventTopics.event(number, subject, data));
	}

	private Running deliver(Map<String, String> settings) {
		Map<String, String> all = new HashMap<>(settings);
		all.put("url", this.receiver.url());
		return new Running(SubscriptionTests.one(all));
	}

	private DeadLetters letters() {
		DeadLetters letters = mock(DeadLetters.class);
		given(letters.add(any(), any())).willAnswer((call) -> {
			this.deadLetters.add(call.getArgument(0));
			return CompletableFuture.completedFuture(null);
		});
		return letters;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2));
	}

	/** The thread of a subscription. */
	private final class Running implements AutoCloseable {

		private final SubscriptionState state;

		private final ConsumerThread thread;

		Running(Subscription subscription) {
			this.state = new SubscriptionState(subscription, Clock.systemUTC());
			SecretSources sources = new SecretSources(() -> List.of(new SecretSource() {

				@Override
				public @Nullable String find(String name) {
					return EventDelivererTests.this.secrets.get(name);
				}

				@Override
				public String description() {
					return "the test";
				}

			}));
			EventSender sender = new EventSender(subscription, sources, EventDelivererTests.this.threads);
			EventDeliverer deliverer = new EventDeliverer(subscription, EventDelivererTests.this.topics.events(),
					sender, letters(), this.state, Clock.systemUTC());
			this.thread = ConsumerThread.patient("deliver", () -> kafka.clients()
				.consumer("deliver", EventDelivererTests.this.prefix + "events-test", Map.of("max.poll.records", 50)),
					deliverer, (cause) -> this.state.failed(String.valueOf(cause.getMessage())));
			this.thread.start();
		}

		/** From then on it misses nothing. */
		void awaitStarted() {
			await().until(() -> Long.valueOf(0).equals(this.state.status().pending())
					&& this.state.status().positions().size() == EventTopics.PARTITIONS);
		}

		@Override
		public void close() {
			this.thread.stop();
		}

	}

}
