package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.repository.Batch;
import io.windhover.repository.Documents;
import io.windhover.repository.Refusal;
import io.windhover.repository.RepositoryException;
import io.windhover.repository.elasticsearch.ScriptedServer.Bulk;
import io.windhover.repository.elasticsearch.ScriptedServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of documents when a server answers badly, which a real one does not do on
 * demand.
 */
class BulkFaultsTests {

	private final ScriptedServer server = new ScriptedServer();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void documentsThatFoundNoRoomAreSentAgainAlone() {
		this.server
			.then((bulk) -> Reply.items(bulk, (id) -> Map.of("e1", 429, "e2", 503, "e3", 500).getOrDefault(id, 201)))
			.then((bulk) -> Reply.items(bulk, (id) -> id.equals("e2") ? 503 : 201));
		assertThat(write(5)).isEmpty();
		assertThat(this.server.bulks()).extracting(Bulk::ids)
			.containsExactly(List.of("e0", "e1", "e2", "e3", "e4"), List.of("e1", "e2", "e3"), List.of("e2"));
	}

	@Test
	void aServerThatStaysBusyFailsTheBatchWhichMayBeWrittenAgain() {
		withRepository((repository) -> {
			IntStream.range(0, 6).forEach((each) -> this.server.then((bulk) -> Reply.items(bulk, (id) -> 429)));
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> repository.write(batch(2)))
				.withMessageContaining("did not take 2 documents")
				.withMessageContaining("429");
			assertThat(repository.write(batch(2))).isEmpty();
			assertThat(this.server.bulks()).hasSize(7).last().extracting(Bulk::ids).isEqualTo(List.of("e0", "e1"));
		});
	}

	@Test
	void aRefusedDocumentIsHandedBackAndOneThatIsThereAsNewIsNot() {
		this.server.then((bulk) -> Reply.items(bulk, (id) -> Map.of("e1", 400, "e2", 409).getOrDefault(id, 201)));
		assertThat(write(4)).singleElement().satisfies((refusal) -> {
			assertThat(refusal.document()).isInstanceOfSatisfying(Execution.class,
					(execution) -> assertThat(execution.id()).isEqualTo("e1"));
			assertThat(refusal.cause()).hasMessageContaining("told to");
		});
		assertThat(this.server.bulks()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 404, 429, 500, 502, 503, 504 })
	void aRequestThatFailsAsAWholeIsForTheCallerToTryAgain(int status) {
		withRepository((repository) -> {
			this.server.then((bulk) -> Reply.error(status, "not now"));
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> repository.write(batch(3)))
				.withMessageContaining(Integer.toString(status))
				.withMessageContaining("not now");
			assertThat(repository.write(batch(3))).isEmpty();
			assertThat(this.server.bulks()).hasSize(2);
		});
	}

	@Test
	void aConnectionThatEndsWithoutAnAnswerIsForTheCallerToTryAgain() {
		withRepository((repository) -> {
			this.server.then((bulk) -> ScriptedServer.NONE);
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> repository.write(batch(3)))
				.withMessageContaining("does not answer")
				.withMessageContaining(this.server.uri());
			assertThat(repository.write(batch(3))).isEmpty();
		});
	}

	@Test
	void aServerThatKnowsNobodySaysWhichPropertiesToSet() {
		withRepository((repository) -> {
			this.server.then((bulk) -> Reply.error(401, "missing authentication credentials"));
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> repository.write(batch(1)))
				.withMessageContaining("windhover.repository.elasticsearch.username")
				.withMessageContaining("api-key")
				.withMessageContaining("missing authentication credentials");
		});
	}

	@Test
	void aRequestThatIsTooLargeIsSentInPartsAndADocumentThatIsTooLargeIsRefused() {
		List<String> taken = new CopyOnWriteArrayList<>();
		IntStream.range(0, 20).forEach((each) -> this.server.then((bulk) -> {
			if (bulk.ids().size() > 3 || bulk.ids().contains("e5")) {
				return new Reply(413, "Request Entity Too Large");
			}
			taken.addAll(bulk.ids());
			return Reply.items(bulk, (id) -> 201);
		}));
		assertThat(write(10)).singleElement()
			.extracting(Refusal::document)
			.isInstanceOfSatisfying(Execution.class, (execution) -> assertThat(execution.id()).isEqualTo("e5"));
		assertThat(taken).containsExactlyInAnyOrder("e0", "e1", "e2", "e3", "e4", "e6", "e7", "e8", "e9");
	}

	@Test
	void aDocumentThatMakesItNoBulkRequestIsFoundAmongTheOthers() {
		IntStream.range(0, 20)
			.forEach((each) -> this.server.then((bulk) -> bulk.ids().contains("e0") ? Reply.error(400, "not like this")
					: Reply.items(bulk, (id) -> 201)));
		assertThat(write(4)).singleElement()
			.extracting(Refusal::document)
			.isInstanceOfSatisfying(Execution.class, (execution) -> assertThat(execution.id()).isEqualTo("e0"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8 })
	void aServerThatTakesNoBulkRequestAtAllHasNothingRefused(int documents) {
		withRepository((repository) -> {
			IntStream.range(0, 2)
				.forEach((each) -> this.server.then((bulk) -> Reply.error(400, "explicit index is not allowed")));
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> repository.write(batch(documents)))
				.withMessageContaining("explicit index is not allowed");
			assertThat(this.server.bulks()).hasSize(2);
			assertThat(repository.write(batch(documents))).isEmpty();
		});
	}

	private List<Refusal> write(int documents) {
		List<Refusal> refusals = new ArrayList<>();
		withRepository((repository) -> refusals.addAll(repository.write(batch(documents))));
		return refusals;
	}

	private void withRepository(Consumer<ElasticsearchRepository> action) {
		ElasticsearchProperties properties = Repositories.properties("uris", this.server.uri());
		try (ElasticsearchClient client = ClientFactory.client(properties, null)) {
			action.accept(new ElasticsearchRepository(client, properties));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Batch batch(int documents) {
		List<Execution> executions = IntStream.range(0, documents)
			.mapToObj((number) -> Documents.execution(number, "hello", State.RUNNING, 1))
			.toList();
		return new Batch(executions, List.of(), List.of(), List.of(), List.of(), List.of());
	}

}
