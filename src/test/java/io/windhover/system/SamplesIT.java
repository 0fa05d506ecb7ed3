package io.windhover.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.windhover.InstalledProgram;
import io.windhover.execution.json.Json;
import jakarta.mail.Address;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample flows that do not start by themselves, started as their comments say, and
 * the flow of the README.
 */
class SamplesIT {

	private static final String TOKEN = "a-token-of-the-sample";

	private static final String KEY = "a-key-of-the-sample";

	private static final String PASSWORD = "a-password-of-the-sample";

	private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

	/** In the address of the chat, which is the secret. */
	private static final String CHAT_KEY = "a-key-of-the-chat";

	private static final List<String> CHAT = new CopyOnWriteArrayList<>();

	@SuppressWarnings("NullAway.Init") // by start()
	private static HttpServer chat;

	@SuppressWarnings("NullAway.Init") // by start()
	private static WindhoverProcess windhover;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		Path secrets = Files.createDirectory(directory.resolve("secrets"));
		Files.writeString(secrets.resolve("SAMPLE_TOKEN"), TOKEN);
		Files.writeString(secrets.resolve("SAMPLE_WEBHOOK"), KEY);
		Files.writeString(secrets.resolve("SMTP_PASSWORD"), PASSWORD);
		startChat();
		Files.writeString(secrets.resolve("CHAT_WEBHOOK"),
				"http://127.0.0.1:%d/%s".formatted(chat.getAddress().getPort(), CHAT_KEY));
		MAIL.start();
		windhover = WindhoverProcess
			.start(directory, "--windhover.flows.samples=classpath:/samples/flows",
					"--windhover.secrets.directory=" + secrets)
			.awaitReady();
		Awaitility.await("the samples")
			.atMost(Duration.ofMinutes(2))
			.until(() -> Stream
				.of("after-both", "approval", "file-report", "mail-report", "node-prices", "notify-failure",
						"order-arrived", "publish-order", "route", "secrets", "totals", "webhook", "workdays")
				.allMatch(SamplesIT::isStored));
	}

	private static void startChat() throws IOException {
		chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		chat.createContext("/" + CHAT_KEY, (exchange) -> {
			CHAT.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		chat.start();
	}

	private static boolean isStored(String flow) {
		return windhover.send(WindhoverProcess.request(windhover.api("/api/flows/demo/" + flow)).GET())
			.statusCode() == 200;
	}

	@AfterAll
	static void stop() {
		windhover.close();
		chat.stop(0);
		MAIL.stop();
	}

	@Test
	void flowOfTheReadmeLoopsAndPostsItsFailureToASecretAddress() throws IOException {
		String flow = inReadme("(?s)--data-binary '\\n(.*?)\\n'\\n");
		String body = inReadme("(?s)/greet/executions\\?wait=PT30S' .*? -d '(.*?)'\\n");
		windhover.put("demo.orders", "greet", flow);
		JsonNode end = ended(windhover.create("demo.orders", "greet", body, "?wait=PT30S"), "SUCCESS", "each[0].say",
				"each[1].say");
		assertThat(end.at("/outputs/greeted").asInt()).isEqualTo(2);
		assertThat(logs(end)).containsPattern("Good \\w+day, kestrel").containsPattern("Good \\w+day, hobby");
		assertThat(CHAT).isEmpty();
		String failing = flow.replace("date +%A", "exit 3");
		assertThat(failing).isNotEqualTo(flow);
		windhover.put("demo.orders", "greet", failing);
		JsonNode failed = ended(windhover.create("demo.orders", "greet", body, ""), "FAILED", "tell");
		assertThat(failed.at("/taskRuns/0/attempts")).hasSize(3);
		assertThat(CHAT).containsExactly("{\"text\":\"greet failed: %s\"}".formatted(failed.get("id").asString()));
		assertThat(failed + logs(failed)).doesNotContain(CHAT_KEY);
	}

	private static String inReadme(String pattern) throws IOException {
		Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of("README.md")));
		assertThat(matcher.find()).as(pattern).isTrue();
		return matcher.group(1);
	}

	private static String logs(JsonNode execution) {
		return windhover.text(windhover.api("/api/executions/%s/logs".formatted(execution.get("id").asString())));
	}

	@Test
	void oneWayOfSeveralIsTakenAndTheExecutionIsFoundByItsLabel() {
		JsonNode end = windhover.create("demo", "route", "{\"inputs\": {\"size\": \"large\"}}", "?wait=PT60S");
		assertThat(end.get("state").asString()).as("%s", end).isEqualTo("SUCCESS");
		assertThat(end.at("/outputs/sum").asInt()).isEqualTo(3);
		assertThat(end.at("/labels/size").asString()).isEqualTo("large");
		Awaitility.await()
			.until(() -> windhover.get(windhover.api("/api/executions?label=size=large"))
				.get("items")
				.valueStream()
				.anyMatch((each) -> each.get("id").equals(end.get("id"))));
	}

	@Test
	void totals() {
		JsonNode ended = ended(windhover.create("demo", "totals", "{\"inputs\": {\"least\": 46}}", ""), "SUCCESS");
		assertThat(ended.at("/outputs/customers").asInt()).isEqualTo(1);
		assertThat(ended.get("taskRuns").toString()).contains("each[0].say").doesNotContain("each[1].say");
	}

	@Test
	void secrets() {
		JsonNode ended = ended(windhover.create("demo", "secrets", "{}", ""), "SUCCESS");
		assertThat(ended.toString()).contains("The token is ******", "tidy-up").doesNotContain(TOKEN, "alert");
	}

	@Test
	void approval() {
		ended(resumed("true"), "SUCCESS", "choose.both.shop", "choose.both.catalogue");
		ended(resumed("false"), "FAILED", "choose.refused", "alert");
	}

	private static JsonNode resumed(String approved) {
		JsonNode execution = windhover.create("demo", "approval", "{}", "");
		String body = "{\"path\": \"decide\", \"inputs\": {\"approved\": %s, \"by\": \"Ada\"}}".formatted(approved);
		// it is refused until the pause has begun
		Awaitility.await("the resumption")
			.atMost(Duration.ofMinutes(1))
			.until(() -> post("/api/executions/%s/resume".formatted(execution.get("id").asString()), body, "")
				.statusCode() == 202);
		return execution;
	}

	@Test
	void webhook() throws Exception {
		String path = "/api/webhooks/demo/webhook/put-a-random-key-here";
		String body = "{\"order\": \"A-17\", \"total\": 120}";
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
		HttpResponse<String> answer = post(path, body, signature);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
		ended(Json.mapper().readTree(answer.body()), "SUCCESS", "check.large");
		assertThat(post(path, body, "00".repeat(32)).statusCode()).isEqualTo(403);
	}

	@Test
	void nodePrices() {
		InstalledProgram.assume("node");
		JsonNode end = windhover.create("demo", "node-prices", "{\"inputs\": {\"prices\": [1, 2.5]}}", "?wait=PT60S");
		assertThat(end.at("/outputs/sum").asDouble()).as("%s", end).isEqualTo(3.5);
	}

	@Test
	void orderArrivesOnceItsTopicIsThereAndTheFlowEnabled() throws Exception {
		try (Admin admin = Admin
			.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + windhover.brokerPort()))) {
			admin.createTopics(List.of(new NewTopic("sample-orders", 1, (short) 1))).all().get();
		}
		JsonNode published = ended(windhover.create("demo", "publish-order", "{}", ""), "SUCCESS");
		assertThat(published.at("/taskRuns/0/outputs/count").asInt()).as("%s", published).isEqualTo(1);
		String flow = Files.readString(Path.of("src/samples/flows/order-arrived.yaml"));
		windhover.put("demo", "order-arrived", flow.replace("disabled: true\n", ""));
		assertThat(started("order-arrived").toString()).contains("size.large");
	}

	@Test
	void afterBoth() {
		ended(windhover.create("demo", "route", "{}", ""), "SUCCESS");
		ended(windhover.create("demo", "totals", "{}", ""), "SUCCESS");
		JsonNode started = started("after-both");
		assertThat(started.at("/inputs/sum").asInt()).isEqualTo(3);
		// another test asks for fewer of them
		assertThat(started.at("/inputs/customers").asInt()).isBetween(1, 2);
	}

	/** A server of a test has another port and no certificate that anybody trusts. */
	@Test
	void mailReport() throws Exception {
		String mailbox = "me@example.com";
		MAIL.setUser(mailbox, mailbox, PASSWORD);
		String flow = Files.readString(Path.of("src/samples/flows/mail-report.yaml"));
		windhover.put("demo", "mail-report", flow.replace("    type: mail ",
				"    port: %d%n    security: none%n    type: mail ".formatted(MAIL.getSmtp().getPort())));
		JsonNode ended = ended(windhover.create("demo", "mail-report",
				"{\"inputs\": {\"host\": \"127.0.0.1\", \"user\": \"%s\"}}".formatted(mailbox), ""), "SUCCESS");
		assertThat(ended.toString()).doesNotContain(PASSWORD);
		assertThat(MAIL.getReceivedMessages()).hasSize(1);
		MimeMessage mail = MAIL.getReceivedMessages()[0];
		assertThat(mail.getSubject()).startsWith("Stock of ");
		assertThat(mail.getFrom()).extracting(Address::toString).containsExactly(mailbox);
		MimeMultipart parts = (MimeMultipart) mail.getContent();
		assertThat(parts.getBodyPart(0).getContent()).isEqualTo("The table is attached.");
		assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("stock.csv");
		assertThat(parts.getBodyPart(1).getInputStream()).hasContent("item,stock\nnails,12\nscrews,0\n");
	}

	/** What a trigger started. */
	private static JsonNode started(String flow) {
		String id = Awaitility.await("an execution of " + flow)
			.atMost(Duration.ofMinutes(1))
			.until(() -> windhover.get(windhover.api("/api/executions?namespace=demo&flowId=" + flow))
				.at("/items/0/id")
				.asString(), (each) -> !each.isEmpty());
		return ended(windhover.get(windhover.api("/api/executions/" + id)), "SUCCESS");
	}

	@Test
	void fileReport() {
		InstalledProgram.assume("python3");
		JsonNode ended = ended(windhover.upload("demo", "file-report", Map.of("data", "one two\nthree\n")), "SUCCESS");
		assertThat(ended.at("/outputs/words").asInt()).as("%s", ended).isEqualTo(3);
		assertThat(windhover.text(windhover
			.api("/api/executions/%s/files/tasks/count/report.json".formatted(ended.get("id").asString()))))
			.isEqualTo("{\"lines\": 2, \"words\": 3}");
	}

	/** Of what a flow can say of files: they are sent, and not their addresses. */
	@Test
	void fileReportOfAFileThatAFlowSends() {
		InstalledProgram.assume("python3");
		windhover.put("demo", "send", """
				namespace: demo
				id: send
				tasks:
				  - {id: make, type: shell, command: printf 'one two three' > data, outputFiles: [data]}
				  - id: send
				    type: http
				    uri: %s
				    method: POST
				    multipart: [{name: data, file: "{{ outputs.make.files.data }}"}]
				""".formatted(windhover.api("/api/flows/demo/file-report/executions?wait=PT1M")));
		JsonNode ended = ended(windhover.create("demo", "send", "{}", ""), "SUCCESS");
		assertThat(ended.toString()).contains("\"words\":3");
	}

	private static JsonNode ended(JsonNode created, String state, String... paths) {
		String id = created.get("id").asString();
		Awaitility.await(id)
			.atMost(Duration.ofMinutes(2))
			.until(() -> windhover.state(id), (each) -> each.equals(state) || each.equals("FAILED"));
		JsonNode ended = Awaitility.await(id)
			.atMost(Duration.ofMinutes(1))
			.until(() -> windhover.get(windhover.api("/api/executions/" + id)), (each) -> each.has("endedAt"));
		assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo(state);
		assertThat(ended.get("taskRuns").valueStream().map((run) -> run.get("path").asString()))
			.containsAll(List.of(paths));
		return ended;
	}

	private static HttpResponse<String> post(String path, String body, String signature) {
		return windhover.send(WindhoverProcess.request(windhover.api(path))
			.header("Content-Type", "application/json")
			.header("X-Hub-Signature-256", signature)
			.POST(BodyPublishers.ofString(body)));
	}

}
