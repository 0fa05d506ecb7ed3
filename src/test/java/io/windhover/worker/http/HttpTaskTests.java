package io.windhover.worker.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.flow.definition.InvalidConfigurationException;
import io.windhover.flow.input.FileAddress;
import io.windhover.repository.elasticsearch.ServerCertificate;
import io.windhover.worker.task.MemoryFiles.TrackedStream;
import io.windhover.worker.task.RecordingContext;
import io.windhover.worker.task.TaskFailedException;
import jakarta.validation.Validation;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class HttpTaskTests {

	private static final ConfigurationBinder BINDER = new ConfigurationBinder(
			Validation.buildDefaultValidatorFactory().getValidator());

	private final RecordingContext context = new RecordingContext();

	private final HttpTask task = new HttpTask(new HttpSender());

	private final CountDownLatch hang = new CountDownLatch(1);

	private final CountDownLatch hanging = new CountDownLatch(1);

	private final HttpServer server;

	HttpTaskTests() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
	}

	@BeforeEach
	void start() {
		this.server.createContext("/json", (exchange) -> respond(exchange, 200, "application/json", "{\"n\": [1, 2]}"));
		this.server.createContext("/text", (exchange) -> respond(exchange, 200, "text/plain", "hello"));
		this.server.createContext("/empty", (exchange) -> respond(exchange, 200, "text/plain", ""));
		this.server.createContext("/sick", (exchange) -> respond(exchange, 503, "text/plain", "sick"));
		this.server.createContext("/large",
				(exchange) -> respond(exchange, 200, "text/plain", "x".repeat(1024 * 1024 + 1)));
		this.server.createContext("/echo",
				(exchange) -> respond(exchange, 200, "text/plain",
						exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
								+ exchange.getRequestHeaders().getFirst("X-Who") + " "
								+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
		this.server.createContext("/trace",
				(exchange) -> respond(exchange, 200, "text/plain",
						"%s %s".formatted(exchange.getRequestHeaders().get("traceparent"),
								exchange.getRequestHeaders().get("tracestate"))));
		this.server.createContext("/hang", (exchange) -> {
			this.hanging.countDown();
			try {
				this.hang.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.hang.countDown();
		this.server.stop(0);
	}

	@Test
	void jsonIsParsed() throws Exception {
		Map<String, Object> outputs = get("/json", null);
		assertThat(outputs).containsEntry("status", 200).containsEntry("body", Map.of("n", List.of(1, 2)));
		assertThat(outputs.get("headers"))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("content-type", "application/json");
		assertThat(this.context.metrics).containsExactly("response.bytes[]=13.0",
				"request.duration[method, GET, status, 2xx]");
	}

	@Test
	void textStaysText() throws Exception {
		assertThat(get("/text", null)).containsEntry("body", "hello");
	}

	@Test
	void bodyBecomesAFileWhereItsNameIsGiven() throws Exception {
		Map<String, Object> outputs = run(Map.of("uri", uri("/json")), Map.of("responseFile", "data/n.json"));
		assertThat(outputs).containsOnlyKeys("status", "headers", "file");
		assertThat(this.context.files.text(outputs.get("file"))).isEqualTo("{\"n\": [1, 2]}");
		assertThat(outputs.get("file")).asString().endsWith("/data/n.json");
		assertThat(this.context.metrics).contains("response.bytes[]=13.0");
	}

	@Test
	void fileIsBoundedAndOfAcceptedStatusesOnly() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> run(Map.of("uri", uri("/large")), Map.of("responseFile", "large")))
			.withMessageContaining("larger than 1000 bytes (windhover.files.max-file-size)");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> run(Map.of("uri", uri("/json")), Map.of("responseFile", "n", "maxResponseBytes", 5)))
			.withMessageContaining("larger than 5 bytes (maxResponseBytes)");
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(Map.of("uri", uri("/sick")), Map.of("responseFile", "sick")))
			.satisfies((ex) -> assertThat(ex.outputs()).containsEntry("body", "sick").doesNotContainKey("file"));
		assertThat(this.context.files.all).isEmpty();
	}

	@Test
	void emptyBodyFailsWhereTheFlowSaysSo() throws Exception {
		assertThat(get("/empty", null)).containsEntry("status", 200).doesNotContainKey("body");
		Map<String, Object> file = Map.of("responseFile", "data", "acceptEmpty", false);
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> run(Map.of("uri", uri("/empty")), file))
			.withMessage("the body of the response is empty, and acceptEmpty is false")
			.satisfies((ex) -> assertThat(ex.outputs()).containsEntry("status", 200));
		assertThat(this.context.files.all).isEmpty();
		assertThat(run(Map.of("uri", uri("/text")), file)).containsKey("file");
		assertThat(run(Map.of("uri", uri("/empty")), Map.of("responseFile", "data"))).containsKey("file");
	}

	@Test
	void refusedStatusFailsWithTheResponseAsOutputs() {
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> get("/sick", null))
			.withMessageContaining("503")
			.satisfies((ex) -> assertThat(ex.outputs()).containsEntry("status", 503).containsEntry("body", "sick"));
		assertThat(this.context.metrics).contains("request.duration[method, GET, status, 5xx]");
	}

	@Test
	void acceptedStatusIsNoFailure() throws Exception {
		assertThat(get("/sick", List.of(200, 503))).containsEntry("status", 503);
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> get("/text", List.of(503)));
	}

	@Test
	void bodyIsSentAsJsonUnlessItIsText() throws Exception {
		assertThat(postBody(Map.of("a", 1))).containsEntry("body", "POST application/json me {\"a\":1}");
		assertThat(postBody("plain")).containsEntry("body", "POST null me plain");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "patch", "DELETE", "OPTIONS", "Options" })
	void requestHasTheMethodAndTheBodyOfTheFlow(String method) throws Exception {
		this.server.createContext("/method", (exchange) -> {
			exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
			exchange.getResponseHeaders()
				.add("X-Body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		Map<String, Object> outputs = run(Map.of("uri", uri("/method"), "method", method), Map.of("body", List.of(1)));
		assertThat(String.valueOf(outputs.get("headers"))).contains("x-method=" + method.toUpperCase(Locale.ROOT))
			.contains("x-body=[1]");
		assertThat(this.context.metrics)
			.contains("request.duration[method, %s, status, 2xx]".formatted(method.toUpperCase(Locale.ROOT)));
	}

	@Test
	void largeBodyFails() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/large", null))
			.withMessageContaining("larger than 1048576 bytes");
	}

	@Test
	void refusedConnectionIsCountedAsError() {
		this.server.stop(0);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/text", null));
		assertThat(this.context.metrics).containsExactly("request.duration[method, GET, status, error]");
	}

	@Test
	void refusedConnectionIsToldWithSchemeHostAndPortOnly() {
		this.server.stop(0);
		int port = this.server.getAddress().getPort();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send("http://me:s3cret@127.0.0.1:%d/path?token=s3cret".formatted(port), Map.of()))
			.withMessage("cannot connect to http://127.0.0.1:%d: Connection refused".formatted(port));
	}

	@Test
	void unknownHostIsNamed() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send("https://me:s3cret@nowhere.invalid/path", Map.of()))
			.withMessage("cannot connect to https://nowhere.invalid:443: unknown host");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			http://u:s3cret@ho st/ | uri is not a valid URI: Illegal character in authority at index 7
			http://u:s3cret@ho_st/ | uri must name a host, whose name has letters, digits, '-' and '.' only
			http://u:s3cret@host:70000/ | uri has port 70000, but 65535 is the highest
			ftp://u:s3cret@host/ | uri must begin with http:// or https://
			s3cret | uri must begin with http:// or https://
			""")
	void wrongUriIsToldWithoutIt(String uri, String message) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> send(uri, Map.of()))
			.withMessage(message)
			.withNoCause();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					Authorization | s3cret\\n | header 'Authorization' has a value that HTTP does not allow, such as a line break
					Host | s3cret | header 'Host' cannot be set
					X-Token: s3cret | 1 | begins with 'X-Token'
					""")
	void wrongHeaderIsNamedWithoutItsValue(String name, String value, String message) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> send(uri("/text"), Map.of(name, value.translateEscapes())))
			.withMessageContaining(message)
			.withMessageNotContaining("s3cret")
			.withNoCause();
	}

	@Test
	void redirectToAWrongUriIsToldWithoutIt() {
		this.server.createContext("/away", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "http://u:s3cret@ho st/");
			respond(exchange, 302, "text/plain", "");
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/away", null))
			.withMessageEndingWith("redirects to what is not a valid URI: Illegal character in authority at index 7")
			.withNoCause();
	}

	@Test
	void otherSchemesAreRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> send("file:///etc/passwd", Map.of()));
	}

	@Test
	void formIsSentAsItsFields() throws Exception {
		Map<String, Object> form = new LinkedHashMap<>();
		form.put("name", "Ada & Bob");
		form.put("tag", List.of("ü", 2));
		form.put("urgent", true);
		assertThat(post(Map.of("form", form))).containsEntry("body",
				"POST application/x-www-form-urlencoded null name=Ada+%26+Bob&tag=%C3%BC&tag=2&urgent=true");
	}

	@Test
	void fieldOfAFormThatIsAMapIsRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> post(Map.of("form", Map.of("a", Map.of("b", 1)))))
			.withMessage("form.a must be text, a number, true, false or a list of these");
	}

	@Test
	void multipartIsSentPartByPart() throws Exception {
		assertThat(multipart(
				List.of(Map.of("name", "file", "content", "a,b", "fileName", "\"a\".csv", "contentType", "text/csv"),
						Map.of("name", "note", "content", "hello"), Map.of("name", "meta", "content", Map.of("n", 1)))))
			.isEqualTo("""
					POST multipart/form-data; boundary=# null --#
					Content-Disposition: form-data; name="file"; filename="%22a%22.csv"
					Content-Type: text/csv

					a,b
					--#
					Content-Disposition: form-data; name="note"

					hello
					--#
					Content-Disposition: form-data; name="meta"
					Content-Type: application/json

					{"n":1}
					--#--
					""".replace("\n", "\r\n"));
	}

	@Test
	void filesAreSentByTheirAddresses() throws Exception {
		String csv = this.context.files.given("inputs/data/größe.csv", "c,d\n");
		String empty = this.context.files.given("empty", "");
		assertThat(multipart(List.of(Map.of("name", "a", "file", csv),
				Map.of("name", "b", "file", empty, "fileName", "b.bin", "contentType", "x/y"),
				Map.of("name", "c", "content", csv))))
			.isEqualTo("""
					POST multipart/form-data; boundary=# null --#
					Content-Disposition: form-data; name="a"; filename="größe.csv"
					Content-Type: text/csv

					c,d

					--#
					Content-Disposition: form-data; name="b"; filename="b.bin"
					Content-Type: x/y


					--#
					Content-Disposition: form-data; name="c"

					%s
					--#--
					""".formatted(csv).replace("\n", "\r\n").replace("c,d\r\n", "c,d\n"));
		assertThat(post(Map.of("bodyFile", csv))).containsEntry("body", "POST text/csv null c,d\n");
		assertThat(post(Map.of("bodyFile", empty, "headers", Map.of("content-type", "x/y")))).containsEntry("body",
				"POST x/y null ");
	}

	@Test
	void largeFileIsSentBitByBitWithItsSizeAndAgainAfterARedirect() throws Exception {
		byte[] content = new byte[5_000_000];
		new Random(1).nextBytes(content);
		String address = FileAddress.of("other", "large.bin").toString();
		this.context.files.all.put(address, content);
		redirect("/from", 307, "/size");
		this.server.createContext("/size", (exchange) -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			respond(exchange, 200, "text/plain",
					exchange.getRequestHeaders().getFirst("Content-Length") + " " + Arrays.equals(body, content));
		});
		assertThat(run(Map.of("uri", uri("/from"), "method", "PUT"), Map.of("bodyFile", address))).containsEntry("body",
				"5000000 true");
		assertThat(this.context.files.opened).hasSize(2).allMatch(TrackedStream::isClosed);
	}

	@Test
	void fileThatIsNotThereIsNamedBeforeAnythingIsSent() {
		String address = FileAddress.of("other", "none").toString();
		for (Map<String, Object> properties : List.of(Map.<String, Object>of("bodyFile", address),
				Map.<String, Object>of("multipart", List.of(Map.of("name", "a", "file", address))))) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> post(properties))
				.withMessage("there is no file " + address);
		}
		assertThat(this.context.metrics).isEmpty();
	}

	@Test
	void partHasEitherContentOrAFile() {
		for (Map<String, Object> part : List.of(Map.<String, Object>of("name", "a"),
				Map.<String, Object>of("name", "a", "content", "b", "file", "c"))) {
			assertThatExceptionOfType(InvalidConfigurationException.class)
				.isThrownBy(() -> post(Map.of("multipart", List.of(part))))
				.withMessage("multipart[0]: exactly one of content and file must be given");
		}
	}

	@Test
	void multipartSetsItsContentTypeItself() {
		List<Object> parts = List.of(Map.of("name", "a", "content", "b"));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> post(Map.of("multipart", parts, "headers", Map.of("content-type", "text/plain"))))
			.withMessageContaining("'Content-Type' cannot be set with multipart");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> post(
					Map.of("multipart", List.of(Map.of("name", "a", "content", "b", "contentType", "s3cret\n")))))
			.withMessage("multipart[0].contentType is not a media type such as text/csv");
	}

	@Test
	void noUpgradeIsOfferedWithoutEncryption() throws Exception {
		this.server.createContext("/upgrade", (exchange) -> {
			byte[] seen = String.valueOf(exchange.getRequestHeaders().getFirst("Upgrade"))
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, seen.length);
			exchange.getResponseBody().write(seen);
			exchange.close();
		});
		assertThat(run(Map.of("uri", uri("/upgrade")), Map.of())).containsEntry("body", "null");
	}

	@Test
	void uriThatIsWrittenOutMustBeOfHttp() {
		assertThat(this.task.problems(Map.of("uri", "x")))
			.isEqualTo(Map.of("uri", "uri must begin with http:// or https://"));
		assertThat(this.task.problems(Map.of("uri", "http:///path"))).containsKey("uri");
		assertThat(this.task.problems(Map.of("uri", "{{ inputs.base }}/x"))).isEmpty();
		assertThat(this.task.problems(Map.of("uri", "https://example.org"))).isEmpty();
		assertThat(this.task.problems(Map.of())).isEmpty();
	}

	@Test
	void conflictsAreToldBesideWhatElseIsWrong() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> post(Map.of("body", "a", "form", Map.of(), "method", "FETCH", "bearerToken", "t",
					"headers", Map.of("Authorization", "a"))))
			.withMessageContainingAll("only one of body, bodyFile, form and multipart may be given",
					"only one of basicAuth, bearerToken and the header Authorization may be given",
					"'method' must be one of");
	}

	@Test
	void bodyFormAndMultipartExcludeOneAnother() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> post(Map.of("body", "a", "form", Map.of())))
			.withMessage("only one of body, bodyFile, form and multipart may be given");
	}

	@Test
	void credentialsBecomeTheHeaderAuthorization() throws Exception {
		this.server.createContext("/who", HttpTaskTests::respondAuthorization);
		assertThat(authorized(Map.of("basicAuth", Map.of("username", "ada", "password", "s3c:ret"))))
			.isEqualTo("Basic " + Base64.getEncoder().encodeToString("ada:s3c:ret".getBytes(StandardCharsets.UTF_8)));
		assertThat(authorized(Map.of("bearerToken", "s3cret"))).isEqualTo("Bearer s3cret");
	}

	@Test
	void wrongCredentialsAreRefusedWithoutThem() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> authorized(Map.of("bearerToken", "s3cret", "headers", Map.of("authorization", "s3cret"))))
			.withMessage("only one of basicAuth, bearerToken and the header Authorization may be given");
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> authorized(Map.of("basicAuth", Map.of("username", "ada"))))
			.withMessage("basicAuth.password: property 'password' is missing");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> authorized(Map.of("basicAuth", Map.of("username", "a:da", "password", "s3cret"))))
			.withMessage("basicAuth.username must not contain ':'");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> authorized(Map.of("bearerToken", "s3cret\n")))
			.withMessageContaining("header 'Authorization' has a value that HTTP does not allow")
			.withMessageNotContaining("s3cret");
	}

	@ParameterizedTest
	@CsvSource({ "301,post,GET", "302,post,GET", "303,put,GET", "302,put,PUT", "307,post,POST", "308,delete,DELETE",
			"303,head,HEAD", "302,patch,PATCH", "307,options,OPTIONS", "303,patch,GET" })
	void redirectIsFollowedWithTheMethodThatItsStatusImplies(int status, String method, String becomes)
			throws Exception {
		redirect("/from", status, "/to");
		this.server.createContext("/to", (exchange) -> {
			exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
			String type = exchange.getRequestHeaders().getFirst("Content-Type");
			exchange.getResponseHeaders().add("X-Type", String.valueOf(type));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		Object headers = run(Map.of("uri", uri("/from"), "method", method), Map.of("body", Map.of("a", 1)))
			.get("headers");
		assertThat(String.valueOf(headers)).contains("x-method=" + becomes)
			.contains("x-type=" + (becomes.equals("GET") ? "null" : "application/json"));
	}

	@Test
	void redirectThatIsNotFollowedIsTheResponse() throws Exception {
		redirect("/from", 302, "/text");
		Map<String, Object> outputs = run(Map.of("uri", uri("/from"), "followRedirects", false),
				Map.of("acceptStatus", List.of(302)));
		assertThat(outputs).containsEntry("status", 302);
		assertThat(String.valueOf(outputs.get("headers"))).contains("location=/text");
	}

	@Test
	void redirectsAreBounded() throws Exception {
		redirect("/loop", 302, "/loop");
		redirect("/first", 302, "/second");
		redirect("/second", 302, "/text");
		int port = this.server.getAddress().getPort();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/loop", null))
			.withMessage("http://127.0.0.1:%d redirects more than maxRedirects (5) allows".formatted(port));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> run(Map.of("uri", uri("/first")), Map.of("maxRedirects", 1)))
			.withMessageContaining("maxRedirects (1)");
		assertThat(run(Map.of("uri", uri("/first")), Map.of("maxRedirects", 2))).containsEntry("body", "hello");
	}

	@Test
	void credentialsStayWithTheServerThatTheyAreFor() throws Exception {
		this.server.createContext("/who", HttpTaskTests::respondAuthorization);
		redirect("/same", 302, "/who");
		redirect("/other", 302, "http://localhost:%d/who".formatted(this.server.getAddress().getPort()));
		Map<String, Object> bearer = Map.of("bearerToken", "s3cret");
		assertThat(run(Map.of("uri", uri("/same")), bearer)).containsEntry("body", "Bearer s3cret");
		assertThat(run(Map.of("uri", uri("/other")), bearer)).containsEntry("body", "null");
	}

	@Test
	void redirectToAnotherSchemeIsRefused() {
		redirect("/file", 302, "file:///etc/passwd");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/file", null))
			.withMessageEndingWith("redirects to what is not an HTTP address");
	}

	@Test
	void requestGoesThroughAProxy() throws Exception {
		HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		proxy.createContext("/", (exchange) -> respond(exchange, 200, "text/plain", "for " + exchange.getRequestURI()));
		proxy.start();
		Map<String, Object> properties = Map.of("proxy",
				Map.of("host", "localhost", "port", proxy.getAddress().getPort()));
		try {
			assertThat(run(Map.of("uri", "http://elsewhere.invalid/path"), properties)).containsEntry("body",
					"for http://elsewhere.invalid/path");
		}
		finally {
			proxy.stop(0);
		}
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> run(Map.of("uri", "http://elsewhere.invalid/path"), properties))
			.withMessage("cannot connect to http://elsewhere.invalid:80: Connection refused (through the proxy "
					+ "localhost:%d)", proxy.getAddress().getPort());
	}

	@Test
	void encryptedRequestGoesThroughATunnelOfTheProxyWhichSeesNothingOfIt(@TempDir Path directory) throws Exception {
		SSLContext before = SSLContext.getDefault();
		SSLContext tls = tls(ServerCertificate.make(directory));
		HttpsServer secured = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		secured.setHttpsConfigurator(new HttpsConfigurator(tls));
		secured.createContext("/", (exchange) -> respond(exchange, 200, "text/plain",
				exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Authorization")));
		secured.start();
		SSLContext.setDefault(tls); // which the sender takes, as the worker's trust store
									// is
		try (TunnelProxy proxy = new TunnelProxy()) {
			String server = "127.0.0.1:%d".formatted(secured.getAddress().getPort());
			Map<String, Object> request = Map.of("uri", "https://%s/path?q=1".formatted(server), "method", "OPTIONS");
			Map<String, Object> through = Map.of("bearerToken", "s3cret", "proxy",
					Map.of("host", "localhost", "port", proxy.port()));
			assertThat(run(request, through)).containsEntry("body", "OPTIONS Bearer s3cret");
			assertThat(proxy.heads).singleElement()
				.asString()
				.startsWith("CONNECT %s HTTP/1.1\r\n".formatted(server))
				.doesNotContain("s3cret", "path");
			assertThat(run(request, Map.of())).containsEntry("body", "OPTIONS null");
			assertThat(proxy.heads).as("a request without a proxy").hasSize(1);
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> run(Map.of("uri", "https://elsewhere.invalid/"), through))
				.withMessageEndingWith("(through the proxy localhost:%d)", proxy.port())
				.withMessageContaining("502");
		}
		finally {
			SSLContext.setDefault(before);
			secured.stop(0);
		}
	}

	private static SSLContext tls(Path store) throws Exception {
		char[] password = ServerCertificate.PASSWORD.toCharArray();
		KeyStore keys = KeyStore.getInstance(store.toFile(), password);
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(keys, password);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", keys.getCertificate("server"));
		TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		others.init(trusted);
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(own.getKeyManagers(), others.getTrustManagers(), null);
		return tls;
	}

	@Test
	void proxyOfTheWorkerIsUsedWhereTheFlowNamesNone() throws Exception {
		try (TunnelProxy proxy = new TunnelProxy()) {
			System.setProperty("https.proxyHost", "127.0.0.1");
			System.setProperty("https.proxyPort", Integer.toString(proxy.port()));
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> run(Map.of("uri", "https://elsewhere.invalid/"), Map.of()))
				.withMessageContaining("502");
			assertThat(proxy.heads).singleElement().asString().startsWith("CONNECT elsewhere.invalid:443 HTTP/1.1");
		}
		finally {
			System.clearProperty("https.proxyHost");
			System.clearProperty("https.proxyPort");
		}
	}

	@Test
	void connectionIsGivenUpAfterItsTime() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> run(Map.of("uri", uri("/text")), Map.of("connectTimeout", "PT0S")))
			.withMessageContaining("'connectTimeout' must be longer than zero");
		// reserved for documentation: nobody answers there
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> run(Map.of("uri", "http://192.0.2.1/"), Map.of("connectTimeout", "PT0.05S")))
			.withMessageStartingWith("cannot connect to http://192.0.2.1:80");
	}

	@Test
	void serverThatDoesNotAnswerIsGivenUpAfterItsTime() {
		redirect("/from", 302, "/hang");
		for (String path : List.of("/from", "/hang")) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> run(Map.of("uri", uri(path)), Map.of("responseTimeout", "PT1S")))
				.withMessage("http://127.0.0.1:%d has not answered within PT1S; allow more time with responseTimeout",
						this.server.getAddress().getPort());
		}
		assertThat(this.context.metrics).contains("request.duration[method, GET, status, error]");
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> run(Map.of("uri", uri("/text")), Map.of("responseTimeout", "PT25H")))
			.withMessageContaining("'responseTimeout' must be at most PT24H");
	}

	@Test
	void bodyOfTheResponseMayTakeLongerThanItsHead() throws Exception {
		this.server.createContext("/slow", (exchange) -> {
			exchange.sendResponseHeaders(200, 2);
			exchange.getResponseBody().write('a');
			exchange.getResponseBody().flush();
			try {
				// longer than the time for the head
				assertThat(this.hang.await(2_500, TimeUnit.MILLISECONDS)).isFalse();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.getResponseBody().write('b');
			exchange.close();
		});
		assertThat(run(Map.of("uri", uri("/slow")), Map.of("responseTimeout", "PT2S"))).containsEntry("body", "ab");
	}

	@Test
	void sizeOfTheResponseIsBoundedAsGiven() throws Exception {
		assertThat(run(Map.of("uri", uri("/large")), Map.of("maxResponseBytes", 1024 * 1024 + 1))).containsKey("body");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> run(Map.of("uri", uri("/text")), Map.of("maxResponseBytes", 4)))
			.withMessageContaining("larger than 4 bytes (maxResponseBytes)");
	}

	/** What comes of parts, with # in place of the boundary. */
	private String multipart(List<?> parts) throws Exception {
		String text = String.valueOf(post(Map.of("multipart", parts)).get("body"));
		String boundary = text.substring(text.indexOf("boundary=") + 9, text.indexOf(" null "));
		return text.replace(boundary, "#");
	}

	private Object authorized(Map<String, Object> properties) throws Exception {
		return String.valueOf(run(Map.of("uri", uri("/who")), properties).get("body"));
	}

	private static void respondAuthorization(HttpExchange exchange) throws IOException {
		respond(exchange, 200, "text/plain", String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
	}

	private void redirect(String path, int status, String location) {
		this.server.createContext(path, (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().add("Location", location);
			exchange.sendResponseHeaders(status, -1);
			exchange.close();
		});
	}

	@Test
	void requestCanBeInterrupted() throws InterruptedException {
		FutureTask<?> run = new FutureTask<>(() -> get("/hang", null));
		Thread thread = new Thread(run, "task-under-test");
		thread.start();
		this.hanging.await();
		thread.interrupt();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !thread.isAlive());
	}

	private Map<String, Object> get(String path, @Nullable List<Integer> acceptStatus) throws Exception {
		return run(Map.of("uri", uri(path)), (acceptStatus != null) ? Map.of("acceptStatus", acceptStatus) : Map.of());
	}

	private Map<String, Object> postBody(Object body) throws Exception {
		return post(Map.of("body", body, "headers", Map.of("X-Who", "me")));
	}

	private Map<String, Object> post(Map<String, Object> properties) throws Exception {
		return run(Map.of("uri", uri("/echo"), "method", "post"), properties);
	}

	@Test
	void carriesTheTraceUnlessTheFlowGivesOne() throws Exception {
		assertThat(send(uri("/trace"), Map.of())).containsEntry("body", "null null");
		this.context.trace = new TraceHeaders("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null);
		String own = "[" + this.context.trace.traceparent() + "]";
		assertThat(send(uri("/trace"), Map.of())).containsEntry("body", own + " null");
		this.context.trace = new TraceHeaders(this.context.trace.traceparent(), "a=1,b=2");
		assertThat(send(uri("/trace"), Map.of())).containsEntry("body", own + " [a=1,b=2]");
		assertThat(send(uri("/trace"), Map.of("Traceparent", "mine"))).containsEntry("body", "[mine] null");
		assertThat(send(uri("/trace"), Map.of("Tracestate", "mine"))).containsEntry("body", own + " [mine]");
	}

	private Map<String, Object> send(String uri, Map<String, String> headers) throws Exception {
		return run(Map.of("uri", uri, "headers", headers), Map.of());
	}

	/** As a flow has the properties. */
	private Map<String, Object> run(Map<String, Object> some, Map<String, Object> others) throws Exception {
		Map<String, Object> properties = new HashMap<>(some);
		properties.putAll(others);
		return this.task.run(BINDER.bind(this.task, properties), this.context);
	}

	private String uri(String path) {
		return "http://127.0.0.1:%d%s".formatted(this.server.getAddress().getPort(), path);
	}

	private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

}
