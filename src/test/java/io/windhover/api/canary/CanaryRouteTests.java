package io.windhover.api.canary;

import java.time.Instant;

import io.windhover.execution.flow.TriggerCommand;
import io.windhover.topic.PartitionCount;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CanaryRouteTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 4, 32 })
	void flowAndExecutionAreOfThePartition(int partitions) {
		for (int partition = 0; partition < partitions; partition++) {
			CanaryRoute route = CanaryRoute.through(partition, partitions);
			TriggerCommand.Fire fire = route.fire(Instant.EPOCH);
			assertThat(PartitionCount.partition(route.flow().toString(), partitions)).isEqualTo(partition);
			assertThat(PartitionCount.partition(route.executionId(), partitions)).isEqualTo(partition);
			assertThat(route.executionId())
				.isEqualTo(TriggerCommand.Fire.executionId(fire.triggerKey(), fire.requestId()));
			assertThat(CanaryRoute.through(partition, partitions).executionId()).isNotEqualTo(route.executionId());
		}
	}

}
