package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.system.Alertmanager;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Alertmanager groups, routes and silences as its configuration shall.
 */
class AlertmanagerTests {

	@TempDir
	static Path directory;

	private static Alertmanager alertmanager;

	@BeforeAll
	static void start() throws IOException {
		alertmanager = Alertmanager.start(directory);
	}

	@AfterAll
	static void stop() {
		if (alertmanager != null) {
			alertmanager.close();
		}
	}

	@Test
	void causeSilencesWhatHangsOnItAndNothingElse() {
		List<String> posted = new ArrayList<>();
		add(posted, "WindhoverManagementDown", "critical", "instance", "a");
		add(posted, "WindhoverLeasesExpired", "warning", "instance", "a");
		add(posted, "WindhoverLeasesExpired", "warning", "instance", "b");
		add(posted, "WindhoverManagementDown", "critical", "instance", "c");
		add(posted, "WindhoverManagementDown", "critical", "instance", "f");
		add(posted, "WindhoverRestarting", "critical", "instance", "f");
		add(posted, "WindhoverStreamsClientError", "critical", "instance", "d", "role", "executor");
		add(posted, "WindhoverInputLagOld", "critical", "instance", "d", "role", "executor");
		add(posted, "WindhoverInputLagOld", "critical", "instance", "d", "role", "scheduler");
		add(posted, "WindhoverOldestJobWaiting", "critical", "worker_group", "default");
		add(posted, "WindhoverNoFreeSlots", "warning", "worker_group", "default");
		add(posted, "WindhoverSchedulerStalled", "critical", "instance", "e");
		add(posted, "WindhoverSchedulesLate", "warning", "instance", "e");
		add(posted, "WindhoverIndexerFailing", "critical", "instance", "e", "job", "windhover");
		add(posted, "WindhoverIndexerStale", "warning", "job", "windhover");
		add(posted, "WindhoverRetentionFailing", "warning", "instance", "e", "job", "windhover");
		add(posted, "WindhoverFailureBudgetBurnFast", "critical", "namespace_id", "x");
		add(posted, "WindhoverFailureBudgetBurnMedium", "critical", "namespace_id", "x");
		add(posted, "WindhoverFailureBudgetBurnSlow", "warning", "namespace_id", "x");
		add(posted, "WindhoverFailureBudgetBurnSlow", "warning", "namespace_id", "y");
		alertmanager.post("[" + String.join(",", posted) + "]");
		Set<String> silent = Set.of("WindhoverLeasesExpired/a", "WindhoverManagementDown/f",
				"WindhoverInputLagOld/d/executor", "WindhoverNoFreeSlots/default", "WindhoverSchedulesLate/e",
				"WindhoverIndexerStale/windhover", "WindhoverRetentionFailing/windhover/e",
				"WindhoverFailureBudgetBurnMedium/x", "WindhoverFailureBudgetBurnSlow/x");
		await()
			.untilAsserted(() -> assertThat(names("/api/v2/alerts?inhibited=true&active=false&filter=cluster=%22%22"))
				.isEqualTo(silent));
		Set<String> told = Set.of("on-call WindhoverManagementDown/a", "on-call WindhoverManagementDown/c",
				"on-call WindhoverRestarting/f", "team WindhoverLeasesExpired/b",
				"on-call WindhoverStreamsClientError/d/executor", "on-call WindhoverInputLagOld/d/scheduler",
				"on-call WindhoverOldestJobWaiting/default", "on-call WindhoverSchedulerStalled/e",
				"on-call WindhoverIndexerFailing/windhover/e", "on-call WindhoverFailureBudgetBurnFast/x",
				"team WindhoverFailureBudgetBurnSlow/y");
		await().untilAsserted(() -> assertThat(told()).isEqualTo(told));
		assertThat(alertmanager.get("/api/v2/alerts/groups").valueStream())
			.allSatisfy((group) -> assertThat(group.get("labels").propertyNames()).isSubsetOf("cluster", "namespace_id",
					"alertname"))
			.anySatisfy((group) -> assertThat(group.at("/labels/namespace_id").asString("")).isEqualTo("y"));

		posted.clear();
		add(posted, "WindhoverWatchdog", "none");
		add(posted, "WindhoverNoInstance", "critical", "job", "windhover");
		alertmanager.post("[" + String.join(",", posted) + "]");
		await().untilAsserted(() -> assertThat(names("/api/v2/alerts?inhibited=false&filter=cluster=%22%22"))
			.containsExactlyInAnyOrder("WindhoverNoInstance/windhover", "WindhoverWatchdog"));
		await().untilAsserted(() -> assertThat(alertmanager.watchdogs()).containsExactly("watchdog"));
	}

	@Test
	void whatFiresInOneClusterSilencesNothingInAnother() {
		List<String> posted = new ArrayList<>();
		for (String name : List.of("WindhoverNoInstance", "WindhoverManagementDown", "WindhoverRestarting",
				"WindhoverStreamsClientError", "WindhoverRebalanceStuck", "WindhoverSchedulerStalled",
				"WindhoverOldestJobWaiting", "WindhoverIndexerFailing", "WindhoverFailureBudgetBurnFast",
				"WindhoverFailureBudgetBurnMedium")) {
			add(posted, name, "critical", "cluster", "staging", "instance", "a", "role", "scheduler");
		}
		List<String> silenced = List.of("WindhoverLeasesExpired", "WindhoverInputLagOld", "WindhoverSchedulesLate",
				"WindhoverQueueWaitLong", "WindhoverIndexerStale", "WindhoverFailureBudgetBurnSlow");
		for (String cluster : List.of("production", "staging")) {
			silenced.forEach(
					(name) -> add(posted, name, "warning", "cluster", cluster, "instance", "a", "role", "scheduler"));
		}
		alertmanager.post("[" + String.join(",", posted) + "]");
		await().untilAsserted(() -> assertThat(
				names("/api/v2/alerts?inhibited=true&active=false&filter=severity=warning&filter=cluster=staging"))
			.hasSize(silenced.size()));
		assertThat(names("/api/v2/alerts?inhibited=false&filter=cluster=production")).hasSize(silenced.size());
	}

	/** It takes alerts up after it has answered. */
	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

	private static Set<String> told() {
		return alertmanager.notifications()
			.stream()
			.filter((each) -> each.label("cluster").isEmpty())
			.map((each) -> each.receiver() + " " + name(each.alert().get("labels")))
			.collect(Collectors.toSet());
	}

	private static Set<String> names(String path) {
		return alertmanager.get(path).valueStream().map((each) -> name(each.get("labels"))).collect(Collectors.toSet());
	}

	private static String name(JsonNode labels) {
		StringBuilder name = new StringBuilder(labels.get("alertname").asString());
		for (String key : List.of("job", "namespace_id", "worker_group", "instance", "role")) {
			if (labels.has(key)) {
				name.append('/').append(labels.get(key).asString());
			}
		}
		return name.toString();
	}

	private static void add(List<String> alerts, String name, String severity, String... labels) {
		StringBuilder json = new StringBuilder(
				"{\"labels\": {\"alertname\": \"%s\", \"severity\": \"%s\"".formatted(name, severity));
		for (int i = 0; i < labels.length; i += 2) {
			json.append(", \"%s\": \"%s\"".formatted(labels[i], labels[i + 1]));
		}
		alerts.add(json.append("}}").toString());
	}

}
