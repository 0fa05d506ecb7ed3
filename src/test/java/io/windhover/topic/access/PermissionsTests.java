package io.windhover.topic.access;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.instance.Role;
import io.windhover.topic.Topics;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

class PermissionsTests {

	private static final String PREFIX = "windhover-";

	@ParameterizedTest
	@EnumSource(Role.class)
	void tableOfThePageIsWhatARoleNeeds(Role role) {
		assertThat(PermissionTable.of(role.id()))
			.containsExactlyInAnyOrderElementsOf(Permissions.of(PREFIX, Set.of(role)));
	}

	@Test
	void workerMayTakeTheJobsOfItsGroupsAndOfNoOthers() {
		Set<Permission> permissions = Permissions.of(PREFIX, Set.of(Role.WORKER), List.of("gpu", "eu"));
		assertThat(permissions).contains(
				new Permission(ResourceType.TOPIC, PatternType.LITERAL, "windhover-task-jobs-gpu", AclOperation.READ),
				new Permission(ResourceType.GROUP, PatternType.LITERAL, "windhover-worker-eu", AclOperation.READ),
				new Permission(ResourceType.GROUP, PatternType.LITERAL, "windhover-worker-eu",
						AclOperation.ALTER_CONFIGS));
		assertThat(permissions).doesNotContain(
				new Permission(ResourceType.TOPIC, PatternType.LITERAL, "windhover-task-jobs", AclOperation.READ),
				new Permission(ResourceType.GROUP, PatternType.LITERAL, "windhover-worker", AclOperation.READ));
	}

	@Test
	void everyTopicIsNamed() {
		Set<String> literal = Permissions.of(PREFIX, Set.of())
			.stream()
			.filter((each) -> each.resource() == ResourceType.TOPIC && each.pattern() == PatternType.LITERAL)
			.map(Permission::name)
			.collect(Collectors.toSet());
		assertThat(literal).containsExactlyInAnyOrderElementsOf(
				Topics.withPrefix(PREFIX).all().stream().map((topic) -> topic.name()).toList());
	}

	@Test
	void denialIsExplainedByWhatTheRoleNeedsThere() {
		Denials denials = denials("username=\"ada\" password=\"secret\"", Role.EXECUTOR, Role.WORKER);
		assertThat(
				denials.explain(new IllegalStateException(GroupAuthorizationException.forGroupId("windhover-worker"))))
			.isEqualTo("Kafka does not allow User:ada what this process needs: Read on group windhover-worker");
		assertThat(denials.explain(new TopicAuthorizationException(Set.of("windhover-logs"))))
			.endsWith("Write on topic windhover-logs");
		assertThat(denials.explain(new TransactionalIdAuthorizationException("no")))
			.endsWith("Write on transactional id windhover-executor-*");
		assertThat(denials.explain(new TopicAuthorizationException("windhover-executor-timers-changelog")))
			.contains("Create on topic windhover-executor-*");
		assertThat(denials.explain(new TopicAuthorizationException(Set.of("other"))))
			.startsWith("Kafka denied User:ada: ");
		assertThat(denials.explain(new IllegalStateException("something else"))).isNull();
		assertThat(denials.lately()).hasSize(5);
	}

	@Test
	void denialOfAGroupThatAFlowNamesIsToldApart() {
		Denials denials = denials("username=\"ada\"", Role.EXECUTOR, Role.API);
		String topic = denials.explain(new TopicAuthorizationException(Set.of("windhover-task-jobs-gpu")));
		String group = denials.explain(GroupAuthorizationException.forGroupId("windhover-worker-gpu"));
		String create = denials
			.explain(new PermissionsMissingException("User:ada", List.of(new Permission(ResourceType.TOPIC,
					PatternType.PREFIXED, "windhover-task-jobs-", AclOperation.CREATE))));
		assertThat(denials.lately()).isEmpty();
		assertThat(denials.latelyOfGroups()).containsExactlyInAnyOrder(topic, group, create);
		assertThat(group).endsWith("Describe on group windhover-worker-*");
		denials.explain(new TopicAuthorizationException(Set.of("windhover-task-jobs")));
		denials.explain(GroupAuthorizationException.forGroupId("windhover-worker"));
		assertThat(denials.lately()).hasSize(2);
	}

	@Test
	void denialOfAGroupThatAWorkerServesIsItsOwn() {
		Denials denials = new Denials("User:ada", Permissions.of(PREFIX, Set.of(Role.WORKER), List.of("gpu")),
				Clock.systemUTC());
		denials.explain(GroupAuthorizationException.forGroupId("windhover-worker-gpu"));
		assertThat(denials.lately()).hasSize(1);
		assertThat(denials.latelyOfGroups()).isEmpty();
	}

	@Test
	void principalThatIsNotInTheSettingsIsNotInvented() {
		assertThat(denials("", Role.WORKER).principal()).isEqualTo("the principal of this process");
	}

	@Test
	void whatIsMissingComesWithItsCommand() {
		PermissionsMissingException missing = new PermissionsMissingException("User:ada",
				List.of(new Permission(ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED, "windhover-executor-",
						AclOperation.WRITE),
						new Permission(ResourceType.GROUP, PatternType.LITERAL, "windhover-worker",
								AclOperation.ALTER_CONFIGS)));
		FailureAnalysis analysis = Objects
			.requireNonNull(new PermissionsFailureAnalyzer().analyze(new IllegalStateException("start", missing)));
		assertThat(analysis.getAction())
			.contains(
					"--add --allow-principal 'User:ada' --operation Write --transactional-id 'windhover-executor-' "
							+ "--resource-pattern-type prefixed",
					"--operation AlterConfigs --group 'windhover-worker'");
	}

	private static Denials denials(String login, Role... roles) {
		return new Denials(Denials.principal(login), Permissions.of(PREFIX, Set.of(roles)), Clock.systemUTC());
	}

}
