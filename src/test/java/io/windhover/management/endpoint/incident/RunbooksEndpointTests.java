package io.windhover.management.endpoint.incident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.windhover.management.endpoint.EndpointApplication;
import io.windhover.management.endpoint.ManagementPort;
import io.windhover.management.endpoint.incident.RunbookRepository.Runbook;
import io.windhover.management.endpoint.incident.RunbooksEndpoint.Runbooks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class RunbooksEndpointTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

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

	@ParameterizedTest
	@ValueSource(strings = { "/manage", "/manage/" })
	void runbooksAreInOrderWithTitlesAndLinks(String base) {
		RunbooksEndpoint endpoint = new RunbooksEndpoint(new RunbookRepository(
				List.of(Runbook.of("B", "# B: the second\n"), Runbook.of("A", "# A: the: first\n"))), base);
		assertThat(endpoint.runbooks())
			.isEqualTo(new Runbooks(List.of(new RunbooksEndpoint.Runbook("A", "the: first", "/manage/runbooks/A"),
					new RunbooksEndpoint.Runbook("B", "the second", "/manage/runbooks/B"))));
		assertThat(endpoint.runbook("C")).isNull();
	}

	@Test
	void runbookThatACacheHasIsNotSentAgain() {
		String path = "/runbooks/WindhoverNoFreeSlots";
		ManagementPort.Answer first = port.get(path);
		ManagementPort.Answer page = port.get(path, "Accept", BROWSER);
		assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
		assertThat(first.header("ETag")).matches("\"[^\"]+\"").isNotEqualTo(page.header("ETag"));
		assertThat(first.header("Vary")).contains("Accept");
		ManagementPort.Answer again = port.get(path, "If-None-Match", first.header("ETag"));
		assertThat(again.status()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
		assertThat(port.get(path, "Accept", BROWSER, "If-None-Match", page.header("ETag")).status()).isEqualTo(304);
		assertThat(port.get(path, "If-None-Match", "\"older\"").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/runbooks", "/runbooks/Unknown" })
	void othersAreNotKeptByACache(String path) {
		assertThat(port.get(path).header("Cache-Control")).isEqualTo("no-store");
		assertThat(port.get(path).header("ETag")).isEmpty();
	}

	@Test
	void everyRunbookIsPackedAndAnsweredAsItIs() throws IOException {
		JsonNode runbooks = port.get("/runbooks").json().get("runbooks");
		assertThat(runbooks.size()).isGreaterThan(20);
		for (JsonNode each : runbooks) {
			ManagementPort.Answer answer = port.get(each.get("link").asString());
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Content-Type")).isEqualTo("text/markdown;charset=UTF-8");
			assertThat(answer.body())
				.isEqualTo(Files.readString(Path.of("src/docs/runbooks", each.get("alert").asString() + ".md")))
				.startsWith("# %s: %s\n".formatted(each.get("alert").asString(), each.get("title").asString()));
		}
		assertThat(port.get("/runbooks").body()).doesNotContain("README");
	}

	@Test
	void unknownAlertIsAProblem() {
		ManagementPort.Answer answer = port.get("/runbooks/WindhoverNothing");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.json().get("hint").asString()).contains("/runbooks");
		assertThat(port.get("/runbooks/..%2FREADME").status()).isIn(400, 404);
	}

	@Test
	void whatIsNotServedIsRefused() {
		assertThat(port.get("/runbooks/WindhoverTasksStuck", "Accept", "application/json").status()).isEqualTo(406);
		assertThat(port.get("/runbooks/WindhoverTasksStuck", "Accept", "text/plain").status()).isEqualTo(200);
		assertThat(port.get("/runbooks?severity=critical").status()).isEqualTo(400);
		assertThat(port.send("POST", "/runbooks/WindhoverTasksStuck", "{}").status()).isEqualTo(405);
	}

	/** As somebody comes who clicks in Alertmanager. */
	@Test
	void linkFromAlertmanagerLeadsToAPage() {
		ManagementPort.Answer answer = port.get("/runbooks/WindhoverNoFreeSlots", "Accept", BROWSER, "Sec-Fetch-Site",
				"cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Referer",
				"http://alertmanager.example:9093/");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
		assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
		assertThat(answer.body()).contains("/console/assets/app.js");
		assertThat(port.get("/runbooks/WindhoverNoFreeSlots?raw=true", "Accept", BROWSER).header("Content-Type"))
			.startsWith("text/markdown");
	}

}
