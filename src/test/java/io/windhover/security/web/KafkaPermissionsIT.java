package io.windhover.security.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.windhover.execution.ExecutionQuery;
import io.windhover.instance.Role;
import io.windhover.management.Sampler;
import io.windhover.repository.Repository;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Topics;
import io.windhover.topic.access.Denials;
import io.windhover.topic.access.Permission;
import io.windhover.topic.access.PermissionTable;
import io.windhover.topic.access.Permissions;
import io.windhover.topic.access.PermissionsMissingException;
import io.windhover.topic.broker.SecuredBroker;
import io.windhover.topic.flow.JobTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process for each role, each with a user that may do with Kafka exactly what the table
 * of {@code src/docs/kafka.md} lists: they work, and with one less they say which.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaPermissionsIT {

	private static final String GROUP = "gpu";

	private static final String OTHER_GROUP = "other";

	private static final Map<Role, OpenPorts> PROCESSES = new EnumMap<>(Role.class);

	private static final ExecutionQuery OF_THE_FLOW = new ExecutionQuery("demo", "echo", null, null, null, 0, 100);

	@SuppressWarnings("NullAway.Init")
	private static SecuredBroker broker;

	@SuppressWarnings("NullAway.Init")
	private static Admin admin;

	@SuppressWarnings("NullAway.Init")
	private static HttpServer taker;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		taker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		taker.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		taker.start();
		broker = SecuredBroker.start(directory);
		admin = broker.admin();
		Topics topics = Topics.withPrefix("windhover-");
		admin
			.createTopics(Stream.concat(topics.all().stream(), Stream.of(topics.taskJobs(GROUP)))
				.map((topic) -> new NewTopic(topic.name(), 2, (short) 1))
				.toList())
			.all()
			.get();
		for (Role role : Role.values()) {
			broker.addUsers(role.id());
			allow(role, PermissionTable.of(role.id()));
		}
		allow(Role.WORKER, Permissions.of("windhover-", Set.of(Role.WORKER), List.of(GROUP)));
	}

	@AfterAll
	static void stop() {
		PROCESSES.values().forEach(OpenPorts::close);
		admin.close();
		broker.close();
		taker.stop(0);
	}

	@Test
	@Order(1)
	void rolesWorkWithWhatTheTableLists() throws Exception {
		for (Role role : Role.values()) {
			List<String> arguments = new ArrayList<>(broker.sasl(role.id()));
			arguments.add("--windhover.roles=" + role.id());
			arguments.add("--windhover.worker.groups=default," + GROUP);
			arguments.addAll(eventsAndTraces());
			PROCESSES.put(role, new OpenPorts("permissions-" + role.id(), arguments.toArray(String[]::new)));
		}
		for (OpenPorts process : PROCESSES.values()) {
			WorkingEngine.awaitReady(process);
		}
		WorkingEngine.assertRunsAnExecution(process(Role.API));
		WorkingEngine.assertRunsAnExecutionOn(process(Role.API), GROUP);
		Repository repository = process(Role.INDEXER).context.getBean(Repository.class);
		await("a date of the trigger").untilAsserted(() -> assertThat(repository.executions(OF_THE_FLOW).items())
			.anyMatch((each) -> each.trigger() != null && each.trigger().id().equals("often")));
		for (String group : List.of("windhover-events", "windhover-events-hub", "windhover-traces")) {
			await("a position of " + group).until(() -> !positions(group).isEmpty());
		}
		for (OpenPorts process : PROCESSES.values()) {
			await("a whole sample of " + process.data)
				.untilAsserted(() -> assertThat(process.context.getBean(Sampler.class).sampledAt()).isNotNull());
			assertThat(clients(process).denials().lately()).isEmpty();
			// from now on nothing runs there but what the tests start
			process.context.stop();
		}
	}

	@ParameterizedTest
	@Order(2)
	@EnumSource(Role.class)
	void roleWithOneLessSaysWhich(Role role) throws Exception {
		OpenPorts process = process(role);
		for (Permission permission : PermissionTable.of(role.id())) {
			Set<Permission> one = Set.of(permission);
			admin.deleteAcls(bindings(role, one).stream().map(AclBinding::toFilter).toList()).all().get();
			if (isNoticedAtTheStart(permission)) {
				await(permission.toString()).untilAsserted(() -> assertThat(startFailure(process)).isEqualTo(
						"Kafka does not allow User:%s what this process needs: %s".formatted(role.id(), permission)));
			}
			else {
				assertThatItIsDeniedLater(role, permission);
			}
			allow(role, one);
			if (isOfGroups(permission)) {
				await("a topic").until(() -> process.context.getBean(JobTopics.class).require(OTHER_GROUP));
			}
			else if (permission.operation() == AclOperation.CREATE) {
				createTopics(process, role, permission.name());
			}
			await("all allowed").untilAsserted(() -> assertThat(startFailure(process)).isEmpty());
		}
	}

	/** To a receiver that takes all of them. */
	private static List<String> eventsAndTraces() {
		String receiver = "http://127.0.0.1:" + taker.getAddress().getPort();
		return List.of("--windhover.events.enabled=true", "--windhover.events.subscriptions[0].name=hub",
				"--windhover.events.subscriptions[0].url=" + receiver + "/events",
				"--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver + "/v1/traces",
				"--management.tracing.sampling.probability=1");
	}

	private static Map<TopicPartition, OffsetAndMetadata> positions(String group) throws Exception {
		return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
	}

	/** A topic that must not be described looks as if nobody had created it. */
	private static boolean isNoticedAtTheStart(Permission permission) {
		boolean hidden = permission.pattern() == PatternType.PREFIXED
				&& permission.operation() == AclOperation.DESCRIBE;
		return permission.resource() == ResourceType.TOPIC && permission.operation() != AclOperation.CREATE && !hidden;
	}

	private static boolean isOfGroups(Permission permission) {
		return permission.operation() == AclOperation.CREATE && permission.name().equals("windhover-task-jobs-");
	}

	private static void assertThatItIsDeniedLater(Role role, Permission permission) throws Exception {
		OpenPorts process = process(role);
		if (isOfGroups(permission)) {
			await(permission.toString()).until(
					() -> !process.context.getBean(JobTopics.class).require(OTHER_GROUP) && isDenied(role, permission));
			assertThat(clients(process).denials().lately()).as("only the jobs of the group wait")
				.noneMatch((sentence) -> sentence.contains(permission.toString()));
			return;
		}
		if (permission.operation() == AclOperation.CREATE) {
			deleteTopics(permission.name());
		}
		SmartLifecycle client = (permission.operation() == AclOperation.DESCRIBE) ? watcher(process, role)
				: client(process, role, permission);
		client.start();
		await(permission.toString()).until(() -> isDenied(role, permission));
		client.stop();
		assertThat(health(process)).contains(permission.toString());
	}

	private static boolean isDenied(Role role, Permission permission) {
		String beginning = "Kafka does not allow User:%s what this process needs: ".formatted(role.id());
		Denials denials = clients(process(role)).denials();
		return Stream.concat(denials.lately().stream(), denials.latelyOfGroups().stream())
			.anyMatch((sentence) -> sentence.startsWith(beginning) && sentence.contains(permission.toString()));
	}

	/** What looks at how far others are. */
	private static SmartLifecycle watcher(OpenPorts process, Role role) {
		return (role == Role.API) ? client(process, role) : process.context.getBean(Sampler.class);
	}

	/** What a role needs a permission for. */
	private static SmartLifecycle client(OpenPorts process, Role role, Permission permission) {
		if (permission.resource() == ResourceType.TOPIC || !permission.name().matches("windhover-(events-?|traces)")) {
			return client(process, role);
		}
		boolean ofSubscriptions = permission.resource() == ResourceType.GROUP
				&& permission.pattern() == PatternType.PREFIXED;
		String name = permission.name().endsWith("traces") ? "spanReader"
				: ofSubscriptions ? "subscriptions" : "eventRelay";
		return process.context.getBean(name, SmartLifecycle.class);
	}

	/** What a role connects with. */
	private static SmartLifecycle client(OpenPorts process, Role role) {
		return switch (role) {
			case EXECUTOR, SCHEDULER -> process.context.getBean("&" + role.id() + "Streams", SmartLifecycle.class);
			case INDEXER -> process.context.getBean("indexer", SmartLifecycle.class);
			case WORKER -> process.context.getBean("worker", SmartLifecycle.class);
			case API -> process.context.getBean("backlogSampler", SmartLifecycle.class);
		};
	}

	private static void deleteTopics(String prefix) throws Exception {
		List<String> names = admin.listTopics()
			.names()
			.get()
			.stream()
			.filter((name) -> name.startsWith(prefix))
			.toList();
		assertThat(names).isNotEmpty();
		admin.deleteTopics(names).all().get();
		await("deletion of " + names).until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
	}

	private static void createTopics(OpenPorts process, Role role, String prefix) {
		SmartLifecycle client = client(process, role);
		client.start();
		await("topics of " + role)
			.until(() -> admin.listTopics().names().get().stream().anyMatch((name) -> name.startsWith(prefix)));
		client.stop();
	}

	/** The message with which the check of a start fails, or an empty text. */
	private static String startFailure(OpenPorts process) {
		try {
			process.context.getBean("topicCreator", SmartLifecycle.class).start();
			return "";
		}
		catch (PermissionsMissingException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static String health(OpenPorts process) {
		return String.valueOf(process.context.getBean("kafkaHealthIndicator", HealthIndicator.class).health(true));
	}

	private static KafkaClients clients(OpenPorts process) {
		return process.context.getBean(KafkaClients.class);
	}

	private static void allow(Role role, Collection<Permission> permissions) throws Exception {
		admin.createAcls(bindings(role, permissions)).all().get();
	}

	private static List<AclBinding> bindings(Role role, Collection<Permission> permissions) {
		return permissions.stream()
			.map((each) -> new AclBinding(new ResourcePattern(each.resource(), each.name(), each.pattern()),
					new AccessControlEntry("User:" + role.id(), "*", each.operation(), AclPermissionType.ALLOW)))
			.toList();
	}

	/**
	 * The stream threads that are denied something end with an exception, as they must.
	 */
	private static ConditionFactory await(String what) {
		return Awaitility.await(what)
			.dontCatchUncaughtExceptions()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20));
	}

	private static OpenPorts process(Role role) {
		return Objects.requireNonNull(PROCESSES.get(role), "the first test starts a process for each role");
	}

}
