package io.windhover.management.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.windhover.file.FilesSize;
import io.windhover.repository.RepositorySize;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one look at everything.
 *
 * @param took how long the look took
 * @param topics bytes by topic, all replicas together; null where they are not known
 * @param stores of this instance; null where they are not known
 * @param repository null where it is not known
 * @param files null where they are not known
 * @param volumes the disks, with how they fill
 * @param flows what each flow takes of topics, repository and files
 * @param namespaces what the flows of each namespace take together
 * @param estimatedOf bytes of which the flows have their part
 * @param errors why something is not known, or only a part of it, by its kind
 */
public record StorageSample(Instant sampledAt, Duration took, @Nullable Map<String, Long> topics,
		@Nullable List<StoreSize> stores, @Nullable RepositorySize repository, @Nullable FilesSize files,
		List<Filling> volumes, List<FlowStorage> flows, List<NamespaceStorage> namespaces, long estimatedOf,
		Map<StorageKind, String> errors) {

	/**
	 * The bytes of each kind that is known.
	 */
	public Map<StorageKind, Long> bytes() {
		Map<StorageKind, Long> bytes = new EnumMap<>(StorageKind.class);
		if (this.topics != null) {
			bytes.put(StorageKind.TOPICS, this.topics.values().stream().mapToLong(Long::longValue).sum());
		}
		if (this.stores != null) {
			bytes.put(StorageKind.STORES, this.stores.stream().mapToLong(StoreSize::bytes).sum());
		}
		if (this.repository != null) {
			bytes.put(StorageKind.REPOSITORY, this.repository.bytes());
		}
		if (this.files != null) {
			bytes.put(StorageKind.FILES, this.files.bytes());
		}
		return bytes;
	}

	/**
	 * A disk.
	 *
	 * @param forecast null while it is too early to tell, and where its room is not known
	 */
	public record Filling(Volume volume, @Nullable Forecast forecast) {
	}

}
