package io.windhover.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Windhover's views in a real Spring Boot Admin server, seen in Chromium. The pictures
 * that it takes are left in {@code target/admin-views}.
 */
class AdminViewsIT {

	private static final Path PICTURES = Path.of("target", "admin-views");

	private static final String PASSWORD = "kestrel-4711";

	private static final String ENCODED = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);

	@TempDir
	static Path directory;

	@AutoClose
	private static Browser browser;

	@AutoClose
	private static AdminServerProcess admin;

	@AutoClose
	private static WindhoverProcess windhover;

	/** A worker that knows the users ops, an operator, and reader, a viewer. */
	@AutoClose
	private static WindhoverProcess secured;

	/** The address by which the Admin server asks the secured worker as ops. */
	private static URI securedByOps;

	@BeforeAll
	static void runFlows() throws IOException {
		browser = Browser.start();
		admin = new AdminServerProcess(directory);
		windhover = WindhoverProcess.start(directory, "--spring.boot.admin.client.url=" + admin.url(),
				"--spring.boot.admin.client.period=500", "--windhover.instance-id=windhover-1",
				"--windhover.management.sample-interval=1s", "--windhover.security.allowed-origins=" + admin.url());
		admin.awaitUp();
		windhover.awaitReady();
		secured = WindhoverProcess.start(Files.createDirectory(directory.resolve("secured")),
				"--spring.kafka.bootstrap-servers=127.0.0.1:" + windhover.brokerPort(), "--windhover.roles=worker",
				"--windhover.worker.groups=secured", "--windhover.instance-id=secured",
				"--windhover.security.allowed-origins=" + admin.url(), "--windhover.security.users[0].name=ops",
				"--windhover.security.users[0].password=" + ENCODED, "--windhover.security.users[0].roles=operator",
				"--windhover.security.users[1].name=reader", "--windhover.security.users[1].password=" + ENCODED,
				"--windhover.security.users[1].roles=viewer", "--spring.boot.admin.client.url=" + admin.url(),
				"--spring.boot.admin.client.period=500",
				"--spring.boot.admin.client.instance.metadata.user.name=reader",
				"--spring.boot.admin.client.instance.metadata.user.password=" + PASSWORD);
		for (String name : new String[] { "orders", "invoices", "stock" }) {
			windhover.put("demo.shop", name, """
					namespace: demo.shop
					id: %s
					tasks:
					  - {id: import, type: sleep, duration: PT1H}
					  - {id: report, type: log, message: done}
					triggers:
					  - {id: nightly, type: schedule, cron: "0 2 * * *", timezone: Europe/Paris}
					  - {id: yearly, type: schedule, cron: "0 0 1 1 *", timezone: UTC}
					""".formatted(name));
			windhover.create("demo.shop", name, "{}", "");
		}
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> windhover.get(windhover.management("/worker")).get("runningCount").asInt() == 3);
		Files.createDirectories(PICTURES);
		secured.awaitReady();
		securedByOps = URI.create(secured.management("/").toString().replace("127.0.0.1", "localhost"));
		assertThat(
				admin
					.post("/instances",
							"""
									{"name": "windhover", "managementUrl": "%1$s", "healthUrl": "%1$shealth",
									 "metadata": {"user.name": "ops", "user.password": "%2$s"}}"""
								.formatted(securedByOps, PASSWORD))
					.status())
			.isEqualTo(201);
	}

	@Test
	void workerShowsWhatRunsAndRefreshesItself() throws IOException {
		openView("worker", windhover.management("/"));
		browser.awaitText("[data-windhover=worker]", "demo.shop.orders", "import", "sleep", "3 of 64", "windhover-1",
				"Read ");
		browser.awaitText("[data-sba-view='instances/windhover-scheduler']", "Scheduler");
		Files.write(PICTURES.resolve("worker.png"), browser.picture());
		JsonNode later = windhover.create("demo.shop", "stock", "{}", "");
		browser.awaitText("[data-windhover=worker]", later.get("id").asString() + ".import");
	}

	@Test
	void schedulerShowsTheTriggersAndFilters() throws IOException {
		openView("scheduler", windhover.management("/"));
		String all = browser.awaitText("[data-windhover=scheduler]", "demo.shop.invoices", "nightly",
				"0 2 * * * (Europe/Paris)", "02:00:00", "waiting");
		assertThat(all).contains("demo.shop.orders", "demo.shop.stock", "yearly");
		Files.write(PICTURES.resolve("scheduler.png"), browser.picture());
		browser.type("[data-windhover=scheduler] input[aria-label=flowId]", "orders");
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.untilAsserted(() -> assertThat(browser.awaitText("[data-windhover=scheduler]", "demo.shop.orders"))
				.doesNotContain("demo.shop.stock"));
	}

	@Test
	void kafkaStreamsShowsEachClientWithItsLags() throws IOException {
		openView("kafkastreams", windhover.management("/"));
		JsonNode streams = windhover.get(windhover.management("/kafkastreams")).get("streams");
		assertThat(streams).hasSize(2);
		for (JsonNode client : streams) {
			browser.awaitText("[data-windhover=kafkastreams]", client.get("clientId").asString(), "RUNNING", "1 alive",
					"windhover-execution-commands", " s ago");
		}
		Files.write(PICTURES.resolve("kafkastreams.png"), browser.picture());
	}

	@Test
	void flowsShowsTheWorstFirstAndFilters() throws IOException {
		windhover.put("demo.broken", "always", """
				namespace: demo.broken
				id: always
				tasks: [{id: stop, type: fail, message: not today}]
				""");
		windhover.create("demo.broken", "always", "{}", "");
		openView("flows", windhover.management("/"));
		String row = "[data-windhover=flows] tbody tr";
		browser.awaitText(row, "demo.broken.always", "FAILING", "FAILED, ");
		browser.awaitText("[data-windhover=flows]", "demo.shop.orders", ":00:00Z");
		Files.write(PICTURES.resolve("flows.png"), browser.picture());
		browser.type("[data-windhover=flows] input[aria-label=namespace]", "demo.shop");
		browser.awaitText(row, "demo.shop");
	}

	@Test
	void triggerIsPausedResumedAndFired() {
		windhover.put("demo.fired", "yearly", """
				namespace: demo.fired
				id: yearly
				tasks: [{id: say, type: log, message: hello}]
				triggers: [{id: new-year, type: schedule, cron: "0 0 1 1 *"}]
				""");
		openView("scheduler", windhover.management("/"));
		String row = "[data-row*='demo.fired']";
		act(row, "Pause", "reason", "stock-taking");
		browser.awaitText(row, "paused", "by local: stock-taking");
		act(row, "Resume");
		browser.awaitText(row, "waiting");
		act(row, "Fire");
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> windhover.get(windhover.management("/scheduler/demo.fired/yearly/new-year"))
				.at("/last/executionId")
				.isString());
		JsonNode events = admin.get(proxy(windhover.management("/")) + "auditevents").json();
		assertThat(audited(events, "trigger.pause")).contains("principal=local", "reason=stock-taking",
				"outcome=accepted");
		assertThat(audited(events, "trigger.fire")).contains("principal=local", "target=demo.fired/yearly/new-year");
	}

	@Test
	void incidentIsAcknowledgedWithANote() throws IOException {
		windhover.put("demo.polled", "closed", """
				namespace: demo.polled
				id: closed
				tasks: [{id: say, type: log, message: hello}]
				triggers: [{id: poll, type: http-poll, interval: PT1S, uri: "http://127.0.0.1:%d/"}]
				""".formatted(FreePorts.next()));
		openView("incidents", secured.management("/"));
		browser.type("[data-windhover=incidents] input[aria-label=kind]", "evaluation-failing");
		browser.awaitText("[data-windhover=incidents]", "evaluation-failing", "flowId closed", "windhover-1");
		assertThat(browser.count("[data-windhover-action]")).as("a viewer may do nothing").isZero();
		openView("incidents", securedByOps);
		browser.type("[data-windhover=incidents] input[aria-label=kind]", "evaluation-failing");
		act("[data-windhover=incidents]", "Acknowledge", "who looks after it, and why", "Ada: the partner is down");
		browser.awaitText("[data-windhover=incidents]", "by ops: Ada: the partner is down");
		Files.write(PICTURES.resolve("incidents.png"), browser.picture());
	}

	@Test
	void clusterShowsInstancesAndHoldsThem() throws IOException {
		openView("cluster", windhover.management("/"));
		browser.awaitText("[data-row^='windhover-1 ']", "live", "UP", "running", " of 64");
		browser.awaitText("[data-row^='secured ']", "live", "worker");
		Files.write(PICTURES.resolve("cluster.png"), browser.picture());
		act("[data-row^='windhover-1 ']", "Drain", "reason", "new disk");
		browser.awaitText("[data-row^='windhover-1 ']", "draining");
		act("[data-row^='windhover-1 ']", "Resume");
		browser.awaitText("[data-row^='windhover-1 ']", "running");
		act("[data-windhover=cluster]", "Begin maintenance", "reason", "new broker");
		browser.awaitText("[data-windhover=cluster]", "by local: new broker", "not yet");
		act("[data-windhover=cluster]", "End maintenance");
		browser.awaitText("[data-windhover=cluster]", "Begin maintenance", "off");
	}

	@Test
	void operatorDrainsResumesAndKillsAndIsAudited() {
		windhover.put("demo.secured", "long", """
				namespace: demo.secured
				id: long
				tasks: [{id: rest, type: sleep, duration: PT1H, workerGroup: secured}]
				""");
		String id = windhover.create("demo.secured", "long", "{}", "").get("id").asString();
		openView("worker", secured.management("/"));
		browser.awaitText("[data-windhover=worker]", "demo.secured.long");
		assertThat(browser.count("[data-windhover-action]")).as("a viewer may do nothing").isZero();
		openView("worker", securedByOps);
		act("[data-windhover=worker]", "Drain", "reason", "new disk");
		browser.awaitText("[data-windhover=worker]", "draining", "by ops: new disk");
		act("[data-row^='%s.rest']".formatted(id), "Kill", "reason", "blocks the queue");
		browser.awaitText("[data-windhover=worker]", "drained", "Nothing runs here.");
		act("[data-windhover=worker]", "Resume");
		browser.awaitText("[data-windhover=worker]", "running");
		JsonNode events = admin.get(proxy(securedByOps) + "auditevents").json();
		assertThat(audited(events, "worker.drain")).contains("principal=ops", "reason=new disk", "outcome=accepted");
		assertThat(audited(events, "taskrun.kill")).contains("principal=ops", "reason=blocks the queue",
				"target=" + id + ".rest");
		assertThat(audited(events, "worker.resume")).contains("principal=ops");
	}

	@Test
	void oneClicksFromTheMenuToTheViews() {
		browser.open(admin.url() + "/instances/%s/details".formatted(id(windhover.management("/"))));
		browser.click("[data-sba-group=Windhover] a");
		browser.awaitText("[data-windhover=flows]", "demo.shop.orders");
		browser.click("[data-sba-view='instances/windhover-kafkastreams'] a");
		browser.awaitText("[data-windhover=kafkastreams]", "RUNNING");
	}

	@Test
	void anInstanceThatIsGoneIsToldAndWhatWasReadIsMarkedAsOld() throws IOException {
		try (HostileInstance instance = new HostileInstance(admin)) {
			openView("worker", instance.managementUrl());
			browser.awaitText("[data-windhover=worker]", "1 of 2");
			assertThat(browser.count(".windhover-stale")).isZero();
			instance.failWith(503, "the worker is away");
			browser.awaitText("[data-windhover=worker]", "Cannot read /worker: 503, the worker is away",
					"What follows is from before", "1 of 2");
			assertThat(browser.count(".windhover-stale")).isPositive();
			instance.failWith(200, "");
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.untilAsserted(() -> assertThat(browser.awaitText("[data-windhover=worker]", "1 of 2"))
					.doesNotContain("Cannot read"));
		}
	}

	@Test
	void nothingThatAnInstanceSaysBecomesHtmlAndMissingFieldsBreakNothing() throws IOException {
		try (HostileInstance instance = new HostileInstance(admin)) {
			openView("worker", instance.managementUrl());
			browser.awaitText("[data-windhover=worker]", HostileInstance.MARKUP, "stuck");
			openView("scheduler", instance.managementUrl());
			browser.awaitText("[data-windhover=scheduler]", HostileInstance.MARKUP, "1 m 1 s late");
			openView("kafkastreams", instance.managementUrl());
			browser.awaitText("[data-windhover=kafkastreams]", HostileInstance.MARKUP, "not yet");
			openView("flows", instance.managementUrl());
			browser.awaitText("[data-windhover=flows]", HostileInstance.MARKUP);
			openView("cluster", instance.managementUrl());
			browser.awaitText("[data-windhover=cluster]", HostileInstance.MARKUP);
			openView("incidents", instance.managementUrl());
			browser.awaitText("[data-windhover=incidents]", HostileInstance.MARKUP);
			act("[data-windhover=incidents]", "Acknowledge", "who looks after it, and why", HostileInstance.MARKUP);
			browser.awaitText("[data-windhover=incidents] [role=alert]", "403, The role operator is required.",
					HostileInstance.MARKUP);
			openView("kafkastreams", instance.managementUrl());
			instance.failWith(500, HostileInstance.MARKUP);
			browser.awaitText("[data-windhover=kafkastreams]", "500, " + HostileInstance.MARKUP);
			assertThat(browser.count("[data-windhover] img")).isZero();
			assertThat(browser.run("return window.injected")).isNull();
		}
	}

	private static void openView(String endpoint, URI managementUrl) {
		browser.open(admin.url() + "/instances/%s/windhover-%s".formatted(id(managementUrl), endpoint));
	}

	/**
	 * Presses the first button of that name within, and confirms.
	 */
	private static void act(String within, String action) {
		browser.click(within + " [data-windhover-action='%s']".formatted(action));
		browser.click(within + " [data-windhover-confirm='%s']".formatted(action));
	}

	private static void act(String within, String action, String field, String note) {
		browser.click(within + " [data-windhover-action='%s']".formatted(action));
		browser.type(within + " input[aria-label='%s']".formatted(field), note);
		browser.click(within + " [data-windhover-confirm='%s']".formatted(action));
	}

	/** The last audit event of an operation, as a line. */
	private static String audited(JsonNode events, String operation) {
		return events.get("events")
			.valueStream()
			.filter((each) -> each.at("/data/operation").asString("").equals(operation))
			.map((each) -> "principal=%s %s".formatted(each.get("principal").asString(),
					each.get("data")
						.propertyStream()
						.map((part) -> part.getKey() + "=" + part.getValue().asString())
						.collect(Collectors.joining(" "))))
			.reduce((one, later) -> later)
			.orElse("nothing");
	}

	private static String proxy(URI managementUrl) {
		return "/instances/%s/actuator/".formatted(id(managementUrl));
	}

	private static String id(URI managementUrl) {
		return admin.awaitInstance(managementUrl, "UP").get("id").asString();
	}

}
