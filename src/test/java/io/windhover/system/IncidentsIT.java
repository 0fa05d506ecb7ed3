package io.windhover.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong for a real cause is on {@code /incidents} while it does, of two
 * instances, and over restarts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentsIT {

	private static final String BROKEN = "namespace: files\nid: good\ntasks: 7\n";

	private static final String RIGHT = """
			namespace: files
			id: good
			tasks:
			  - {id: say, type: log, message: hello}
			""";

	private Path flows;

	private WindhoverProcess windhover;

	private WindhoverProcess worker;

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.flows = Files.createDirectories(directory.resolve("flows"));
		Files.writeString(this.flows.resolve("good.yaml"), RIGHT);
		Path one = Files.createDirectories(directory.resolve("one"));
		Path two = Files.createDirectories(directory.resolve("two"));
		this.windhover = WindhoverProcess
			.start(one, "--windhover.roles=executor,scheduler,indexer,api", "--windhover.instance-id=all",
					"--windhover.flows.directory=" + this.flows, "--windhover.flows.watch-interval=200ms",
					"--windhover.management.sample-interval=500ms", "--windhover.topics.heartbeat-interval=1s",
					"--windhover.topics.lease=5s")
			.awaitReady();
		this.worker = WindhoverProcess
			.start(two, "--windhover.roles=worker", "--windhover.instance-id=worker",
					"--spring.kafka.bootstrap-servers=127.0.0.1:" + this.windhover.brokerPort(),
					"--windhover.management.sample-interval=500ms", "--windhover.topics.heartbeat-interval=1s",
					"--windhover.topics.lease=5s", "--windhover.worker.stuck-after=1s")
			.awaitReady();
	}

	@AfterAll
	void stop() {
		this.worker.close();
		this.windhover.close();
	}

	@Test
	void pollAgainstAClosedPortIsAnIncidentUntilThePortAnswersAndStaysAcknowledgedOverARestart() throws IOException {
		int port = FreePorts.next();
		this.windhover.put("incidents", "polled", """
				namespace: incidents
				id: polled
				tasks:
				  - {id: say, type: log, message: hello}
				triggers:
				  - {id: poll, type: http-poll, interval: PT1S, uri: "http://127.0.0.1:%d/"}
				""".formatted(port));
		String query = "/incidents?kind=evaluation-failing&namespace=incidents&flowId=polled";
		JsonNode incident = awaitOpen(this.windhover, query);
		assertThat(incident.get("count").asInt()).isGreaterThanOrEqualTo(3);
		assertThat(incident.get("cause").asString()).isNotBlank();
		assertThat(incident.get("instance").asString()).isEqualTo("all");
		assertThat(incident.get("link").asString()).endsWith("/scheduler/incidents/polled/poll");
		assertThat(this.windhover.text(this.windhover.management(incident.get("runbook").asString())))
			.startsWith("# WindhoverEvaluationsFailing");
		String id = incident.get("id").asString();
		assertThat(awaitOpen(this.worker, query).get("id").asString()).isEqualTo(id);

		assertThat(acknowledge(this.worker, id)).isEqualTo(202);
		await().until(() -> this.windhover.get(this.windhover.management("/incidents/" + id))
			.at("/acknowledged/note")
			.asString("")
			.equals("Ada: the partner is down"));
		this.windhover.kill();
		this.windhover.restart().awaitReady();
		await().until(() -> history(this.windhover, id).contains("adopted"));
		JsonNode again = awaitOpen(this.windhover, query);
		assertThat(again.at("/acknowledged/by").asString()).isEqualTo("local");
		assertThat(again.get("openedAt").asString()).isEqualTo(incident.get("openedAt").asString());

		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		server.createContext("/", (exchange) -> {
			byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		try {
			awaitNone(this.windhover, query);
			awaitNone(this.worker, query);
			JsonNode closed = this.worker.get(this.worker.management("/incidents/" + id));
			assertThat(closed.get("closedAt").isString()).isTrue();
			assertThat(closed.get("acknowledged").isNull()).isTrue();
			assertThat(history(this.worker, id)).containsSubsequence("opened", "acknowledged", "adopted", "closed");
			assertThat(acknowledge(this.worker, id)).isEqualTo(409);
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void brokenFlowFileIsAnIncidentUntilItIsRight() throws IOException {
		Path file = this.flows.resolve("good.yaml");
		Files.writeString(file, BROKEN);
		JsonNode incident = awaitOpen(this.worker, "/incidents?kind=flow-files-broken");
		assertThat(incident.get("cause").asString()).contains("good.yaml");
		assertThat(incident.at("/subject/directory").asString()).isEqualTo(this.flows.toString());
		await().until(() -> this.worker.text(this.worker.management("/prometheus"))
			.contains("incidents_open{kind=\"flow-files-broken\"} 1.0"));
		assertThat(this.worker.get(this.worker.management("/health")).at("/components/incidents/details/open").asInt())
			.isPositive();
		assertThat(this.worker.isReady()).isTrue();
		Files.writeString(file, RIGHT);
		awaitNone(this.worker, "/incidents?kind=flow-files-broken");
	}

	@Test
	void stuckTaskRunOfAWorkerThatIsKilledIsOverAndTheWorkerIsSilent() {
		this.windhover.put("incidents", "stuck", """
				namespace: incidents
				id: stuck
				tasks:
				  - {id: rest, type: sleep, duration: PT1H, onWorkerLoss: fail}
				""");
		String execution = this.windhover.create("incidents", "stuck", "{}", "").get("id").asString();
		String query = "/incidents?kind=task-stuck&namespace=incidents";
		JsonNode incident = awaitOpen(this.windhover, query);
		assertThat(incident.at("/subject/taskRunId").asString()).isEqualTo(execution + ".rest");
		assertThat(incident.get("instance").asString()).isEqualTo("worker");
		this.worker.kill();
		String silent = "/incidents?kind=instance-silent";
		assertThat(awaitOpen(this.windhover, silent).at("/subject/instance").asString()).isEqualTo("worker");
		awaitNone(this.windhover, query);
		assertThat(this.windhover.get(this.windhover.management("/incidents/" + incident.get("id").asString()))
			.get("history")
			.toString()).contains("reporter gone: worker");
		this.worker.restart().awaitReady();
		awaitNone(this.windhover, silent);
	}

	private static JsonNode awaitOpen(WindhoverProcess process, String query) {
		return await()
			.until(() -> process.get(process.management(query)).get("incidents"), (found) -> found.size() == 1)
			.get(0);
	}

	private static void awaitNone(WindhoverProcess process, String query) {
		await().until(() -> process.get(process.management(query)).get("openCount").asInt() == 0);
	}

	private static List<String> history(WindhoverProcess process, String id) {
		return process.get(process.management("/incidents/" + id))
			.get("history")
			.valueStream()
			.map((each) -> each.get("event").asString())
			.toList();
	}

	private static int acknowledge(WindhoverProcess process, String id) {
		return process.post(process.management("/incidents/" + id), "{\"acknowledged\": \"Ada: the partner is down\"}")
			.statusCode();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
	}

}
