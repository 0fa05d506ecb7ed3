package io.windhover.management.endpoint.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.file.FilesSize;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.FixedClock;
import io.windhover.management.storage.FlowStorage;
import io.windhover.management.storage.Forecast;
import io.windhover.management.storage.NamespaceStorage;
import io.windhover.management.storage.StorageKind;
import io.windhover.management.storage.StorageSample;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.storage.StoreSize;
import io.windhover.management.storage.Volume;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class StorageEndpointTests {

	private static final Instant AT = FixedClock.START;

	private final StorageSampler sampler = mock(StorageSampler.class);

	private final StorageEndpoint endpoint = new StorageEndpoint(this.sampler,
			new Instance("me", "1", Set.of(Role.INDEXER), AT));

	@Test
	void beforeTheFirstLookNothingIsKnown() {
		StorageDescriptors.Storage storage = this.endpoint.storage(null, null, null, null);
		assertThat(storage.sampledAt()).isNull();
		assertThat(storage.bytes()).containsOnlyKeys("topics", "stores", "repository", "files")
			.allSatisfy((kind, bytes) -> assertThat(bytes).isNull());
		assertThat(storage.topics()).isNull();
	}

	@Test
	void largestComesFirstAndFlowsAreFilteredAndPaged() {
		given(this.sampler.last()).willReturn(sample());
		StorageDescriptors.Storage storage = this.endpoint.storage("shop", null, "1", "1");
		assertThat(storage.instance()).isEqualTo("me");
		assertThat(storage.bytes()).containsEntry("topics", 30L)
			.containsEntry("stores", 9L)
			.containsEntry("repository", null)
			.containsEntry("files", 7L);
		assertThat(storage.errors()).containsExactly(Map.entry("repository", "refused"));
		assertThat(storage.topics()).extracting(StorageDescriptors.TopicSize::topic).containsExactly("b", "a");
		assertThat(storage.stores()).extracting(StorageDescriptors.Store::store).containsExactly("large", "small");
		assertThat(storage.count()).isEqualTo(2);
		assertThat(storage.flows())
			.containsExactly(new StorageDescriptors.FlowShare("shop", "carts", 10, null, 0.1, 3L, 1L));
		assertThat(storage.more()).isFalse();
		assertThat(storage.namespaces()).containsExactly(new StorageDescriptors.NamespaceShare("shop", 60, 4L, 3L, 1L));
		assertThat(this.endpoint.storage(null, "ledger", null, null).namespaces())
			.containsExactly(new StorageDescriptors.NamespaceShare("bank", 40, 4L, null, null));
		StorageDescriptors.Disk disk = storage.volumes().get(0);
		assertThat(disk.bytesPerDay()).isEqualTo(24);
		assertThat(disk.fullAt()).isEqualTo(AT.plus(Duration.ofDays(2)));
		assertThat(storage.volumes().get(1).since()).isNull();
	}

	@Test
	void whatIsNoNameOrNumberIsRefused() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.storage("no name", null, null, null));
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.storage(null, null, "-1", null));
	}

	private static StorageSample sample() {
		Volume disk = new Volume(StorageKind.STORES, "/data", "vda", 100L, 48L);
		return new StorageSample(AT, Duration.ofSeconds(1), Map.of("a", 10L, "b", 20L),
				List.of(new StoreSize("app", "small", 4), new StoreSize("app", "large", 5)), null,
				new FilesSize(7, 1, true, null, List.of()),
				List.of(new StorageSample.Filling(disk, new Forecast(AT, 24, Duration.ofDays(2))),
						new StorageSample.Filling(new Volume(StorageKind.TOPICS, "broker 1, /k", null, null, null),
								null)),
				List.of(new FlowStorage("shop", "orders", 50, 5L, 0L, null),
						new FlowStorage("bank", "ledger", 40, 4L, null, null),
						new FlowStorage("shop", "carts", 10, null, 3L, 1L)),
				List.of(new NamespaceStorage("shop", 60, 4L, 3L, 1L), new NamespaceStorage("bank", 40, 4L, null, null)),
				100, Map.of(StorageKind.REPOSITORY, "refused"));
	}

}
