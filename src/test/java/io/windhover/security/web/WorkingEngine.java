package io.windhover.security.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a process is ready and an execution that is created there ends well.
 */
final class WorkingEngine {

	private static final String FLOW = """
			id: echo
			namespace: demo
			tasks:
			  - id: say
			    type: return
			    value: done
			triggers:
			  - {id: often, type: schedule, cron: "* * * * * *"}
			""";

	private WorkingEngine() {
	}

	static void awaitReady(OpenPorts process) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(100))
			.untilAsserted(
					() -> assertThat(Http.send("127.0.0.1", process.managementPort, "GET", "/health/readiness").text())
						.contains(" 200 "));
	}

	static void assertRunsAnExecution(OpenPorts process, String... headers) throws Exception {
		assertRuns(process, "echo", FLOW, headers);
	}

	/**
	 * The same with a task of a worker group.
	 */
	static void assertRunsAnExecutionOn(OpenPorts process, String workerGroup) throws Exception {
		assertRuns(process, "grouped", """
				id: grouped
				namespace: demo
				tasks: [{id: say, type: return, value: done, workerGroup: %s}]
				""".formatted(workerGroup));
	}

	private static void assertRuns(OpenPorts process, String id, String flow, String... headers) throws Exception {
		String path = "/api/flows/demo/" + id;
		assertThat(send(process, "PUT", path, "application/yaml", flow, headers)).contains(id);
		assertThat(send(process, "POST", path + "/executions?wait=PT40S", "application/json", "{}", headers))
			.contains("SUCCESS");
	}

	private static String send(OpenPorts process, String method, String path, String type, String body,
			String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port + path))
			.header("Content-Type", type)
			.timeout(Duration.ofMinutes(1))
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
	}

}
