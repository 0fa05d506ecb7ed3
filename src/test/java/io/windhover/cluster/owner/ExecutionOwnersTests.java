package io.windhover.cluster.owner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windhover.cluster.ClusterProperties;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.PeerRequests;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.execution.json.Json;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.repository.Documents;
import io.windhover.system.FreePorts;
import io.windhover.topic.PartitionCount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Asks an instance over HTTP that answers what a test says.
 */
class ExecutionOwnersTests {

	private static final Execution RUNNING = Documents.execution(1, "hello", State.RUNNING, 1);

	private final List<InstanceRegistry.Sighting> sightings = new ArrayList<>();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

	private volatile int status = 200;

	private volatile String body = "";

	@SuppressWarnings("NullAway.Init") // by start()
	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
		heard("owner", "http://127.0.0.1:" + this.server.getAddress().getPort(), Set.of(0, 1, 2, 3));
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Test
	void theOwnerIsAskedForAllItsTaskRuns() {
		List<TaskRun> taskRuns = new ArrayList<>();
		for (int i = 0; i < 1001; i++) {
			taskRuns.add(Documents.taskRun("e1", "t%04d".formatted(i), State.RUNNING, 1));
		}
		this.body = known("owner", RUNNING, 1001, taskRuns.subList(0, 1000));
		CompletableFuture<OwnerResponse> answer = owners().find("e1", true);
		Snapshot found = ((OwnerResponse.Known) answer.join()).snapshot();
		assertThat(found.execution()).isEqualTo(RUNNING);
		assertThat(found.complete()).as("a page that brings nothing new is the last").isFalse();
		assertThat(this.asked).containsExactly("/executor/e1?page=0&size=1000", "/executor/e1?page=1&size=1000");
		assertThat(owners().find("e1", false).join()).isInstanceOf(OwnerResponse.Known.class);
		assertThat(this.asked).endsWith("/executor/e1?page=0&size=1");
	}

	@ParameterizedTest
	@CsvSource({ "404, Unknown[behind=false]", "503, Unknown[behind=true]", "410, Ended[]",
			"421, NotOwned[reason=instance 'owner' no longer has its partition]",
			"500, NotOwned[reason=instance 'owner' answered 500]",
			"401, NotOwned[reason=instance 'owner' answered 401; windhover.cluster.username and password say who asks]" })
	void aProblemIsAnAnswerToo(int answered, String expected) {
		this.status = answered;
		this.body = "{\"owner\":\"owner\",\"status\":%d}".formatted(answered);
		assertThat(owners().find("e1", true).join()).hasToString(expected);
	}

	@Test
	void whatWasDeletedIsOver() {
		this.status = 404;
		this.body = "{\"owner\":\"owner\",\"status\":404,\"deleted\":true}";
		OwnerResponse answer = owners().find("e1", true).join();
		assertThat(answer).isEqualTo(new OwnerResponse.Deleted());
		assertThat(answer.isEnded()).isTrue();
	}

	@Test
	void whatAnotherInstanceOrNoInstanceAnswersDoesNotCount() {
		this.body = known("somebody", RUNNING, 0, List.of());
		assertThat(owners().find("e1", true).join())
			.hasToString("NotOwned[reason=instance 'owner' is not the one that answers at its address]");
		this.status = 404;
		this.body = "<html>";
		assertThat(owners().find("e1", true).join())
			.hasToString("NotOwned[reason=instance 'owner' did not answer (no JSON of an execution)]");
		this.server.stop(0);
		assertThat(owners().find("e1", true).join())
			.hasToString("NotOwned[reason=instance 'owner' did not answer (ConnectException)]");
	}

	@Test
	void theNextOneThatSaysSoIsAskedWhenThePartitionHasMoved() {
		heard("former", "http://127.0.0.1:" + FreePorts.next(), Set.of(0, 1, 2, 3));
		this.body = known("owner", RUNNING, 0, List.of());
		assertThat(owners().find("e1", true).join()).isInstanceOf(OwnerResponse.Known.class);
		this.sightings.clear();
		assertThat(owners().find("e1", true).join()).isInstanceOf(OwnerResponse.NotOwned.class);
	}

	@Test
	void whatCanBeNoIdIsNotAskedFor() {
		assertThat(owners().find("../health", true).join()).isEqualTo(new OwnerResponse.Unknown(false));
		assertThat(this.asked).isEmpty();
	}

	@Test
	void itsOwnPartitionsAreAskedDirectly() {
		PlayedOwner own = new PlayedOwner();
		own.changed(RUNNING);
		this.beans.addBean("executions", own);
		assertThat(owners().find("e1", true).join()).isInstanceOf(OwnerResponse.Known.class);
		assertThat(this.asked).isEmpty();
		own.rebalance();
		this.body = known("owner", RUNNING, 0, List.of());
		assertThat(owners().find("e1", true).join()).isInstanceOf(OwnerResponse.Known.class);
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void theEndIsAskedForUntilItIsThere() throws Exception {
		this.body = known("owner", RUNNING, 0, List.of());
		CompletableFuture<Void> end = owners().ended("e1");
		org.awaitility.Awaitility.await().until(() -> this.asked.size() > 2);
		assertThat(end).isNotDone();
		this.status = 410;
		this.body = "{\"owner\":\"owner\"}";
		end.get(10, TimeUnit.SECONDS);
	}

	@Test
	void theRecentOnesOfAllAreListed() {
		heard("silent", "http://127.0.0.1:" + FreePorts.next(), Set.of(4));
		this.body = "{\"owner\":\"owner\",\"recent\":[%s]}".formatted(json(RUNNING));
		ExecutionQuery query = new ExecutionQuery("demo", "hello", State.FAILED, Instant.EPOCH, null, 0, 10);
		assertThat(owners().recent(query, 200)).containsExactly(RUNNING);
		assertThat(this.asked)
			.containsExactly("/executor/recent?namespace=demo&flowId=hello&from=1970-01-01T00%3A00%3A00Z&size=200");
	}

	private ExecutionOwners owners() {
		ClusterProperties properties = new ClusterProperties(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, null,
				null, null);
		InstanceRegistry registry = mock();
		given(registry.all()).willReturn(this.sightings);
		given(registry.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(Instant.now(), true, Duration.ofHours(1)));
		Instance me = new Instance("me", "1", Set.of(Role.WORKER), Instant.EPOCH);
		PeerRequests requests = new PeerRequests(this.threads, this.beans.getBeanProvider(SslBundles.class),
				properties);
		return new ExecutionOwners(this.beans.getBeanProvider(OwnedExecutions.class),
				new OwnerDirectory(registry, me, Clock.systemUTC()), new PartitionCount(4, 4),
				new OwnerClient(requests), this.threads);
	}

	/** The one heard last comes first. */
	private void heard(String id, String url, Set<Integer> partitions) {
		Instant now = Instant.now();
		this.sightings.add(
				new InstanceRegistry.Sighting(
						new Heartbeat(new InstanceRef(id, "1"), Set.of("executor"), "host", url, 0, 0, null, now, now,
								"1", Standing.HOLDING, null, null, partitions),
						now.plusSeconds(this.sightings.size()), true));
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.asked.add(exchange.getRequestURI().toString());
		try (exchange) {
			byte[] bytes = this.body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	private static String known(String owner, Execution execution, int taskRunCount, List<TaskRun> taskRuns) {
		return "{\"owner\":\"%s\",\"complete\":true,\"execution\":%s,\"taskRunCount\":%d,\"taskRuns\":%s}"
			.formatted(owner, json(execution), taskRunCount, json(taskRuns));
	}

	private static String json(Object value) {
		return Json.mapper().writeValueAsString(value);
	}

}
