package io.windhover.management.endpoint.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the {@link ClusterEndpoint} answers. What is not known is null.
 */
public final class ClusterDescriptors {

	private ClusterDescriptors() {
	}

	/**
	 * The cluster, as one of its instances sees it.
	 *
	 * @param answeredBy the instance that answers
	 * @param sampledAt when the instances were asked for their summaries
	 * @param maintenance null when there is none, as far as that can be read
	 * @param quiescent whether nothing runs and nothing can begin; null when that cannot
	 * be said
	 * @param running task runs by instance, where some run
	 * @param unheard instances that do not say, or not yet, that they hold still
	 * @param problem that nothing matches the filters, and what is known instead
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Cluster(String answeredBy, @Nullable Instant sampledAt, HeartbeatReception hearing, Totals totals,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MaintenanceDetail maintenance,
			@Nullable Boolean quiescent, Map<String, Integer> running, List<String> unheard, List<Member> instances,
			List<UnreachableMember> unreachable,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) implements OperationResponseBody {
	}

	/**
	 * Since when nothing fires and no worker takes jobs, and why.
	 *
	 * @param by who began it; null when that cannot be read
	 * @param reason in their words; null when they gave none
	 * @param unreadable why the answering instance cannot read it, and takes it for a
	 * maintenance
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record MaintenanceDetail(Instant since, @Nullable String by, @Nullable String reason,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String unreadable) {
	}

	/**
	 * Why an instance is not to be stopped, or why that cannot be said.
	 *
	 * @param kind one of a fixed set, for machines
	 */
	public record StopReason(String kind, String detail) {
	}

	/**
	 * Whether the answering instance hears heartbeats at all.
	 *
	 * @param state current or deaf
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record HeartbeatReception(String state, @Nullable Instant lastHeartbeat, @Nullable Duration age) {
	}

	/**
	 * Sums over the instances that are listed.
	 *
	 * @param slots of those that are not silent
	 */
	public record Totals(int instances, int live, int silent, int unknown, int unreachable, Map<String, Integer> roles,
			Slots slots) {
	}

	/**
	 * Places for task runs.
	 */
	public record Slots(int used, int max) {
	}

	/**
	 * An instance.
	 *
	 * @param state live, silent, or unknown
	 * @param duplicate whether several living processes have the id
	 * @param slots null where no worker runs
	 * @param workerGroups whose jobs its worker takes; null where no worker runs
	 * @param summary null when it could not be had
	 * @param safeToStop whether others go on at once where it stops; null when that
	 * cannot be said
	 * @param reasons against it
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Member(String id, @Nullable String incarnation, List<String> roles, String state, boolean duplicate,
			@Nullable Duration heartbeatAge, @Nullable String host, @Nullable String managementUrl,
			@Nullable String version, Instant startedAt, @Nullable Slots slots, @Nullable List<String> workerGroups,
			@Nullable String workerState, @Nullable Summary summary, @Nullable Boolean safeToStop,
			List<StopReason> reasons) {
	}

	/**
	 * What an instance says of itself.
	 *
	 * @param stores null where it does not tell
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Summary(String status, Map<String, String> components, @Nullable String commit,
			@Nullable List<Stores> stores) {
	}

	/**
	 * The copies of stores that an instance has of a Kafka Streams application.
	 *
	 * @param restoring partitions of stores that it reads back; null when unknown
	 * @param tasks of which it has all stores; null when unknown
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Stores(String applicationId, int standbyReplicas, @Nullable Integer restoring,
			@Nullable List<String> tasks) {
	}

	/**
	 * An instance that could not be asked.
	 *
	 * @param reason one word
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record UnreachableMember(String id, @Nullable String managementUrl, String reason, String detail) {
	}

}
