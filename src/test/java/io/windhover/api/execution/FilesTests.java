package io.windhover.api.execution;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.file.FileStore;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.input.FileAddress;
import io.windhover.repository.Documents;
import io.windhover.repository.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@ApiTest
class FilesTests {

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final FileStore files;

	private final Repository repository;

	FilesTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired FileStore files,
			@Autowired Repository repository) {
		this.mvc = mvc;
		this.bench = bench;
		this.files = files;
		this.repository = repository;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		this.bench.givenWithFile("demo", "load");
		Mockito.reset(this.repository);
	}

	@Test
	void fileThatIsSentIsKeptAndItsAddressIsTheInput() throws IOException {
		MvcTestResult created = upload("", part("data\"; filename=\"C:\\x\\orders 1.csv", "a,b\n1,2\n"),
				part("count", "3"), part("labels.team", "red"));
		assertThat(created).hasStatus(201);
		ExecutionCommand.Create command = (ExecutionCommand.Create) this.bench.commands().get(0);
		String address = "windhover:///executions/%s/inputs/data/orders%%201.csv".formatted(command.executionId());
		assertThat(command.inputs()).isEqualTo(Map.of("data", address, "count", 3));
		assertThat(command.labels()).containsEntry("team", "red");
		String path = "/api/executions/" + command.executionId() + "/files";
		assertThat(this.mvc.get().uri(path)).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"items": [{"path": "inputs/data/orders 1.csv", "address": "%s", "size": 8}], "total": 1}
				""".formatted(address));
		MvcTestResult file = this.mvc.get().uri(path + "/inputs/data/{name}", "orders 1.csv").exchange();
		assertThat(file).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_OCTET_STREAM)
			.hasHeader("Content-Length", "8")
			.hasHeader("X-Content-Type-Options", "nosniff")
			.bodyText()
			.isEqualTo("a,b\n1,2\n");
		assertThat(file.getResponse().getHeader("Content-Disposition")).startsWith("attachment;");
	}

	@Test
	void fileThatHasNotChangedIsNotSentAgain() {
		assertThat(upload("", part("data\"; filename=\"" + "ö".repeat(250) + ".csv", "x"))).hasStatus(201);
		String id = this.bench.commands().get(0).executionId();
		String path = "/api/executions/" + id + "/files/inputs/data/{name}";
		String name = "ö".repeat(32) + ".csv";
		assertThat(this.mvc.get().uri(path, name)).hasStatusOk().bodyText().isEqualTo("x");
		String date = this.mvc.get().uri(path, name).exchange().getResponse().getHeader("Last-Modified");
		assertThat(this.mvc.get().uri(path, name).header("If-Modified-Since", String.valueOf(date))).hasStatus(304);
	}

	@Test
	void whoWaitsMaySendFilesToo() {
		assertThat(upload("?wait=PT0.05S", part("data\"; filename=\"a.csv", "x"))).hasStatus(202);
	}

	@Test
	void inputOfAnotherTypeMayComeAsAFile() {
		assertThat(upload("", part("data\"; filename=\"a", "x"), part("count\"; filename=\"count.txt", "4")))
			.hasStatus(201);
		assertThat(((ExecutionCommand.Create) this.bench.commands().get(0)).inputs()).containsEntry("count", 4);
	}

	@Test
	void allThatIsWrongIsInOneAnswerAndNoFileIsKept() throws IOException {
		FileAddress gone = FileAddress.of("gone", "a.csv");
		MvcTestResult refused = upload("", part("count", "many"), part("data\"; filename=\"a.csv", "x"),
				part("more", gone.toString()), part("other\"; filename=\"b.csv", "x"));
		assertThat(refused).hasStatus(400)
			.bodyJson()
			.extractingPath("problems[*].field")
			.asArray()
			.containsExactlyInAnyOrder("inputs.count", "inputs.more", "inputs.other");
		assertThat(refused).bodyText().contains("there is no file '" + gone);
		assertThat(this.bench.commands()).isEmpty();
		assertThat(upload("", part("count", "3"))).bodyText()
			.contains("data is required; give a file in a request of multipart/form-data, or the address of one");
	}

	@Test
	void requestWithTheSameKeyAndOtherFilesIsRefused() throws IOException {
		assertThat(uploadWithKey(part("data\"; filename=\"a.csv", "x"), part("count", "3"), part("labels.team", "red")))
			.hasStatus(201);
		ExecutionCommand.Create command = (ExecutionCommand.Create) this.bench.commands().get(0);
		Flow flow = Objects.requireNonNull(this.bench.flows().get(new FlowKey("demo", "load")));
		this.bench.revisions().put(flow.ref(), flow);
		assertThat(uploadWithKey(part("labels.team", "red"), part("count", "3"), part("data\"; filename=\"a.csv", "x")))
			.hasStatus(200)
			.hasHeader("Location", "/api/executions/" + command.executionId());
		List<String> others = List.of(
				part("data\"; filename=\"a.csv", "y") + part("count", "3") + part("labels.team", "red"),
				part("data\"; filename=\"a.csv", "x".repeat(5_000)) + part("count", "3") + part("labels.team", "red"),
				part("data\"; filename=\"b.csv", "x") + part("count", "3") + part("labels.team", "red"),
				part("data\"; filename=\"a.csv", "x") + part("count", "4") + part("labels.team", "red"),
				part("data\"; filename=\"a.csv", "x") + part("count", "3") + part("labels.team", "blue"),
				part("data\"; filename=\"a.csv", "x") + part("more\"; filename=\"b.csv", "x") + part("count", "3")
						+ part("labels.team", "red"));
		for (String other : others) {
			assertThat(uploadWithKey(other)).hasStatus(422).bodyText().contains(command.executionId());
		}
		assertThat(this.bench.commands()).hasSize(1);
		assertThat(this.files.list(command.executionId(), 0, 10).items()).singleElement()
			.satisfies((file) -> assertThat(file.size()).isOne());
	}

	private MvcTestResult uploadWithKey(String... parts) {
		return this.mvc.post()
			.uri("/api/flows/demo/load/executions")
			.header("Idempotency-Key", "load-1")
			.contentType("multipart/form-data; boundary=between")
			.content((String.join("", parts) + "--between--\r\n").getBytes(StandardCharsets.UTF_8))
			.exchange();
	}

	@Test
	void addressOfAnotherExecutionMayBeGiven() throws IOException {
		FileAddress address = FileAddress.of("other", "tasks/make/a.csv");
		this.files.write(address, stream("x"));
		assertThat(create(address.toString())).hasStatus(201);
		assertThat(create("windhover:///executions/other/tasks/../a.csv")).hasStatus(400)
			.bodyText()
			.contains("is not the address of a file; give a file");
		assertThat(create("/etc/passwd")).hasStatus(400);
	}

	@Test
	void fileThatIsTooLargeIsRefusedWithTheProperty() {
		assertThat(upload("", part("data\"; filename=\"a.csv", "x".repeat(1_001)))).hasStatus(413)
			.bodyText()
			.contains("Input 'data'", "larger than 1000 bytes", "windhover.files.max-file-size");
	}

	@Test
	void fileNameWithANulIsRefused() {
		assertThat(upload("", part("data\"; filename=\"a\0.csv", "x"))).hasStatus(400)
			.bodyJson()
			.extractingPath("field")
			.isEqualTo("data");
	}

	@Test
	void partsThatCannotBeMeantAreRefused() {
		assertThat(upload("", part("count", "1"), part("count", "2"))).hasStatus(400)
			.bodyText()
			.contains("two parts 'count'");
		assertThat(this.mvc.post()
			.uri("/api/flows/demo/load/executions")
			.contentType("multipart/form-data; boundary=x")
			.content("--x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"a\"\r\n\r\nbroken off"))
			.hasStatus(400);
		assertThat(
				this.mvc.post().uri("/api/flows/demo/load/executions").contentType("multipart/form-data").content("x"))
			.hasStatus(400);
		assertThat(this.mvc.post()
			.uri("/api/flows/demo/nobody/executions")
			.contentType("multipart/form-data; boundary=x")
			.content("--x--")).hasStatus(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/inputs/none.csv", "/", "/inputs", "/inputs/%2e%2e/a.csv", "/a%3Ab" })
	void whatIsNoFileIsNotFound(String path) throws IOException {
		given(this.repository.execution("e1")).willReturn(Documents.execution(1, "load", State.SUCCESS, 3));
		this.files.write(FileAddress.of("e1", "inputs/a.csv"), stream("x"));
		assertThat(this.mvc.get().uri(URI.create("/api/executions/e1/files" + path))).hasStatus(404)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void filesOfAnExecutionThatIsNotThereAreNot() throws IOException {
		this.files.write(FileAddress.of("deleted", "inputs/a.csv"), stream("x"));
		assertThat(this.mvc.get().uri("/api/executions/deleted/files")).hasStatus(404);
		assertThat(this.mvc.get().uri("/api/executions/deleted/files/inputs/a.csv")).hasStatus(404);
	}

	private MvcTestResult create(String address) {
		return this.mvc.post()
			.uri("/api/flows/demo/load/executions")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"inputs\": {\"data\": \"%s\"}}".formatted(address))
			.exchange();
	}

	private MvcTestResult upload(String query, String... parts) {
		return this.mvc.post()
			.uri("/api/flows/demo/load/executions" + query)
			.contentType("multipart/form-data; boundary=between")
			.content((String.join("", parts) + "--between--\r\n").getBytes(StandardCharsets.UTF_8))
			.exchange();
	}

	private static String part(String name, String content) {
		return "--between\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, content);
	}

	private static InputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

}
