package io.windhover.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.windhover.execution.json.Json;
import io.windhover.system.WindhoverProcess;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in files, a flow that gives each to tasks of every type, in success and in
 * failure, and a search for them.
 */
final class PlantedSecrets {

	private static final int COUNT = 30;

	/** So much of a secret is one, and would be found by accident never. */
	private static final int SHORTEST = 12;

	private static final String MASK = "******";

	private static final String FLOW = """
			namespace: secrets
			id: planted
			inputs:
			  - {id: name, type: secret, default: PLANTED_1}
			tasks:
			  - {id: given, type: return, value: "{{ secret(inputs.name) }}"}
			  - id: each
			    type: for-each
			    items: "{{ range(1, 30) }}"
			    concurrency: 8
			    failFast: false
			    allowFailure: true
			    tasks:
			      - {id: say, type: log, message: "a {{ secret('PLANTED_' ~ item) }} b"}
			      - id: give
			        type: return
			        value:
			          whole: "{{ secret('PLANTED_' ~ item) }}"
			          part: ["-{{ secret('PLANTED_' ~ item) }}-"]
			          encoded: "{{ ('user:' ~ secret('PLANTED_' ~ item)) | base64encode }}"
			      - id: print
			        type: shell
			        command: |
			          printf '%s\\n' "$SECRET"
			          printf 'me:%s:' "$SECRET" | base64
			          printf '%s' "$SECRET" >&2
			          exit 3
			        environment: {SECRET: "{{ secret('PLANTED_' ~ item) }}"}
			        allowFailure: true
			      - id: python
			        type: python
			        runIf: "{{ item <= 3 }}"
			        script: "print('''{{ secret('PLANTED_' ~ item) }}'''); nothing"
			        allowFailure: true
			      - id: node
			        type: node
			        runIf: "{{ item <= 3 }}"
			        script: "console.log(`{{ secret('PLANTED_' ~ item) }}`); nothing"
			        allowFailure: true
			      - id: ask
			        type: http
			        uri: "http://127.0.0.1:1/{{ secret('PLANTED_' ~ item) | urlencode }}"
			        headers: {Authorization: "Bearer {{ secret('PLANTED_' ~ item) }}"}
			        allowFailure: true
			      - id: form
			        type: http
			        uri: http://127.0.0.1:1
			        method: POST
			        basicAuth: {username: me, password: "{{ secret('PLANTED_' ~ item) }}"}
			        form: {field: {a: "{{ secret('PLANTED_' ~ item) }}"}}
			        allowFailure: true
			      - id: parts
			        type: http
			        uri: http://127.0.0.1:1
			        method: POST
			        bearerToken: "{{ secret('PLANTED_' ~ item) }}"
			        multipart: [{name: a, content: b, contentType: "{{ secret('PLANTED_' ~ item) }}"}]
			        allowFailure: true
			      - id: check
			        type: assert
			        conditions:
			          - {condition: "{{ secret('PLANTED_' ~ item) }}", message: wrong}
			          - {condition: false, message: "{{ secret('PLANTED_' ~ item) }} is wrong"}
			        allowFailure: true
			      - id: notify
			        type: notify
			        url: "http://127.0.0.1:1/{{ secret('PLANTED_' ~ item) | urlencode }}"
			        text: "{{ secret('PLANTED_' ~ item) }}"
			        allowFailure: true
			      - id: mail
			        type: mail
			        host: 127.0.0.1
			        port: 1
			        username: me
			        password: "{{ secret('PLANTED_' ~ item) }}"
			        from: "{{ secret('PLANTED_' ~ item) }}@example.com"
			        to: [me@example.com]
			        subject: "{{ secret('PLANTED_' ~ item) }}"
			        text: "{{ secret('PLANTED_' ~ item) }}"
			        allowFailure: true
			      - id: sql
			        type: sql
			        runIf: "{{ item <= 3 }}"
			        url: "jdbc:sqlite::memory:"
			        username: me
			        password: "{{ secret('PLANTED_' ~ item) }}"
			        query: "select :text as text, '{{ secret('PLANTED_' ~ item) }}' wrong"
			        parameters: {text: "{{ secret('PLANTED_' ~ item) }}"}
			        allowFailure: true
			      - id: driver
			        type: sql
			        runIf: "{{ item <= 3 }}"
			        url: "jdbc:none:{{ secret('PLANTED_' ~ item) }}"
			        query: "select '{{ secret('PLANTED_' ~ item) }}"
			        allowFailure: true
			      - id: row
			        type: sql
			        runIf: "{{ item <= 3 }}"
			        url: "jdbc:sqlite::memory:"
			        query: "select :text as text"
			        parameters: {text: "{{ secret('PLANTED_' ~ item) }}"}
			        fetch: row
			      - id: produce
			        type: kafka-produce
			        topic: nowhere
			        runIf: "{{ item <= 3 }}"
			        bootstrapServers: 127.0.0.1:1
			        properties:
			          max.block.ms: 100
			          sasl.mechanism: PLAIN
			          sasl.jaas.config: >-
			            org.apache.kafka.common.security.plain.PlainLoginModule required
			            username="me" password="{{ secret('PLANTED_' ~ item) }}";
			          security.protocol: SASL_PLAINTEXT
			        value: "{{ secret('PLANTED_' ~ item) }}"
			        allowFailure: true
			      - id: producer
			        type: kafka-produce
			        runIf: "{{ item <= 3 }}"
			        topic: nowhere
			        bootstrapServers: 127.0.0.1:1
			        properties: {compression.type: "{{ secret('PLANTED_' ~ item) }}"}
			        value: "{{ secret('PLANTED_' ~ item) }}"
			        allowFailure: true
			      - id: files
			        type: shell
			        runIf: "{{ item <= 3 }}"
			        command: ': > "$SECRET"'
			        environment: {SECRET: "{{ secret('PLANTED_' ~ item) }}"}
			        outputFiles: ["*-*"]
			        allowFailure: true
			      - {id: rest, type: sleep, duration: "{{ secret('PLANTED_' ~ item) }}", allowFailure: true}
			      - {id: lost, type: log, message: "{{ secret('PLANTED_' ~ item).lost }}", allowFailure: true}
			      - id: again
			        type: fail
			        message: "{{ secret('PLANTED_' ~ item) }} is wrong"
			        retry: {type: constant, delay: PT0.1S, maxAttempts: 2}
			        allowFailure: true
			      - id: late
			        type: shell
			        runIf: "{{ item == 1 }}"
			        command: echo "$SECRET"; sleep 60
			        environment: {SECRET: "{{ secret('PLANTED_' ~ item) }}"}
			        timeout: PT1S
			        allowFailure: true
			      - id: broken
			        type: shell
			        runIf: "{{ item == 1 }}"
			        command: printf 'its key is %.15s' "$SECRET"; sleep 60
			        environment: {SECRET: "{{ secret('PLANTED_' ~ item) }}"}
			        timeout: PT2S
			        allowFailure: true
			      - id: long
			        type: shell
			        runIf: "{{ item == 1 }}"
			        command: printf '%16369s%s, and more\\n' 'its key is ' "$SECRET"
			        environment: {SECRET: "{{ secret('PLANTED_' ~ item) }}"}
			      - id: kept
			        type: shell
			        runIf: "{{ item == 1 }}"
			        command: echo done > kept.txt; echo "$SECRET"
			        environment: {SECRET: "{{ secret('PLANTED_' ~ item) }}"}
			        outputFiles: [kept.txt]
			      - id: held
			        type: shell
			        runIf: "{{ item == 2 }}"
			        command: echo "$SECRET"; while ! [ -e "$FILE" ]; do sleep 0.1; done
			        environment: {SECRET: "{{ secret('PLANTED_' ~ item) }}", FILE: <released>}
			        timeout: PT4M
			        allowFailure: true
			      - id: asking
			        type: http
			        runIf: "{{ item == 4 }}"
			        method: POST
			        uri: "<http>/hold/{{ secret('PLANTED_' ~ item) | urlencode }}"
			        headers: {X-Key: "{{ secret('PLANTED_' ~ item) }}"}
			        bearerToken: "{{ secret('PLANTED_' ~ item) }}"
			        form: {key: "{{ secret('PLANTED_' ~ item) }}"}
			        timeout: PT4M
			        responseTimeout: PT4M
			        allowFailure: true
			      - {id: label, type: set-labels, labels: {secret: "{{ secret('PLANTED_' ~ item) }}"}}
			      - {id: output, type: set-outputs, outputs: {secret: "a {{ secret('PLANTED_' ~ item) }} b"}}
			      - id: told
			        type: sequential
			        allowFailure: true
			        tasks: [{id: wrong, type: fail, message: "{{ secret('PLANTED_' ~ item) }} is wrong"}]
			        errors: [{id: why, type: return, value: "{{ error.message }}"}]
			      - id: branch
			        type: if
			        condition: "{{ outputs.give.value.whole == '******' }}"
			        then:
			          - {id: masked, type: log, message: "{{ outputs.give.value }} {{ outputs.print.stdout ?? '' }}"}
			finally:
			  - {id: none, type: log, message: "{{ secret('NOT_PLANTED') }}", allowFailure: true}
			""";

	private static final String POLLED = """
			namespace: secrets
			id: polled
			tasks:
			  - {id: say, type: log, message: "{{ trigger.body.authorization }}"}
			triggers:
			  - id: echo
			    type: http-poll
			    interval: PT5S
			    uri: "<http>/echo?key={{ secret('PLANTED_4') | urlencode }}"
			    headers: {Authorization: "Bearer {{ secret('PLANTED_4') }}"}
			  - id: condition
			    type: http-poll
			    interval: PT5S
			    uri: <http>/echo
			    headers: {Authorization: "Bearer {{ secret('PLANTED_4') }}"}
			    condition: "{{ body.authorization }}"
			  - id: nobody
			    type: http-poll
			    interval: PT5S
			    uri: "http://{{ secret('PLANTED_4') }}.invalid/{{ secret('PLANTED_5') | urlencode }}"
			  - id: lines
			    type: http-poll
			    interval: PT5S
			    uri: http://127.0.0.1:1
			    headers: {X-Key: "{{ secret('PLANTED_3') }}"}
			  - id: template
			    type: http-poll
			    interval: PT5S
			    uri: "{{ secret('PLANTED_5').lost }}"
			  - id: missing
			    type: http-poll
			    interval: PT5S
			    uri: http://127.0.0.1:1
			    headers: {X-Key: "{{ secret('NOT_PLANTED') }}"}
			  - id: topic
			    type: kafka
			    interval: PT5S
			    topic: nowhere
			    bootstrapServers: 127.0.0.1:1
			    properties:
			      security.protocol: SASL_PLAINTEXT
			      sasl.mechanism: PLAIN
			      sasl.jaas.config: >-
			        org.apache.kafka.common.security.plain.PlainLoginModule required
			        username="me" password="{{ secret('PLANTED_7') }}";
			  - id: option
			    type: kafka
			    interval: PT5S
			    topic: nowhere
			    bootstrapServers: 127.0.0.1:1
			    properties: {isolation.level: "{{ secret('PLANTED_7') }}"}
			""";

	private static final String SIGNED = """
			namespace: secrets
			id: signed
			inputs:
			  - {id: text, type: string}
			tasks:
			  - {id: say, type: log, message: "{{ inputs.text }} {{ secret('PLANTED_10') }}"}
			triggers:
			  - id: call
			    type: webhook
			    key: a-key-of-some-length
			    signature: {secret: PLANTED_10}
			    inputs: {text: "{{ trigger.body.text }}"}
			""";

	/** Its secret is that of the example plugin, in a task that a lost worker leaves. */
	private static final String LOST = """
			namespace: secrets
			id: lost
			tasks:
			  - id: plugged
			    type: return
			    value: ["{{ secret('EXAMPLE_PLUGIN') }}", "{{ secret('EXAMPLE_PLUGIN') | base64encode }}"]
			  - id: left
			    type: shell
			    workerGroup: fragile
			    onWorkerLoss: fail
			    command: echo "$SECRET $PLUGGED"; touch "$FILE"; sleep 600
			    environment:
			      SECRET: "{{ secret('PLANTED_13') }}"
			      PLUGGED: "{{ secret('EXAMPLE_PLUGIN') }}"
			      FILE: <started>
			""";

	/** What the example plugin knows. */
	private static final String OF_THE_PLUGIN = "shown-to-nobody";

	private final Path directory;

	private final List<String> values = new ArrayList<>();

	private PlantedSecrets(Path directory) {
		this.directory = directory;
	}

	/** Of one line, of several, and such as JSON and addresses must encode. */
	static PlantedSecrets plant(Path directory) throws IOException {
		PlantedSecrets planted = new PlantedSecrets(Files.createDirectory(directory));
		for (int i = 1; i <= COUNT; i++) {
			String random = UUID.randomUUID().toString();
			String value = switch (i % 3) {
				case 0 -> "-- begin --\n%s\n%s".formatted(random, UUID.randomUUID());
				case 1 -> random;
				default -> "%s/\"quoted\" & \\ é?".formatted(random);
			};
			Files.writeString(directory.resolve("PLANTED_" + i), value + "\n");
			planted.values.add(value);
		}
		return planted;
	}

	String setting() {
		return "--windhover.secrets.directory=" + this.directory;
	}

	String start(WindhoverProcess windhover, ConformanceServers servers) {
		String http = String.valueOf(servers.inputs(List.of("http")).get("http"));
		windhover.put("secrets", "polled", POLLED.replace("<http>", http));
		windhover.put("secrets", "planted",
				FLOW.replace("<http>", http).replace("<released>", released().toAbsolutePath().toString()));
		return windhover.create("secrets", "planted", "{}", "").get("id").asString();
	}

	/** Starts what a worker of the group {@code fragile} takes. */
	String startLost(WindhoverProcess windhover) {
		windhover.put("secrets", "lost", LOST.replace("<started>", began().toAbsolutePath().toString()));
		return windhover.create("secrets", "lost", "{}", "").get("id").asString();
	}

	/** Is there once the command that a lost worker leaves has begun. */
	Path began() {
		return this.directory.resolve("began");
	}

	/** Calls a webhook with the signature of its secret, and with another. */
	void call(WindhoverProcess windhover) {
		windhover.put("secrets", "signed", SIGNED);
		String body = "{\"text\": \"hello\"}";
		Awaitility.await("the webhook")
			.atMost(Duration.ofMinutes(1))
			.until(() -> call(windhover, body, "00".repeat(32)).statusCode() == 403);
		HttpResponse<String> answer = call(windhover, body, signature(body));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
		JsonNode execution = Json.mapper().readTree(answer.body());
		assertThat(execution.get("state").asString()).as(answer.body()).isEqualTo("SUCCESS");
		URI logs = windhover.api("/api/executions/%s/logs".formatted(execution.get("id").asString()));
		Awaitility.await("the log of the webhook")
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(windhover.text(logs)).contains("hello ******"));
	}

	private static HttpResponse<String> call(WindhoverProcess windhover, String body, String signature) {
		return windhover.send(
				WindhoverProcess.request(windhover.api("/api/webhooks/secrets/signed/a-key-of-some-length?wait=PT30S"))
					.header("Content-Type", "application/json")
					.header("X-Hub-Signature-256", signature)
					.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private String signature(String body) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(this.values.get(9).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Path released() {
		return this.directory.resolve("released");
	}

	/** Looks at task runs that use secrets while they run, and lets those go on. */
	void assertNotShownWhileTheyRun(WindhoverProcess windhover, ConformanceServers servers, String execution)
			throws IOException {
		Needles needles = Needles.of(needles());
		for (String path : List.of("each[1].held", "each[3].asking")) {
			String route = "/worker/%s.%s".formatted(execution, path.replace("[", "%5B").replace("]", "%5D"));
			Awaitility.await(path).atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
				HttpResponse<String> answer = windhover
					.send(WindhoverProcess.request(windhover.management(route)).GET());
				assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
				assertThat(answer.body()).contains("******", "\"thread\":{");
				assertThat(findings(route, answer.body(), needles)).isEmpty();
			});
		}
		assertThat(masking(windhover, needles)).contains("8081 /worker/{taskRunId}", "8081 /executor/{executionId}",
				"8080 /api/executions/{id}", "8080 /api/executions/{id}/logs");
		servers.release();
		Files.createFile(released());
	}

	/**
	 * Searches all that can be read, on both ports.
	 * @return the routes that show a mask, so that there would have been a secret
	 */
	private static Set<String> masking(WindhoverProcess windhover, Needles needles) {
		Set<String> masking = new TreeSet<>();
		ReadableRoutes.of(windhover, "secrets").forEach((route, paths) -> paths.forEach((path) -> {
			URI uri = route.startsWith("8080") ? windhover.api(path) : windhover.management(path);
			HttpResponse<String> answer = windhover.send(WindhoverProcess.request(uri).GET());
			// an execution that has ended, a trigger without a backfill, a call without a
			// signature
			assertThat(answer.statusCode()).as(() -> "%s %s%n%s".formatted(path, answer.body(), windhover.logText()))
				.isIn(200, 204, 403, 404, 410);
			assertThat(findings(path, answer.headers() + answer.body(), needles)).isEmpty();
			if (answer.body().contains(MASK)) {
				masking.add(route);
			}
		}));
		return masking;
	}

	/** What a lost worker leaves behind. */
	void assertNotLeftBehind(WindhoverProcess worker, Path data) {
		Needles needles = Needles.of(needles());
		assertThat(findings("log", worker.logText(), needles)).isEmpty();
		files(data).forEach((file) -> assertThat(findings(file.toString(), text(bytes(file)), needles)).isEmpty());
	}

	void assertNowhere(WindhoverProcess windhover, Path data) {
		Needles needles = Needles.of(needles());
		assertThatTheSearchFinds(needles);
		assertThat(findings("log", windhover.logText(), needles)).isEmpty();
		Set<String> masking = new TreeSet<>();
		for (String topic : topics(windhover)) {
			windhover.committed(topic).forEach((message) -> {
				assertThat(findings(topic, message.key() + message.value(), needles)).isEmpty();
				if (String.valueOf(message.value()).contains(MASK)) {
					masking.add(topic);
				}
				for (Header header : message.headers()) {
					assertThat(findings(topic, text(header.value()), needles)).isEmpty();
				}
			});
		}
		assertThat(masking).contains("windhover-executions", "windhover-logs", "windhover-task-results",
				"windhover-task-runs");
		masking.clear();
		files(data).forEach((file) -> {
			String text = text(bytes(file));
			assertThat(findings(file.toString(), text, needles)).isEmpty();
			if (text.contains(MASK)) {
				masking.add(data.relativize(file).getName(0).toString());
			}
		});
		// the stores write theirs late, and have topics
		assertThat(masking).contains("kafka").anyMatch((name) -> name.startsWith("windhover.db"));
		assertThat(masking(windhover, needles)).contains("8080 /api/executions/{id}",
				"8080 /api/executions/{id}/events", "8080 /api/executions/{id}/logs", "8081 /scheduler",
				"8081 /scheduler/{namespace}/{flowId}/{triggerId}");
	}

	/** In the files that workers read, where each of them is. */
	private void assertThatTheSearchFinds(Needles needles) {
		assertThat(files(this.directory).stream()
			.filter((file) -> file.getFileName().toString().startsWith("PLANTED"))
			.filter((file) -> !findings(file.toString(), text(bytes(file)), needles).isEmpty())).hasSize(COUNT);
	}

	/** Each line, and what is the same in each Base64 of it. */
	private List<String> needles() {
		List<String> needles = new ArrayList<>();
		this.values.stream().flatMap(String::lines).filter((line) -> line.length() > 30).forEach((line) -> {
			needles.add(line.substring(0, SHORTEST)); // of the random part
			for (String before : List.of("", "x", "xx")) {
				String encoded = Base64.getEncoder().encodeToString((before + line).getBytes(StandardCharsets.UTF_8));
				needles.add(encoded.substring(4, 4 + SHORTEST));
			}
		});
		assertThat(needles).hasSize(4 * (COUNT + COUNT / 3));
		needles.add(OF_THE_PLUGIN);
		needles.add(Base64.getEncoder().encodeToString(OF_THE_PLUGIN.getBytes(StandardCharsets.UTF_8)));
		return needles;
	}

	private static List<String> findings(String where, String text, Needles needles) {
		return needles.in(text).stream().map((needle) -> where + ": " + needle).toList();
	}

	private static List<String> topics(WindhoverProcess windhover) {
		try (Admin admin = Admin.create(Map.<String, Object>of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
				"127.0.0.1:" + windhover.brokerPort()))) {
			List<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(false))
				.names()
				.get()
				.stream()
				.sorted()
				.toList();
			assertThat(topics).contains("windhover-logs", "windhover-task-results", "windhover-task-jobs");
			return topics;
		}
		catch (ExecutionException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Path> files(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			// the indexes of a log hold offsets only, and take 10 MB each
			return files.filter(Files::isRegularFile).filter((file) -> !file.toString().endsWith("index")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] bytes(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (NoSuchFileException ex) {
			return new byte[0]; // the stores compact theirs
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String text(byte[] bytes) {
		return new String(Objects.requireNonNull(bytes), StandardCharsets.ISO_8859_1);
	}

	/** Looks for all of them in one pass over a text. */
	private record Needles(List<String> all, BitSet starts) {

		private static final int START = 5;

		private static final int MASK = (1 << 20) - 1;

		static Needles of(List<String> all) {
			BitSet starts = new BitSet();
			all.forEach((needle) -> starts.set(start(needle, 0)));
			return new Needles(all, starts);
		}

		List<String> in(String text) {
			List<String> found = new ArrayList<>();
			for (int i = 0; i <= text.length() - START; i++) {
				if (this.starts.get(start(text, i))) {
					int from = i;
					this.all.stream().filter((needle) -> text.startsWith(needle, from)).forEach(found::add);
				}
			}
			return found;
		}

		private static int start(String text, int from) {
			int hash = 0;
			for (int i = from; i < from + START; i++) {
				hash = 31 * hash + text.charAt(i);
			}
			return hash & MASK;
		}

	}

}
