package io.windhover.management.endpoint;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a browser is answered on both ports, and that nobody else is.
 */
class ConsolePagesTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
			+ "image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
			+ "frame-ancestors 'none'";

	private static ConfigurableApplicationContext context;

	private static ManagementPort port;

	private static ManagementPort api;

	@BeforeAll
	static void start() {
		context = EndpointApplication.run();
		port = EndpointApplication.port(context);
		api = api(context);
	}

	private static ManagementPort api(ConfigurableApplicationContext context) {
		return new ManagementPort(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/worker", "/scheduler?namespace=ns", "/health", "/nothing", "/prometheus",
			"/runbooks/WindhoverNoFreeSlots", "/example.org/%3Cscript%3E?%22onclick=%22" })
	void browserGetsTheConsoleOnTheManagementPort(String path) {
		assertShell(port.get(path, "Accept", BROWSER), path.startsWith("/runbooks/") ? "no-cache" : "no-store");
	}

	@Test
	void browserGetsTheConsoleAtTheRootOfTheApiOnly() {
		assertShell(api.get("/", "Accept", BROWSER), "no-store");
		assertThat(api.get("/", "Accept", BROWSER).header("Vary")).containsIgnoringCase("accept");
		assertThat(api.get("/nothing", "Accept", BROWSER).header("Content-Type")).contains("json");
		assertThat(api.get("/").header("Content-Type")).contains("json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console", "/console/", "/console/workers", "/console/execution/a/b?tab=log",
			"/console/login", "/console/..;/env" })
	void whatIsBelowConsoleIsTheConsoleForEverybody(String path) {
		for (ManagementPort each : List.of(port, api)) {
			ManagementPort.Answer answer = each.get(path);
			if (path.contains(";")) {
				assertThat(answer.status()).isEqualTo(400);
			}
			else {
				assertShell(answer, "no-cache");
			}
		}
	}

	@Test
	void pageNamesWhatItsViewNeeds() {
		assertThat(port.get("/", "Accept", BROWSER).body()).contains("href=\"/console/assets/views/overview.js\"",
				"href=\"/console/config\"", "href=\"/samples\"");
		assertThat(port.get("/worker", "Accept", BROWSER).body()).contains("href=\"/console/assets/views/json.js\"")
			.doesNotContain("/samples");
		assertThat(api.get("/console/flows").body()).contains("href=\"/console/assets/views/flows.js\"");
	}

	@Test
	void configSaysWhereTheConsoleRunsAndForWhom() {
		JsonNode management = port.get("/console/config").json();
		assertThat(management.propertyNames()).containsExactly("port", "otherUrl", "instance", "version", "users",
				"user", "roles", "csrf");
		assertThat(management.get("port").asString()).isEqualTo("management");
		assertThat(management.get("instance").asString()).isEqualTo("test");
		assertThat(management.get("users").asBoolean()).isFalse();
		assertThat(management.get("user").asString()).isEqualTo("local");
		assertThat(management.get("roles").toString()).isEqualTo("[\"viewer\",\"operator\"]");
		assertThat(management.get("csrf").isNull()).isTrue();
		String other = management.get("otherUrl").asString();
		assertThat(other).startsWith("http://127.0.0.1:");
		JsonNode there = new ManagementPort(Integer.parseInt(other.substring(other.lastIndexOf(':') + 1)))
			.get("/console/config")
			.json();
		assertThat(there.get("port").asString()).isEqualTo("api");
		assertThat(there.get("otherUrl").asString())
			.isEqualTo("http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port"));
		assertThat(port.get("/console/config").header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void assetsAreKeptByCachesThatAsk() {
		for (ManagementPort each : List.of(port, api)) {
			ManagementPort.Answer script = each.get("/console/assets/app.js");
			assertThat(script.status()).isEqualTo(200);
			assertThat(script.header("Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
			assertThat(script.header("Cache-Control")).isEqualTo("no-cache");
			assertHeaders(script);
			String tag = script.header("ETag");
			assertThat(tag).startsWith("W/\"");
			assertThat(each.get("/console/assets/app.js", "If-None-Match", tag).status()).isEqualTo(304);
			assertThat(each.get("/console/assets/console.css").header("Content-Type"))
				.isEqualTo("text/css;charset=UTF-8");
			assertThat(each.get("/console/assets/icon.svg").header("Content-Type")).isEqualTo("image/svg+xml");
			assertThat(each.get("/console/assets/vendor/licences/htm.txt").header("Content-Type"))
				.isEqualTo("text/plain;charset=UTF-8");
			assertThat(each.get("/console/assets/endpoints.md").body()).contains("| route | what it tells | where |");
			assertThat(each.send("HEAD", "/console/assets/app.js", null).body()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console/assets/app.js", "/console/assets/console.css", "/console/workers" })
	void assetsAreCompressed(String path) {
		for (ManagementPort each : List.of(port, api)) {
			ManagementPort.Answer answer = each.get(path, "Accept-Encoding", "gzip");
			// the page itself is too small to be worth it
			assertThat(answer.header("Content-Encoding")).isEqualTo(path.endsWith("workers") ? "" : "gzip");
			assertThat(answer.header("ETag")).isNotEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console/assets/", "/console/assets/lib", "/console/assets/none.js",
			"/console/assets/../index.html", "/console/assets/%2e%2e/index.html", "/console/assets/lib/..",
			"/console/assets/../../application.yml", "/console/assets/.env.js", "/console/assets/app.class" })
	void nothingElseOfTheJarIsServed(String path) {
		for (ManagementPort each : List.of(port, api)) {
			assertThat(each.get(path).status()).as(each.get(path).body()).isIn(400, 404);
			assertThat(each.get(path).header("Content-Type")).contains("json");
		}
	}

	@Test
	void nothingOfTheConsoleIsWritten() {
		for (String path : List.of("/console/", "/console/assets/app.js", "/console/config")) {
			ManagementPort.Answer answer = port.send("POST", path, "{}");
			assertThat(answer.status()).isEqualTo(405);
			assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
		}
		assertThat(port.send("POST", "/console/login", "{}", "Content-Type", "application/json").status())
			.isEqualTo(409);
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
		assertThat(port.get("/nothing").status()).isEqualTo(404);
	}

	@Test
	void browserGetsTheJsonByALink() {
		ManagementPort.Answer raw = port.get("/scheduler?namespace=ns&raw=true", "Accept", BROWSER);
		assertThat(raw.json().get("schedulableCount").asInt()).isEqualTo(1);
		assertThat(port.get("/prometheus?raw=true", "Accept", BROWSER).header("Content-Type")).startsWith("text/plain");
		assertThat(port.get("/nothing?raw=true", "Accept", BROWSER).status()).isEqualTo(404);
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
	void pathsOfTheRoutesMayBeginWithOthers() {
		try (ConfigurableApplicationContext below = EndpointApplication.run("server.servlet.context-path=/outer",
				"management.server.base-path=/inner", "management.endpoints.web.base-path=/actuator")) {
			ManagementPort management = EndpointApplication.port(below);
			ManagementPort.Answer page = management.get("/inner/actuator/worker", "Accept", BROWSER);
			assertThat(page.body()).contains("src=\"/inner/actuator/console/assets/app.js\"")
				.doesNotContain("\"/console/");
			assertThat(management.get("/inner/actuator/console/assets/app.js").status()).isEqualTo(200);
			assertThat(management.get("/inner/actuator/worker").json().has("runningCount")).isTrue();
			assertThat(management.get("/inner/other", "Accept", BROWSER).status()).isEqualTo(404);
			assertThat(management.get("/inner/actuator/console/config").json().get("otherUrl").asString())
				.endsWith("/outer");
			ManagementPort other = api(below);
			assertThat(other.get("/outer/", "Accept", BROWSER).body()).contains("src=\"/outer/console/assets/app.js\"");
			assertThat(other.get("/outer/console/config").json().get("otherUrl").asString())
				.endsWith("/inner/actuator");
		}
	}

	@Test
	void consoleIsSwitchedOff() {
		try (ConfigurableApplicationContext without = EndpointApplication.run("windhover.console.enabled=false")) {
			ManagementPort management = EndpointApplication.port(without);
			assertThat(management.get("/worker", "Accept", BROWSER).json().has("runningCount")).isTrue();
			for (ManagementPort each : List.of(management, api(without))) {
				for (String path : List.of("/console/", "/console/assets/app.js", "/console/config")) {
					assertThat(each.get(path, "Accept", BROWSER).status()).isEqualTo(404);
				}
				assertThat(each.send("POST", "/console/login", "{}").status()).isEqualTo(404);
			}
		}
	}

	private static void assertShell(ManagementPort.Answer answer, String caching) {
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
		assertThat(answer.header("Cache-Control")).isEqualTo(caching);
		assertThat(answer.body()).contains("src=\"/console/assets/app.js\"").doesNotContain("onclick");
		assertHeaders(answer);
	}

	private static void assertHeaders(ManagementPort.Answer answer) {
		assertThat(answer.header("Content-Security-Policy")).isEqualTo(POLICY);
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
		assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
	}

}
