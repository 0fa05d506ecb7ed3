package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.windhover.TestSize;
import io.windhover.repository.elasticsearch.SearchServer;
import io.windhover.repository.elasticsearch.SearchServers;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The API on 8080 tells the same of what is in the repository, whichever it is. So many
 * other executions came later that the executor remembers none of these.
 */
@ParameterizedClass
@MethodSource("kinds")
class RepositoryApiIT {

	private static final Duration SOON = Duration.ofMinutes(3);

	/** As few as can be set. */
	private static final int REMEMBERED = 100;

	private static final String FLOW = """
			inputs:
			  - {id: word, type: string}
			tasks:
			  - {id: say, type: log, message: "{{ inputs.word }}"}
			  - {id: count, type: shell, command: "echo one; echo two"}
			""";

	private static final String SECRET = "0d5f0bd1-the-secret-of-the-repository";

	/** In each kind of document, and each field that takes what a task gives. */
	private static final String USES_A_SECRET = """
			namespace: secret
			id: used
			tasks:
			  - {id: say, type: log, message: "a {{ secret('USED') }} b"}
			  - id: give
			    type: return
			    value: {"{{ secret('USED') }}": ["{{ secret('USED') }}", "{{ ('me:' ~ secret('USED')) | base64encode }}"]}
			  - {id: label, type: set-labels, labels: {used: "{{ secret('USED') }}"}}
			  - {id: output, type: set-outputs, outputs: {used: "{{ secret('USED') }}"}}
			  - id: print
			    type: shell
			    command: echo "$USED"; printf 'x%s' "$USED" | base64; echo "$USED" >&2; exit 3
			    environment: {USED: "{{ secret('USED') }}"}
			    allowFailure: true
			  - {id: stop, type: fail, message: "this and {{ secret('USED') }} is wrong"}
			""";

	@TempDir
	static Path directory;

	private static @Nullable SearchServer server;

	private static WindhoverProcess windhover;

	@SuppressWarnings("unused")
	RepositoryApiIT(Kind kind) {
	}

	static Stream<Kind> kinds() {
		return Stream.of(Kind.values()).limit(TestSize.of(2, 3));
	}

	@BeforeParameterizedClassInvocation
	static void fill(Kind kind) throws IOException {
		server = (kind.servers != null) ? kind.servers.start() : null;
		List<String> settings = new ArrayList<>(List.of("--windhover.executor.recent-executions=" + REMEMBERED));
		if (server != null) {
			settings.addAll(List.of("--windhover.repository.type=elasticsearch",
					"--windhover.repository.elasticsearch.uris=" + server.uri(),
					"--windhover.repository.elasticsearch.replicas=0"));
		}
		Path home = Files.createDirectory(directory.resolve(kind.name()));
		Path secrets = Files.createDirectory(home.resolve("secrets"));
		Files.writeString(secrets.resolve("USED"), SECRET);
		settings.add("--windhover.secrets.directory=" + secrets);
		windhover = WindhoverProcess.start(home, settings.toArray(String[]::new));
		windhover.awaitReady();
		windhover.put("kept", "good", "namespace: kept\nid: good\n" + FLOW);
		windhover.put("kept", "bad",
				"namespace: kept\nid: bad\ntasks:\n  - {id: stop, type: fail, message: on purpose}\n");
		for (int i = 0; i < 12; i++) {
			windhover.create("kept", "good",
					"{\"inputs\": {\"word\": \"w%d\"}, \"labels\": {\"team\": \"blue\"}}".formatted(i), "?wait=PT30S");
		}
		for (int i = 0; i < 3; i++) {
			windhover.create("kept", "bad", "{}", "?wait=PT30S");
		}
		windhover.put("other", "quick", "namespace: other\nid: quick\ntasks:\n  - {id: end, type: return, value: 1}\n");
		for (int i = 0; i < REMEMBERED; i++) {
			windhover.create("other", "quick", "{}", "");
		}
		Awaitility.await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
			assertThat(total("?namespace=other&state=SUCCESS")).isEqualTo(REMEMBERED);
			assertThat(total("?namespace=kept&state=SUCCESS")).isEqualTo(12);
			assertThat(total("?namespace=kept&state=FAILED")).isEqualTo(3);
			JsonNode newest = list("?flowId=good&size=1").at("/items/0");
			assertThat(
					windhover.get(windhover.api("/api/executions/%s/logs".formatted(id(newest)))).get("total").asInt())
				.isEqualTo(3);
		});
		assertThat(items(list("?namespace=kept&size=100"))).allSatisfy((each) -> assertThat(
				windhover.send(WindhoverProcess.request(windhover.management("/executor/" + id(each))).GET())
					.statusCode())
			.as("it has ended, and its owner has only that")
			.isEqualTo(410));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		windhover.close();
		if (server != null) {
			server.close();
		}
	}

	@Test
	void listsComeNewestFirstInPages() {
		List<JsonNode> all = items(list("?namespace=kept&size=100"));
		assertThat(all).hasSize(15).isSortedAccordingTo(Comparator.comparing(RepositoryApiIT::createdAt).reversed());
		assertThat(all).extracting((each) -> each.get("flowId").asString()).startsWith("bad", "bad", "bad", "good");
		List<String> paged = new ArrayList<>();
		for (int page = 0; page < 4; page++) {
			JsonNode found = list("?namespace=kept&size=4&page=" + page);
			assertThat(found.get("total").asInt()).isEqualTo(15);
			items(found).forEach((each) -> paged.add(id(each)));
		}
		assertThat(paged).isEqualTo(all.stream().map(RepositoryApiIT::id).toList());
		JsonNode behind = list("?namespace=kept&size=1000&page=99");
		assertThat(items(behind)).isEmpty();
		assertThat(behind.get("total").asInt()).isEqualTo(15);
	}

	@Test
	void listsAreFiltered() {
		List<JsonNode> all = items(list("?namespace=kept&size=100"));
		assertThat(total("?flowId=bad")).isEqualTo(3);
		assertThat(total("?flowId=good&state=FAILED")).isZero();
		assertThat(total("?namespace=kep")).isZero();
		String middle = all.get(7).get("createdAt").asString();
		assertThat(items(list("?namespace=kept&from=" + middle))).hasSize(8).contains(all.get(7));
		assertThat(items(list("?namespace=kept&to=" + middle))).hasSize(7).doesNotContain(all.get(7));
	}

	@Test
	void anExecutionComesWithAllOfIt() {
		JsonNode good = items(list("?flowId=good&size=100")).get(11);
		JsonNode read = windhover.get(windhover.api("/api/executions/" + id(good)));
		assertThat(read.at("/inputs/word").asString()).isEqualTo("w0");
		assertThat(read.at("/labels/team").asString()).isEqualTo("blue");
		assertThat(read.get("history")).isEqualTo(good.get("history"));
		assertThat(read.get("taskRuns")).hasSize(2);
		JsonNode shell = read.at("/taskRuns/1");
		assertThat(shell.get("state").asString()).isEqualTo("SUCCESS");
		assertThat(shell.at("/outputs/exitCode").asInt(-1)).isZero();
		assertThat(shell.at("/attempts/0/metrics")).isNotEmpty();
		JsonNode bad = items(list("?flowId=bad&size=1")).get(0);
		assertThat(windhover.get(windhover.api("/api/executions/" + id(bad))).at("/taskRuns/0/error").asString())
			.contains("on purpose");
		assertThat(windhover.send(WindhoverProcess.request(windhover.api("/api/executions/nobody")).GET()).statusCode())
			.isEqualTo(404);
	}

	@Test
	void logsComeOldestFirstInPagesAndAsText() {
		JsonNode good = items(list("?flowId=good&size=100")).get(11);
		String logs = "/api/executions/%s/logs".formatted(id(good));
		JsonNode all = windhover.get(windhover.api(logs));
		assertThat(items(all)).extracting((each) -> each.get("message").asString()).containsExactly("w0", "one", "two");
		assertThat(items(windhover.get(windhover.api(logs + "?size=2&page=1")))).containsExactly(all.at("/items/2"));
		assertThat(windhover.send(WindhoverProcess.request(windhover.api(logs)).header("Accept", "text/plain").GET())
			.body()).contains("w0", "one", "two").hasLineCount(3);
	}

	/** In all that the server has, or the file of the embedded repository. */
	@Test
	void secretsAreMaskedInTheDocuments() throws IOException {
		windhover.put("secret", "used", USES_A_SECRET);
		String execution = id(windhover.create("secret", "used", "{}", "?wait=PT30S"));
		Awaitility.await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
			assertThat(total("?namespace=secret&state=FAILED")).isEqualTo(1);
			assertThat(
					windhover.get(windhover.api("/api/executions/%s/logs".formatted(execution))).get("total").asInt())
				.isEqualTo(6);
		});
		String documents = documents();
		assertThat(documents).contains("a ****** b", "and ****** is wrong", "\"used\":\"******\"", execution)
			.doesNotContain(SECRET);
		for (String before : List.of("", "x", "xx")) {
			String encoded = Base64.getEncoder().encodeToString((before + SECRET).getBytes(StandardCharsets.UTF_8));
			assertThat(documents).doesNotContain(encoded.substring(4, 20));
		}
	}

	private static String documents() throws IOException {
		if (server == null) {
			try (Stream<Path> files = Files.list(directory.resolve(Kind.SQLITE.name()).resolve("data"))) {
				return files.filter((file) -> file.getFileName().toString().startsWith("windhover.db"))
					.map(RepositoryApiIT::text)
					.collect(Collectors.joining());
			}
		}
		JsonNode found = server.get("/_search?size=10000");
		assertThat(found.at("/hits/total/value").asInt()).isBetween(REMEMBERED, 9_999);
		return found.toString();
	}

	private static String text(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonNode list(String query) {
		return windhover.get(windhover.api("/api/executions" + query));
	}

	private static int total(String query) {
		return list(query).get("total").asInt();
	}

	private static List<JsonNode> items(JsonNode page) {
		return StreamSupport.stream(page.get("items").spliterator(), false).toList();
	}

	private static String id(JsonNode execution) {
		return execution.get("id").asString();
	}

	private static Instant createdAt(JsonNode execution) {
		return Instant.parse(execution.get("createdAt").asString());
	}

	/**
	 * A repository; Elasticsearch 9 and OpenSearch answer the reader as Elasticsearch 8
	 * does, see its contract.
	 */
	enum Kind {

		SQLITE(null), ELASTICSEARCH(SearchServers.ELASTICSEARCH_8), OPENSEARCH(SearchServers.OPENSEARCH_2);

		private final @Nullable SearchServers servers;

		Kind(@Nullable SearchServers servers) {
			this.servers = servers;
		}

	}

}
