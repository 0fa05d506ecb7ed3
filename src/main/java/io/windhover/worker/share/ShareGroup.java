package io.windhover.worker.share;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.windhover.topic.KafkaClients;
import io.windhover.topic.access.Permission;
import io.windhover.topic.access.PermissionsMissingException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The share group and how it is set.
 *
 * @param clientId of the consumer; no other of this process has it
 */
public record ShareGroup(KafkaClients clients, String clientId, String groupId, String topic) {

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final Map<String, String> SETTINGS = Map.of("share.isolation.level", "read_committed",
			"share.auto.offset.reset", "earliest");

	/**
	 * Sets what only the group and not the consumer can be told, which must be before its
	 * first member joins.
	 */
	void configure() throws InterruptedException {
		ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, this.groupId);
		List<AlterConfigOp> settings = SETTINGS.entrySet()
			.stream()
			.map((each) -> new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
			.toList();
		try (Admin admin = this.clients.admin(this.clientId + "-group", TIMEOUT_MILLIS)) {
			admin.incrementalAlterConfigs(Map.of(group, settings)).all().get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupAuthorizationException) {
				throw new PermissionsMissingException(this.clients.denials().principal(),
						List.of(new Permission(ResourceType.GROUP, PatternType.LITERAL, this.groupId,
								AclOperation.ALTER_CONFIGS)));
			}
			throw new KafkaException("Cannot set the share group %s: %s".formatted(this.groupId, ex.getMessage()), ex);
		}
	}

}
