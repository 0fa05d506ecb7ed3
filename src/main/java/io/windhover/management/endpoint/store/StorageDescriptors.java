package io.windhover.management.endpoint.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How what fills the disks looks to who asks for it.
 */
public final class StorageDescriptors {

	private StorageDescriptors() {
	}

	/**
	 * What the last look found.
	 *
	 * @param sampledAt when that was; null before the first look
	 * @param took how long the look took
	 * @param instance whose state stores and directories these are
	 * @param bytes by kind; null where it is not known
	 * @param errors why something is not known, by kind
	 * @param topics the largest first; null where they are not known
	 * @param stores of this instance, the largest first; null where they are not known
	 * @param repository null where it is not known, or this instance does not use it
	 * @param files null where they are not known
	 * @param volumes the disks
	 * @param namespaces what each takes, the most first
	 * @param estimatedOf bytes of topics, repository and files of which the flows have
	 * their part
	 * @param count how many flows pass the filters
	 * @param flows one page of them, the one that takes the most first
	 * @param more whether there is a further page
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Storage(@Nullable Instant sampledAt, @Nullable Duration took, String instance,
			Map<String, @Nullable Long> bytes, Map<String, String> errors, @Nullable List<TopicSize> topics,
			@Nullable List<Store> stores, @Nullable RepositoryContent repository, @Nullable FilesContent files,
			List<Disk> volumes, List<NamespaceShare> namespaces, long estimatedOf, int count, List<FlowShare> flows,
			int page, int size, boolean more) implements OperationResponseBody {
	}

	/**
	 * A topic.
	 *
	 * @param bytes of all replicas
	 */
	public record TopicSize(String topic, long bytes) {
	}

	/**
	 * A state store of this instance.
	 */
	public record Store(String applicationId, String store, long bytes) {
	}

	/**
	 * The repository.
	 */
	public record RepositoryContent(String where, long bytes, List<RepositoryKind> kinds) {
	}

	/**
	 * The documents of one kind.
	 *
	 * @param estimated whether the bytes are from a sample
	 */
	public record RepositoryKind(String kind, long bytes, boolean estimated) {
	}

	/**
	 * The files of executions.
	 *
	 * @param whole false where there are more than were looked at
	 */
	public record FilesContent(long bytes, long files, boolean whole) {
	}

	/**
	 * A disk.
	 *
	 * @param kind what it is looked at for
	 * @param bytesPerDay by which what is free becomes less; null while it is too early
	 * to tell
	 * @param since when the first look was that the rate counts; null as above
	 * @param fullIn at this rate; null where it does not fill, or it is too early to tell
	 * @param fullAt the date of that
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Disk(String kind, String where, @Nullable Long totalBytes, @Nullable Long usableBytes,
			@Nullable Long bytesPerDay, @Nullable Instant since, @Nullable Duration fullIn, @Nullable Instant fullAt) {
	}

	/**
	 * What the flows of a namespace take, estimated.
	 *
	 * @param error half of the interval in which the bytes are in 95 of 100 cases; null
	 * where that is not known
	 * @param files bytes of files; null where this instance does not know whose they are
	 * @param filesError the same as the error, of those
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record NamespaceShare(String namespace, long bytes, @Nullable Long error, @Nullable Long files,
			@Nullable Long filesError) {
	}

	/**
	 * What a flow takes, estimated.
	 *
	 * @param error half of the interval in which the bytes are in 95 of 100 cases; null
	 * where that is not known
	 * @param part of what all flows have their part of
	 * @param files bytes of files; null where this instance does not know whose they are
	 * @param filesError the same as the error, of those
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record FlowShare(String namespace, String flowId, long bytes, @Nullable Long error, double part,
			@Nullable Long files, @Nullable Long filesError) {
	}

}
