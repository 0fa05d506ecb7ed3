package io.windhover.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import io.windhover.monitoring.NodePackage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console of a running application in Chromium: an operator and a viewer log in and
 * see every view that {@code views.js} lists, in light and dark. What they saw is told by
 * {@code src/test/console/look.mjs}; its pictures are left in {@code target/console}.
 */
class ConsoleIT {

	private static final Path SOURCE = Path.of("src/test/console");

	private static final Path PICTURES = Path.of("target/console");

	private static final NodePackage CHECK = new NodePackage(SOURCE, Path.of("target/console-check"));

	/** Some of what changes something, of many views. */
	private static final List<String> CHANGES = List.of("Restart…", "Kill…", "Restart", "Replay…", "New flow", "Run",
			"Edit", "Disable", "Delete", "Store…", "Drain", "Begin a maintenance");

	private static final String PASSWORD = "kestrel-4711";

	private static final String ENCODED = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);

	@TempDir
	static Path directory;

	@AutoClose
	private static WindhoverProcess windhover;

	private static List<JsonNode> seen;

	@BeforeAll
	static void look() throws IOException {
		Path chromium = BrowserProcesses.chromium();
		CHECK.prepare();
		windhover = WindhoverProcess
			.start(directory, "--windhover.flows.samples=classpath:/samples/flows",
					"--windhover.security.users[0].name=otto", "--windhover.security.users[0].password=" + ENCODED,
					"--windhover.security.users[0].roles=operator", "--windhover.security.users[1].name=vera",
					"--windhover.security.users[1].password=" + ENCODED, "--windhover.security.users[1].roles=viewer")
			.awaitReady();
		Files.createDirectories(PICTURES);
		Map<String, Object> argument = Map.of("chromium", chromium.toString(), "profile",
				BrowserProcesses.profile().toString(), "pictures", PICTURES.toAbsolutePath().toString(), "sources",
				Path.of("src/main/resources/console").toAbsolutePath().toString(), "management",
				windhover.management("/").toString(), "api", windhover.api("/").toString(), "users",
				Map.of("operator", Map.of("name", "otto", "password", PASSWORD), "viewer",
						Map.of("name", "vera", "password", PASSWORD)));
		seen = CHECK.run("look.mjs", List.of(Json.mapper().writeValueAsString(argument)), List.of())
			.stream()
			.map((line) -> Json.mapper().readTree(line))
			.toList();
		assertThat(all("end")).as("the end of %s", seen).hasSize(1);
	}

	@Test
	void everyViewIsSeenInLightAndDark() {
		Set<String> expected = new HashSet<>();
		all("views").get(0).get("ids").forEach((view) -> {
			expected.add(view.asString() + " light");
			expected.add(view.asString() + " dark");
		});
		assertThat(expected).contains("management routes light", "management runbooks dark");
		assertThat(views("operator")
			.map((visit) -> "%s %s %s".formatted(text(visit, "port"), text(visit, "view"), text(visit, "scheme")))
			.collect(Collectors.toSet())).containsAll(expected);
		assertThat(all("run")).hasSize(3).allSatisfy((run) -> {
			assertThat(run.get("stored").asInt()).isIn(200, 201);
			assertThat(run.get("created").asInt()).isBetween(200, 202);
		});
	}

	@Test
	void noViewComplainsOrAsksElsewhere() {
		assertThat(all("visit")).filteredOn((visit) -> !text(visit, "path").equals("/nothing")).allSatisfy((visit) -> {
			assertThat(visit.get("complaints")).as("what the browser says of %s", place(visit)).isEmpty();
			assertThat(visit.get("elsewhere")).as("requests of %s", place(visit)).isEmpty();
			assertThat(text(visit, "title")).as("title of %s", place(visit)).isNotBlank();
			assertThat(visit.get("sideways").asInt()).as("sideways at %s", place(visit)).isZero();
		});
	}

	@Test
	void noViewKeepsAnybodyOut() {
		assertThat(all("visit"))
			.allSatisfy((visit) -> assertThat(visit.get("violations")).as("axe-core at %s", place(visit)).isEmpty());
	}

	@Test
	void everyRouteIsAPageThatReadsWell() {
		JsonNode routes = all("routes").get(0);
		assertThat(routes.get("links").valueStream().map(JsonNode::asString))
			.contains("/worker", "/cluster", "/prometheus", "/scheduler", "/runbooks")
			.hasSizeGreaterThan(15);
		assertThat(routes.get("known")).hasSizeGreaterThan(20);
		Map<String, String> pages = all("visit").stream()
			.filter((visit) -> text(visit, "view").equals("json"))
			.collect(Collectors.toMap((visit) -> text(visit, "path"), (visit) -> text(visit, "text"),
					(one, other) -> other));
		assertThat(pages.get("/worker")).contains("taskRun.executionId", "rests");
		assertThat(pages.get("/prometheus")).contains("# HELP");
		assertThat(pages.get("/scheduler?namespace=console")).contains("nightly", "0 2 * * *").doesNotContain("demo");
		assertThat(pages.get("/runbooks/WindhoverNoFreeSlots")).contains("What it means", "curl localhost:8081/worker");
		assertThat(pages.get("/metrics/jvm.memory.used")).contains("measurements");
		assertThat(all("visit")).filteredOn((visit) -> text(visit, "path").equals("/nothing"))
			.singleElement()
			.satisfies((visit) -> assertThat(text(visit, "text")).contains("Not Found", "/nothing"));
	}

	@Test
	void viewerIsOfferedNothingAndRefusedByTheRoutes() {
		assertThat(views("viewer").map((visit) -> visit.get("changes").asInt())).isNotEmpty().containsOnly(0);
		assertThat(buttons("operator")).containsAll(CHANGES);
		assertThat(buttons("viewer")).isNotEmpty().doesNotContainAnyElementsOf(CHANGES);
		assertThat(all("refused").get(0).get("status").asInt()).isEqualTo(403);
		assertThat(all("refused").get(0).get("api").asInt()).isEqualTo(403);
	}

	@Test
	void flowIsWrittenRunAndRestartedAWorkerDrainedAndATriggerPausedByClicks() {
		assertThat(all("story").stream().map((step) -> text(step, "name"))).containsExactly("written", "failed",
				"restarted", "found by cause", "drained and resumed", "paused", "resumed");
		assertThat(text(all("story").get(3), "path")).isEqualTo("/console/executions");
		assertThat(text(all("story").get(3), "would")).isEqualTo("1 would be touched");
		assertThat(all("story").get(4).get("state").asString()).isEqualTo("running");
		assertThat(all("story").get(5).get("paused").asBoolean()).isTrue();
	}

	@Test
	void habitsOfPeopleAreKnown() {
		assertThat(all("habit")).allSatisfy((habit) -> assertThat(habit.get("complaints")).isEmpty());
		JsonNode drag = habit("dragAndBack");
		assertThat(drag.get("all").asInt()).isPositive();
		assertThat(drag.get("dragged").propertyNames()).containsExactlyInAnyOrder("namespace", "from", "to");
		assertThat(Instant.parse(text(drag.get("dragged"), "from")))
			.isBefore(Instant.parse(text(drag.get("dragged"), "to")));
		assertThat(drag.get("back").propertyNames()).containsExactly("namespace");
		assertThat(habit("keys").get("marks")).extracting(JsonNode::asInt).containsExactly(0, 1, 0);
		assertThat(text(habit("keys"), "searched")).isEqualTo("search");
		assertThat(habit("zone").get("titles")).extracting(JsonNode::asString)
			.satisfiesExactly((tokyo) -> assertThat(tokyo).endsWith("GMT+9"), (utc) -> assertThat(utc).endsWith("UTC"),
					(reloaded) -> assertThat(reloaded).endsWith("UTC"), (back) -> assertThat(back).endsWith("GMT+9"));
		assertThat(habit("curl").get("copied")).extracting(JsonNode::asString)
			.contains("curl -s -u NAME '%s'".formatted(windhover.management("/cluster?role=worker")))
			.allMatch((line) -> line.startsWith("curl -s -u NAME 'http://"));
	}

	@Test
	void whatIsDoneByClicksToAnExecutionATriggerAndALoggerIsDone() {
		assertThat(text(habit("replay"), "path")).startsWith("/console/execution/")
			.doesNotEndWith(text(habit("replay"), "of"));
		assertThat(text(habit("pauseAndKill"), "state")).isEqualTo("KILLED");
		assertThat(text(habit("fire"), "trigger")).isEqualTo("nightly");
		assertThat(habit("backfill").get("dates").asInt()).isEqualTo(3);
		assertThat(habit("backfill").get("failed").asInt()).isZero();
		assertThat(text(habit("level").get("chosen"), "configuredLevel")).isEqualTo("DEBUG");
		assertThat(habit("level").get("back").path("configuredLevel").asString("")).isEmpty();
	}

	@Test
	void everyViewIsSeenOnATelephone() {
		assertThat(views("narrow").map((visit) -> "%s %s".formatted(text(visit, "port"), text(visit, "view"))))
			.containsExactlyElementsOf(all("views").get(0).get("ids").valueStream().map(JsonNode::asString).toList());
	}

	private static JsonNode habit(String name) {
		return all("habit").stream().filter((line) -> text(line, "name").equals(name)).findFirst().orElseThrow();
	}

	@Test
	void loginIsACookieThatNoScriptReadsAndThatLogoutEnds() {
		assertThat(all("login")).hasSize(4).allSatisfy((login) -> {
			assertThat(login.get("cookies")).singleElement().satisfies((cookie) -> {
				assertThat(text(cookie, "name")).isEqualTo("windhover-session");
				assertThat(text(cookie, "sameSite")).isEqualTo("Strict");
				assertThat(text(cookie, "path")).isEqualTo("/");
				assertThat(cookie.get("httpOnly").asBoolean()).isTrue();
				assertThat(cookie.get("expires").asInt()).isEqualTo(-1);
			});
			assertThat(text(login, "readable")).isEmpty();
		});
		assertThat(all("logout")).hasSize(2)
			.allSatisfy((logout) -> assertThat(logout.get("status").asInt()).isEqualTo(401));
	}

	@Test
	void pageOfAnotherPortGetsAndChangesNothingByTheCookie() {
		assertThat(all("attack").get(0).get("got").valueStream().map(JsonNode::asString)).hasSize(6)
			.allSatisfy((got) -> assertThat(got).matches(".*: (opaque|refused)"));
		assertThat(all("after").get(0).get("level").path("configuredLevel").asString("")).isEmpty();
		assertThat(windhover.logText())
			.contains("who=otto from=127.0.0.1 port=%d method=POST path=/loggers/io.windhover.attacked status=403"
				.formatted(windhover.management("/").getPort()));
	}

	private static Set<String> buttons(String role) {
		return views(role).flatMap((visit) -> visit.get("buttons").valueStream())
			.map(JsonNode::asString)
			.collect(Collectors.toSet());
	}

	private static Stream<JsonNode> views(String role) {
		return all("visit").stream()
			.filter((visit) -> text(visit, "role").equals(role) && text(visit, "path").startsWith("/console/"));
	}

	private static List<JsonNode> all(String what) {
		return seen.stream().filter((line) -> text(line, "what").equals(what)).toList();
	}

	private static String place(JsonNode visit) {
		return "%s %s as %s in %s".formatted(text(visit, "port"), text(visit, "path"), text(visit, "role"),
				text(visit, "scheme"));
	}

	private static String text(JsonNode node, String name) {
		return node.path(name).asString("");
	}

}
