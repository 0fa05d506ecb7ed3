package io.windhover.management.storage;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeLogDirsResult;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class BrokerDisksTests {

	private final Admin admin = mock(Admin.class);

	@Test
	void aDirectoryThatIsOfflineHidesNoOther() throws Exception {
		describes(Map.of("/a", directory(null, 7), "/b", directory(offline(), 0), "/c", directory(null, 5)));
		BrokerDisks.Disks disks = look();
		assertThat(disks.topics()).isEqualTo(Map.of("own", 12L));
		assertThat(disks.volumes()).extracting(Volume::where).containsExactlyInAnyOrder("broker 1, /a", "broker 1, /c");
		assertThat(disks.unknown()).endsWith("broker 1, /b: KafkaStorageException: it is offline");
	}

	@Test
	void whereNoneCanBeReadNothingIsKnown() {
		describes(Map.of("/a", directory(offline(), 0)));
		assertThatExceptionOfType(KafkaStorageException.class).isThrownBy(this::look)
			.withMessageContaining("broker 1, /a");
	}

	@Test
	void whereAllCanBeReadNothingIsUnknown() throws Exception {
		describes(Map.of("/a", directory(null, 7)));
		assertThat(look().unknown()).isNull();
	}

	private BrokerDisks.Disks look() throws Exception {
		try (BrokerDisks disks = new BrokerDisks(() -> this.admin, "own"::equals, Duration.ofSeconds(1))) {
			return disks.look();
		}
	}

	private void describes(Map<String, LogDirDescription> directories) {
		DescribeClusterResult cluster = mock(DescribeClusterResult.class);
		given(cluster.nodes()).willReturn(KafkaFuture.completedFuture(List.of(new Node(1, "host", 9092))));
		given(this.admin.describeCluster()).willReturn(cluster);
		DescribeLogDirsResult answer = mock(DescribeLogDirsResult.class);
		given(answer.allDescriptions()).willReturn(KafkaFuture.completedFuture(Map.of(1, directories)));
		given(this.admin.describeLogDirs(any())).willReturn(answer);
	}

	private static ApiException offline() {
		return new KafkaStorageException("it is offline");
	}

	private static LogDirDescription directory(@Nullable ApiException error, long bytes) {
		return new LogDirDescription(error, (error != null) ? Map.of() : Map.of(new TopicPartition("own", 0),
				new ReplicaInfo(bytes, 0, false), new TopicPartition("other", 0), new ReplicaInfo(100, 0, false)));
	}

}
