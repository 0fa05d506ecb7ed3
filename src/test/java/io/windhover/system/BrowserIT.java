package io.windhover.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody looks at port 8081 with a browser and follows every link.
 */
class BrowserIT {

	private static final String SAMPLES = "classpath:/samples/flows";

	@TempDir
	Path directory;

	@Test
	void everyRouteIsAPageThatReadsWell() throws IOException {
		Optional<Path> program = Chromium.installed();
		Assumptions.assumeTrue(program.isPresent(), "Skipped: install chromium to see the pages in a browser");
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory, "--windhover.flows.samples=" + SAMPLES)
			.awaitReady(); Chromium browser = new Chromium(program.orElseThrow())) {
			windhover.put("browser", "waiting", """
					namespace: browser
					id: waiting
					tasks:
					  - {id: wait, type: sleep, duration: PT1H}
					""");
			windhover.create("browser", "waiting", "{}", "");
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> windhover.text(windhover.management("/worker")).contains("\"waiting\""));
			String base = windhover.management("").toString();
			Chromium.Visit links = visit(browser, windhover.management("/"));
			assertThat(links.text()).contains("the task runs that run on this worker");
			Set<String> routes = links.links()
				.stream()
				.filter((link) -> !link.contains("raw=true"))
				.collect(Collectors.toSet());
			assertThat(routes).contains(base + "/worker", base + "/cluster", base + "/prometheus")
				.hasSizeGreaterThan(12)
				.allSatisfy((route) -> {
					Chromium.Visit page = visit(browser, URI.create(route));
					assertThat(page.requests()).as("requests of %s", route).allMatch((url) -> url.startsWith(base));
					if (route.endsWith("/prometheus")) {
						assertThat(page.text()).contains("worker_started_count_total{");
					}
					else {
						assertThat(page.contentType()).as(route).isEqualTo("text/html");
						assertThat(page.text()).as(route).contains(route.substring(base.length())).contains("{\n");
					}
				});
			assertThat(visit(browser, windhover.management("/worker")).text()).contains("taskRun.executionId");
			Chromium.Visit streams = visit(browser, windhover.management("/kafkastreams"));
			String lag = streams.links().stream().filter((link) -> link.endsWith("/lag")).findFirst().orElseThrow();
			assertThat(visit(browser, URI.create(lag)).text()).contains("currentOffsetPosition");
			assertThat(visit(browser, windhover.management("/cluster")).text()).contains("workerState", "components");
			assertThat(browser.visit(windhover.management("/nothing")).text()).contains("Not Found");
		}
	}

	private static Chromium.Visit visit(Chromium browser, URI uri) {
		Chromium.Visit visit = browser.visit(uri);
		assertThat(visit.complaints()).as("what the console says of %s", uri).isEmpty();
		return visit;
	}

}
