package io.windhover.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Windhover's views in a real Spring Boot Admin server, seen in Chromium. The pictures
 * that it takes are left in {@code target/admin-views}.
 */
class AdminViewsIT {

	private static final Path PICTURES = Path.of("target", "admin-views");

	@TempDir
	static Path directory;

	@AutoClose
	private static Browser browser;

	@AutoClose
	private static AdminServerProcess admin;

	@AutoClose
	private static WindhoverProcess windhover;

	@BeforeAll
	static void runFlows() throws IOException {
		browser = Browser.start();
		admin = new AdminServerProcess(directory);
		windhover = WindhoverProcess.start(directory, "--spring.boot.admin.client.url=" + admin.url(),
				"--spring.boot.admin.client.period=500", "--windhover.instance-id=windhover-1",
				"--windhover.management.sample-interval=1s");
		admin.awaitUp();
		windhover.awaitReady();
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
	void oneClicksFromTheMenuToTheViews() {
		browser.open(admin.url() + "/instances/%s/details".formatted(id(windhover.management("/"))));
		browser.click("[data-sba-group=Windhover] a");
		browser.awaitText("[data-windhover=worker]", "demo.shop.orders");
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
			instance.failWith(500, HostileInstance.MARKUP);
			browser.awaitText("[data-windhover=kafkastreams]", "500, " + HostileInstance.MARKUP);
			assertThat(browser.count("[data-windhover] img")).isZero();
			assertThat(browser.run("return window.injected")).isNull();
		}
	}

	private static void openView(String endpoint, URI managementUrl) {
		browser.open(admin.url() + "/instances/%s/windhover-%s".formatted(id(managementUrl), endpoint));
	}

	private static String id(URI managementUrl) {
		return admin.awaitInstance(managementUrl, "UP").get("id").asString();
	}

}
