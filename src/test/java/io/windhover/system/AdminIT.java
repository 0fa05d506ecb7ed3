package io.windhover.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged application as a real Spring Boot Admin server sees it, through the
 * server's proxy.
 */
class AdminIT {

	@TempDir
	static Path directory;

	@AutoClose
	private static AdminServerProcess admin;

	@AutoClose
	private static WindhoverProcess windhover;

	private static String proxy;

	@BeforeAll
	static void register() {
		admin = new AdminServerProcess(directory);
		windhover = WindhoverProcess.start(directory, "--spring.boot.admin.client.url=" + admin.url(),
				"--spring.boot.admin.client.period=500", "--windhover.instance-id=admin-it",
				"--windhover.security.allowed-origins=" + admin.url());
		admin.awaitUp();
		windhover.awaitReady();
		windhover.put("admin", "sleeper", """
				namespace: admin
				id: sleeper
				tasks:
				  - {id: rest, type: sleep, duration: PT10M}
				triggers:
				  - {id: nightly, type: schedule, cron: "0 2 * * *", timezone: Europe/Paris}
				""");
		windhover.create("admin", "sleeper", "{}", "");
		proxy = "/instances/%s/actuator/"
			.formatted(admin.awaitInstance(windhover.management("/"), "UP").get("id").asString());
	}

	@Test
	void theServerSeesEveryEndpointOfTheLinksPage() {
		JsonNode instance = admin.awaitInstance(windhover.management("/"), "UP");
		Set<String> seen = instance.get("endpoints")
			.valueStream()
			.map((each) -> each.get("id").asString())
			.collect(Collectors.toSet());
		Set<String> linked = windhover.get(windhover.management("/"))
			.get("_links")
			.propertyStream()
			.filter((link) -> !link.getValue().get("templated").asBoolean())
			.map((link) -> link.getKey())
			.filter((id) -> !id.equals("self"))
			.collect(Collectors.toSet());
		assertThat(linked).contains("worker", "scheduler", "kafkastreams", "health", "loggers", "prometheus");
		assertThat(seen).containsAll(linked);
		assertThat(instance.at("/registration/name").asString()).isEqualTo("windhover");
		assertThat(instance.at("/tags/instance").asString()).isEqualTo("admin-it");
		assertThat(instance.at("/tags/roles").asString()).isEqualTo("executor, worker, scheduler, indexer, api");
		assertThat(instance.at("/registration/metadata/version").asString()).isNotEmpty();
	}

	@Test
	void aLevelChangedThroughTheProxyIsTheInstances() {
		URI logger = windhover.management("/loggers/io.windhover.worker");
		assertThat(windhover.get(logger).get("effectiveLevel").asString()).isEqualTo("INFO");
		assertThat(admin.post(proxy + "loggers/io.windhover.worker", "{\"configuredLevel\": \"DEBUG\"}").status())
			.isEqualTo(204);
		assertThat(windhover.get(logger).get("effectiveLevel").asString()).isEqualTo("DEBUG");
		assertThat(admin.post(proxy + "loggers/io.windhover.worker", "{\"configuredLevel\": null}").status())
			.isEqualTo(204);
		assertThat(windhover.get(logger).get("effectiveLevel").asString()).isEqualTo("INFO");
	}

	@Test
	void theServerShowsTheHealthOfEachPart() {
		JsonNode details = admin.awaitInstance(windhover.management("/"), "UP").at("/statusInfo/details");
		assertThat(List.of("kafka", "kafkaStreams", "worker", "scheduler", "indexer", "repository", "diskSpace"))
			.allSatisfy(
					(part) -> assertThat(details.at("/%s/status".formatted(part)).asString()).as(part).isEqualTo("UP"));
		AdminServerProcess.Answer health = admin.get(proxy + "health");
		assertThat(health.json().at("/components/diskSpace/details/free").asLong()).as(health.body()).isPositive();
	}

	@Test
	void theEndpointsOfTheRolesAnswerThroughTheProxy() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.untilAsserted(() -> assertThat(admin.get(proxy + "worker").json().get("runnings"))
				.extracting((each) -> each.at("/taskRun/flowId").asString())
				.contains("sleeper"));
		JsonNode triggers = admin.get(proxy + "scheduler?namespace=admin&flowId=sleeper").json().get("schedulable");
		assertThat(triggers).singleElement()
			.satisfies((each) -> assertThat(each.at("/trigger/id").asString()).isEqualTo("nightly"));
		JsonNode client = admin.get(proxy + "kafkastreams").json().at("/streams/0");
		String lag = proxy + "kafkastreams/%s/lag".formatted(client.get("clientId").asString());
		assertThat(admin.get(lag).json().get("clientId")).isEqualTo(client.get("clientId"));
	}

	@Test
	void aProblemPassesTheProxy() {
		AdminServerProcess.Answer unknown = admin.get(proxy + "kafkastreams/nobody/lag");
		assertThat(unknown.status()).isEqualTo(404);
		assertThat(unknown.json().get("status").asInt()).isEqualTo(404);
		assertThat(admin.get(proxy + "scheduler?namespace=%3C").status()).isEqualTo(400);
	}

	@Test
	void anInstanceThatStopsIsGoneAndOneThatWaitsForABrokerIsThere() throws IOException {
		Path other = Files.createDirectory(directory.resolve("other"));
		try (WindhoverProcess waiting = WindhoverProcess.start(other, "--spring.boot.admin.client.url=" + admin.url(),
				"--windhover.roles=worker", "--spring.kafka.bootstrap-servers=127.0.0.1:" + FreePorts.next())) {
			JsonNode instance = Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> admin.find(waiting.management("/")), (found) -> !found.isMissingNode());
			assertThat(instance.at("/tags/roles").asString()).isEqualTo("worker");
			waiting.stop();
			assertThat(admin.find(waiting.management("/")).isMissingNode()).isTrue();
		}
	}

}
