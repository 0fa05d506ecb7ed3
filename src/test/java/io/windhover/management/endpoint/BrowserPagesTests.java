package io.windhover.management.endpoint;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a browser is answered, and that nobody else is.
 */
class BrowserPagesTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
			+ "image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";

	private static ConfigurableApplicationContext context;

	private static ManagementPort port;

	@BeforeAll
	static void start() {
		context = EndpointApplication.run();
		port = EndpointApplication.port(context);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void linksPageTellsOfEachRoute() {
		String page = page("/", 200);
		assertThat(page).contains("<a rel=\"noreferrer\" href=\"/worker\">/worker</a>")
			.contains("the task runs that run on this worker")
			.contains("href=\"/kafkastreams\">/kafkastreams/{clientId}/lag</a>")
			.contains("href=\"/threaddump\"")
			.doesNotContain("heapdump");
	}

	@Test
	void listsAreTablesAndLeadOn() {
		String scheduler = page("/scheduler", 200);
		assertThat(scheduler).contains("<th>trigger.cron</th>").contains("0 2 * * *").contains("<pre>{");
		assertThat(page("/worker", 200)).contains("<th>taskRun.executionId</th>")
			.doesNotContain(EndpointApplication.SECRET);
		assertThat(page("/metrics", 200)).contains("href=\"/metrics/jvm.memory.used\"");
		assertThat(page("/cluster", 200)).contains("answeredBy").contains("instances");
	}

	@Test
	void incidentsLeadToTheirRunbooksAndHistories() {
		String id = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> port.get("/incidents").json().at("/incidents/0/id").asString(""), (found) -> !found.isEmpty());
		assertThat(page("/incidents", 200)).contains("href=\"/incidents/" + id + "\">open</a>")
			.contains("href=\"/runbooks/WindhoverTasksStuck\"");
		assertThat(page("/incidents/" + id, 200)).contains("href=\"/runbooks/WindhoverTasksStuck\"")
			.contains("<td><div>opened</div></td>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/worker", "/scheduler", "/kafkastreams", "/cluster", "/incidents", "/health",
			"/metrics", "/info", "/loggers", "/env", "/configprops", "/threaddump", "/scheduledtasks", "/runbooks",
			"/runbooks/WindhoverNoFreeSlots" })
	void pageIsOfThisPortOnlyAndRunsNothing(String path) {
		ManagementPort.Answer answer = port.get(path, "Accept", BROWSER);
		// the engine is played, and may not be well yet
		assertThat(answer.status()).isIn(200, path.equals("/health") ? 503 : 200);
		assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
		assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'")
			.contains("frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(answer.header("Cache-Control")).isEqualTo(path.startsWith("/runbooks/") ? "no-cache" : "no-store");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("Vary")).containsIgnoringCase("accept");
		assertThat(answer.body()).doesNotContain("<script").doesNotContain("src=").contains("<h1>" + path + "</h1>");
		assertThat(answer.body().length()).isLessThan(2_000_000);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "application/json", "*/*", "application/json, text/html;q=0.9", "text/html, application/json",
					"application/vnd.spring-boot.actuator.v3+json, text/html;q=0.5", "text/*, */*" })
	void whoeverTakesJsonGetsJson(String accept) {
		ManagementPort.Answer answer = port.get("/worker", "Accept", accept);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().has("runningCount")).isTrue();
		assertThat(answer.header("Vary")).containsIgnoringCase("accept");
	}

	@Test
	void whoeverSaysNothingGetsJson() {
		assertThat(port.get("/worker").json().has("runningCount")).isTrue();
	}

	@Test
	void htmlAloneIsAnswered() {
		assertThat(port.get("/worker", "Accept", "text/html").body()).startsWith("<!DOCTYPE html>");
	}

	@Test
	void pageLeadsToTheJson() {
		assertThat(page("/scheduler?namespace=ns", 200)).contains("href=\"?namespace=ns&amp;raw=true\"");
		ManagementPort.Answer raw = port.get("/scheduler?namespace=ns&raw=true", "Accept", BROWSER);
		assertThat(raw.json().get("schedulableCount").asInt()).isEqualTo(1);
	}

	@Test
	void textStaysText() {
		ManagementPort.Answer answer = port.get("/prometheus", "Accept", BROWSER);
		assertThat(answer.header("Content-Type")).startsWith("text/plain");
		assertThat(answer.body()).contains("worker_started_count_total");
	}

	@Test
	void headIsAnsweredAsGet() {
		ManagementPort.Answer answer = port.send("HEAD", "/worker", null, "Accept", BROWSER);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).startsWith("text/html");
		assertThat(answer.body()).isEmpty();
		assertThat(port.send("HEAD", "/worker", null).header("Content-Type")).contains("json");
	}

	@Test
	void problemIsAPage() {
		assertThat(page("/nothing", 404)).contains("Not Found").contains("/nothing");
		assertThat(page("/scheduler?flow=a", 400)).contains("There is no parameter flow here");
		String evil = page("/example.org/%3Cscript%3Ealert(1)%3C/script%3E?%22onclick=%22", 404)
				+ port.get("//example.org/%3Cscript%3E", "Accept", BROWSER).body();
		assertThat(evil).doesNotContain("<script").doesNotContain("href=\"//").doesNotContain("\"onclick");
	}

	private static String page(String path, int status) {
		ManagementPort.Answer answer = port.get(path, "Accept", BROWSER);
		assertThat(answer.status()).as(path).isEqualTo(status);
		assertThat(answer.header("Content-Type")).as(path).startsWith("text/html");
		return answer.body();
	}

}
