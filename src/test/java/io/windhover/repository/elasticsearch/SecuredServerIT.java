package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.State;
import io.windhover.repository.Batch;
import io.windhover.repository.Documents;
import io.windhover.repository.RepositoryException;
import io.windhover.repository.RepositorySize;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With a server that wants TLS and a name, and the privileges that the document lists.
 */
class SecuredServerIT {

	private static final Pattern PRIVILEGES = Pattern
		.compile("needs, on `windhover-\\*`: (.*?), with `retention` also `(\\w+)`; and for the cluster `(\\w+)`");

	private static final ExecutionQuery ALL = new ExecutionQuery(null, null, null, null, null, 0, 10);

	private static @Nullable SecuredElasticsearchServer server;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		server = SecuredElasticsearchServer.start(ElasticsearchServer.EIGHT, directory,
				Map.of("keeps", documented(false), "deletes", documented(true)));
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void theDocumentedPrivilegesAreEnough() throws IOException {
		try (ElasticsearchClient client = client(server().bundle(), "username", "deletes", "password",
				SecuredElasticsearchServer.PASSWORD); ElasticsearchClient administrator = server().administrator()) {
			ElasticsearchRepository repository = repository(client);
			repository.open();
			assertThat(repository.write(batch())).isEmpty();
			assertThat(repository.write(batch())).as("once more").isEmpty();
			administrator.send("POST", "/windhover-*/_refresh").json();
			assertThat(repository.executions(ALL).items()).hasSize(1);
			RepositorySize size = repository.size(10);
			assertThat(size.bytes()).isPositive();
			assertThat(size.usableBytes()).as("only who may monitor the cluster sees its disks").isNull();
			assertThat(repository.deleteBefore(later())).isNull();
			assertThat(repository.executions(ALL).items()).isEmpty();
		}
	}

	@Test
	void whatIsNotAllowedIsTold() throws IOException {
		try (ElasticsearchClient client = client(server().bundle(), "username", "keeps", "password",
				SecuredElasticsearchServer.PASSWORD)) {
			ElasticsearchRepository repository = repository(client);
			repository.open();
			assertThat(repository.write(batch())).isEmpty();
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> repository.deleteBefore(later()))
				.withMessageContaining("lists the privileges")
				.withMessageContaining("delete_index")
				.withMessageContaining("security_exception");
		}
	}

	@Test
	void whoIsNotKnownIsToldWhatToSet() throws IOException {
		for (String[] who : List.of(new String[] { "username", "deletes", "password", "wrong" }, new String[0])) {
			try (ElasticsearchClient client = client(server().bundle(), who)) {
				assertThatExceptionOfType(RepositoryException.class).isThrownBy(repository(client)::open)
					.withMessageContaining("does not know who asks (401): set windhover.repository.elasticsearch.");
			}
		}
	}

	@Test
	void aServerThatNobodyVouchesForIsToldNothing() throws IOException {
		try (ElasticsearchClient client = client(null, "username", "deletes", "password",
				SecuredElasticsearchServer.PASSWORD)) {
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(repository(client)::open)
				.withMessageContaining("certification path");
		}
	}

	private static Batch batch() {
		return new Batch(List.of(Documents.execution(1, "hello", State.SUCCESS, 1)),
				List.of(Documents.taskRun("e1", "say", State.SUCCESS, 2)), List.of("demo/hello/gone"),
				List.of(Documents.trigger("daily", 1)), List.of(Documents.log("e1", 1)), List.of());
	}

	private static LocalDate later() {
		return LocalDate.of(2100, 1, 1);
	}

	private static ElasticsearchRepository repository(ElasticsearchClient client) {
		return new ElasticsearchRepository(client, Repositories.properties("replicas", "0"));
	}

	private static ElasticsearchClient client(@Nullable SslBundle bundle, String... who) {
		List<String> pairs = new ArrayList<>(List.of("uris", server().uri().toString()));
		pairs.addAll(List.of(who));
		return ClientFactory.client(Repositories.properties(pairs.toArray(String[]::new)), bundle);
	}

	/** The role that the document describes, with or without retention. */
	private static Map<String, Object> documented(boolean retention) throws IOException {
		MatchResult documented = PRIVILEGES
			.matcher(Files.readString(Path.of("src/docs/repository.md")).replaceAll("\\s+", " "))
			.results()
			.findFirst()
			.orElseThrow();
		List<String> privileges = new ArrayList<>();
		Pattern.compile("`(\\w+)`")
			.matcher(documented.group(1))
			.results()
			.forEach((each) -> privileges.add(each.group(1)));
		if (retention) {
			privileges.add(documented.group(2));
		}
		return Map.of("cluster", List.of(documented.group(3)), "indices",
				List.of(Map.of("names", List.of("windhover-*"), "privileges", privileges)));
	}

	private static SecuredElasticsearchServer server() {
		return requireNonNull(server);
	}

}
