package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.State;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.Json;
import io.windhover.repository.Batch;
import io.windhover.repository.Documents;
import io.windhover.repository.Refusal;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryContract;
import io.windhover.repository.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the repository does with every server, each test with indices of its own.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
@ParameterizedClass
@EnumSource
class ServerContractIT extends RepositoryContract {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private static @Nullable SearchServer server;

	private ElasticsearchProperties properties;

	private ElasticsearchClient client;

	private Repository repository;

	@SuppressWarnings("unused")
	ServerContractIT(SearchServers kind) {
	}

	@BeforeParameterizedClassInvocation
	static void start(SearchServers kind) {
		server = kind.start();
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	@BeforeEach
	void connect() {
		this.properties = Repositories.properties(requireNonNull(server).uri(), "it" + NUMBERS.incrementAndGet());
		this.client = ClientFactory.client(this.properties, null);
		this.repository = Repositories.refreshed(new ElasticsearchRepository(this.client, this.properties),
				this.client);
	}

	@AfterEach
	void delete() throws IOException {
		this.repository.deleteBefore(LocalDate.MAX);
		this.client.close();
	}

	@Override
	protected Repository repository() {
		return this.repository;
	}

	@Test
	void theFieldsAreOfTheTypesThatTheTemplatesName() {
		everyKind();
		for (String kind : List.of("executions", "task-runs", "logs", "metrics", "triggers")) {
			JsonNode mappings = get("/%s-%s*/_mapping".formatted(this.properties.prefix(), kind)).iterator()
				.next()
				.get("mappings");
			assertThat(mappings.get("dynamic").asString()).isEqualTo("false");
			JsonNode source = search(kind).get(0).get("_source");
			// all that is stored is mapped, or left out on purpose
			assertThat(mappings.get("properties").propertyNames()).as(kind)
				.contains("@timestamp", "namespace", "flowId", "id")
				.isSubsetOf(fields(source, mappings));
		}
	}

	@Test
	void documentsAreInTheIndexOfTheirDay() {
		everyKind();
		String prefix = this.properties.prefix();
		assertThat(get("/" + prefix + "-*/_alias").propertyNames()).containsExactlyInAnyOrder(
				prefix + "-executions-2026.01.31", prefix + "-task-runs-2026.01.31", prefix + "-logs-2026.01.31",
				prefix + "-metrics-2026.01.31", prefix + "-triggers");
		JsonNode execution = search("executions").get(0).get("_source");
		assertThat(execution.get("durationMillis").asLong()).isEqualTo(2_000);
		assertThat(execution.get("labelPairs").get(0).asString()).isEqualTo("team=blue");
		assertThat(search("metrics").get(0).get("_source").get("tagPairs").get(0).asString()).isEqualTo("stream=out");
		assertThat(search("task-runs").get(0).get("_source").get("@timestamp").asString())
			.isEqualTo(Documents.START.toString());
	}

	@Test
	void aBatchMayTakeManyRequests() throws IOException {
		ElasticsearchProperties small = Repositories.properties("uris", requireNonNull(server).uri().toString(),
				"prefix", this.properties.prefix(), "max-request-size", "2KB");
		try (ElasticsearchClient other = ClientFactory.client(small, null)) {
			Repository writer = new ElasticsearchRepository(other, small);
			List<Execution> executions = IntStream.range(0, 50)
				.mapToObj((number) -> Documents.execution(number, "hello", State.RUNNING, 1))
				.toList();
			assertThat(writer.write(new Batch(executions, List.of(), List.of(), List.of(), List.of(), List.of())))
				.isEmpty();
		}
		assertThat(this.repository.executions(new ExecutionQuery(null, null, null, null, null, 0, 10)).total())
			.isEqualTo(50);
	}

	@Test
	void severalProcessesMayPutTheTemplatesAtOnce() {
		IntStream.range(0, 4)
			.parallel()
			.forEach((number) -> new ElasticsearchRepository(this.client, this.properties).open());
		ObjectNode template = template("executions");
		assertThat(template.get("_meta").get("windhover").asInt()).isEqualTo(2);
		template.withObject("/_meta").put("windhover", 99);
		// what a server adds, it does not take
		template.retain("index_patterns", "composed_of", "priority", "template", "version", "_meta");
		assertThat(this.client
			.send("PUT", "/_index_template/%s-executions".formatted(this.properties.prefix()), Map.of(), template)
			.isOk()).isTrue();
		this.repository.open();
		assertThat(template("executions").get("_meta").get("windhover").asInt()).isEqualTo(99);
		assertThat(template("logs").get("_meta").get("windhover").asInt()).isEqualTo(2);
	}

	@Test
	void whatIsOfAClosedIndexWaitsUntilSomebodyOpensIt() {
		Execution running = Documents.execution(1, "hello", State.RUNNING, 1);
		Execution ended = Documents.execution(1, "hello", State.SUCCESS, 2);
		write(List.of(running), List.of());
		String index = "/" + this.properties.prefix() + "-executions-2026.01.31";
		this.client.send("POST", index + "/_close").json();
		assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> write(List.of(ended), List.of()))
			.withMessageContaining("index_closed_exception");
		this.client.send("POST", index + "/_open").json();
		assertThat(write(List.of(ended), List.of())).isEmpty();
		assertThat(this.repository.execution("e1")).isEqualTo(ended);
	}

	@Test
	void aDocumentThatMakesItNoBulkRequestIsRefusedAlone() {
		Execution broken = Documents.execution(1, "hello", State.RUNNING, -1);
		assertThat(write(List.of(broken), List.of())).extracting(Refusal::document).containsExactly(broken);
		assertThat(write(List.of(broken, Documents.execution(2, "hello", State.RUNNING, 1)), List.of()))
			.extracting(Refusal::document)
			.containsExactly(broken);
		assertThat(this.repository.execution("e2")).isNotNull();
	}

	@Test
	void aDayThatCannotBeDeletedIsInNobodysWay() {
		write(IntStream.range(0, 3)
			.mapToObj((day) -> Documents.execution(day * 24 * 60, "hello", State.SUCCESS, 1))
			.toList(), List.of());
		String settings = "/" + this.properties.prefix() + "-executions-2026.01.31/_settings";
		this.client.send("PUT", settings, Map.of(), Map.of("index.blocks.read_only", true)).json();
		assertThatExceptionOfType(RepositoryException.class)
			.isThrownBy(() -> this.repository.deleteBefore(LocalDate.parse("2026-02-02")))
			.withMessageContaining("2026.01.31");
		assertThat(get("/" + this.properties.prefix() + "-executions-*/_alias?expand_wildcards=open,closed")
			.propertyNames()).containsExactlyInAnyOrder(this.properties.prefix() + "-executions-2026.01.31",
					this.properties.prefix() + "-executions-2026.02.02");
		this.client.send("PUT", settings, Map.of(), Map.of("index.blocks.read_only", false)).json();
		assertThat(this.repository.deleteBefore(LocalDate.parse("2026-02-02"))).isEqualTo("2026-02-02");
	}

	@Test
	void triggersThatBeginAnewAreTakenWhenTheirIndexIsDeleted() {
		write(Documents.trigger("a", 50_000));
		write(Documents.trigger("a", 1));
		assertThat(this.repository.triggers()).extracting(TriggerState::version).containsExactly(50_000L);
		this.client.send("DELETE", "/" + this.properties.prefix() + "-triggers").json();
		assertThat(this.repository.triggers()).isEmpty();
		write(Documents.trigger("a", 1));
		assertThat(this.repository.triggers()).extracting(TriggerState::version).containsExactly(1L);
		assertThat(mapped(this.properties.prefix() + "-triggers")).contains("namespace", "version");
	}

	private void write(TriggerState trigger) {
		assertThat(this.repository
			.write(new Batch(List.of(), List.of(), List.of(), List.of(trigger), List.of(), List.of()))).isEmpty();
	}

	@Test
	void whatIsThereGetsTheFieldsThatAreNew() {
		this.repository.open();
		for (String kind : List.of("executions", "triggers")) {
			ObjectNode old = template(kind);
			old.withObject("/_meta").put("windhover", 0);
			old.retain("index_patterns", "composed_of", "priority", "template", "version", "_meta");
			old.withObject("/template/mappings/properties").remove(List.of("version", "id"));
			String name = this.properties.prefix() + "-" + kind;
			this.client.send("PUT", "/_index_template/" + name, Map.of(), old).json();
		}
		List<String> indices = List.of(this.properties.prefix() + "-executions-2026.01.31",
				this.properties.prefix() + "-triggers");
		for (String index : indices) {
			this.client.send("PUT", "/" + index).json();
			assertThat(mapped(index)).contains("namespace").doesNotContain("version", "id");
		}
		this.repository.open();
		for (String index : indices) {
			assertThat(mapped(index)).contains("namespace", "version", "id");
		}
		assertThat(template("triggers").get("_meta").get("windhover").asInt()).isEqualTo(2);
		theFieldsAreOfTheTypesThatTheTemplatesName();
	}

	private Collection<String> mapped(String index) {
		return get("/" + index + "/_mapping").get(index).get("mappings").get("properties").propertyNames();
	}

	private void everyKind() {
		this.repository.write(new Batch(List.of(Documents.execution(1, "hello", State.SUCCESS, 1)),
				List.of(Documents.taskRun("e1", "say", State.SUCCESS, 1)), List.of(),
				List.of(Documents.trigger("a", 1)), List.of(Documents.log("e1", 1)), List.of(Documents.metric("e1"))));
	}

	private ObjectNode template(String kind) {
		return (ObjectNode) get("/_index_template/%s-%s".formatted(this.properties.prefix(), kind))
			.get("index_templates")
			.get(0)
			.get("index_template");
	}

	private JsonNode search(String kind) {
		this.client.send("POST", "/_refresh").json();
		return get("/%s-%s*/_search".formatted(this.properties.prefix(), kind)).get("hits").get("hits");
	}

	private JsonNode get(String path) {
		return this.client.send("GET", path).json();
	}

	/** Those of a document, and those that it may have. */
	private static List<String> fields(JsonNode source, JsonNode mappings) {
		ObjectNode fields = Json.mapper().createObjectNode();
		source.propertyNames().forEach((name) -> fields.put(name, true));
		for (String absent : List.of("error", "trigger", "next", "last", "lastExecutionId", "outputs", "durationMillis",
				"cause")) {
			if (mappings.get("properties").has(absent)) {
				fields.put(absent, true);
			}
		}
		return List.copyOf(fields.propertyNames());
	}

}
