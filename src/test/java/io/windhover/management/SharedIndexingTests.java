package io.windhover.management;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.cluster.Neighbours;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.indexer.IndexerView;
import io.windhover.instance.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class SharedIndexingTests {

	private final IndexerView indexer = mock(IndexerView.class);

	private final Neighbours neighbours = mock(Neighbours.class);

	private final SharedIndexing indexing = new SharedIndexing(this.indexer, this.neighbours);

	@Test
	void oneLineWhenOthersTakeDocumentsAndOneWhenNoneDoesAnyMore(CapturedOutput output) {
		given(this.indexer.isRepositoryEmbedded()).willReturn(true);
		Stream
			.of(List.<String>of(), List.of("b"), List.of("b"), List.of("b", "c"), List.<String>of(), List.<String>of())
			.forEach(this::sampledBeside);
		assertThat(output.toString().lines().filter((line) -> line.contains("SharedIndexing"))).satisfiesExactly(
				(one) -> assertThat(one).contains("WARN", "a part of the documents only: b takes the rest",
						"windhover.repository.type"),
				(two) -> assertThat(two).contains("WARN", "b, c take the rest"),
				(none) -> assertThat(none).contains("INFO", "only indexer again"));
	}

	@Test
	void commonRepositoryIsNoneOfIt(CapturedOutput output) {
		sampledBeside(List.of("b"));
		assertThat(output).doesNotContain("SharedIndexing");
	}

	private void sampledBeside(List<String> others) {
		given(this.neighbours.with(Role.INDEXER)).willReturn(others.stream()
			.map((id) -> new Heartbeat(new InstanceRef(id, "1"), Set.of(Role.INDEXER.id()), "host", null, 0, 0, null,
					Instant.EPOCH, Instant.EPOCH, "1"))
			.toList());
		this.indexing.sampled();
	}

}
