package io.windhover.repository.elasticsearch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import io.windhover.execution.json.Json;
import io.windhover.repository.RepositorySize;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Draws from a server that has two days of log lines, each of which was written twice:
 * the odd numbers have a document, three quarters of them on the second day.
 */
class IndexSizesTests {

	private static final String STATS = """
			{"indices": {"w-logs-2026.03.01": {"shards": {"0": [%s, %s]}},
			             "w-logs-2026.03.02": {"shards": {"0": [%s]}}, "w-logs-2026.03.03": {"shards": {"0": [%s]}}}}
			""".formatted(shard(true, 199, 100), shard(false, 199, 100), shard(true, 599, 300), shard(true, -1, 0));

	private final ElasticsearchClient client = mock(ElasticsearchClient.class);

	private @Nullable JsonNode search;

	@Test
	void documentsAreDrawnByTheirNumbersEachAsLikelyAsAnyOther() {
		given(this.client.send(anyString(), anyString(), any(), any())).willAnswer(this::answer);
		given(this.client.send(anyString(), anyString())).willReturn(answer("{}"));
		IndexSizes sizes = new IndexSizes(this.client, new Indices("w"), new Random(4));
		int second = 0;
		for (int i = 0; i < 50; i++) {
			List<RepositorySize.DocumentSize> sample = sample(sizes.size(64));
			assertThat(sample).hasSizeBetween(40, 64);
			second += (int) sample.stream().filter((each) -> each.flowId().equals("w-logs-2026.03.02")).count();
			assertThat(String.valueOf(this.search)).contains("_seq_no").doesNotContain("score");
		}
		assertThat(second).isBetween((int) (0.7 * 50 * 62), (int) (0.8 * 50 * 64));
	}

	@Test
	void emptyIndicesAreNotSearched() {
		given(this.client.send(anyString(), anyString(), any(), any())).willReturn(answer("{}"));
		given(this.client.send(anyString(), anyString())).willReturn(answer("{}"));
		assertThat(new IndexSizes(this.client, new Indices("w"), new Random(4)).size(64).kinds())
			.allSatisfy((kind) -> assertThat(kind.sample()).isEmpty());
	}

	private static List<RepositorySize.DocumentSize> sample(RepositorySize size) {
		return size.kinds().stream().filter((kind) -> kind.kind().equals("logs")).findFirst().orElseThrow().sample();
	}

	private ElasticsearchResponse answer(InvocationOnMock call) {
		String path = call.getArgument(1);
		if (!path.startsWith("/w-logs-")) {
			return answer("{}");
		}
		if (path.endsWith("/_stats/docs")) {
			return answer(STATS);
		}
		if (!path.endsWith("/_search")) {
			return answer("{}");
		}
		this.search = Json.mapper().valueToTree(call.<Map<String, Object>>getArgument(3));
		String hits = this.search.at("/query/bool/should")
			.valueStream()
			.map((each) -> each.at("/bool/filter"))
			.flatMap((filter) -> filter.at("/1/terms/_seq_no")
				.valueStream()
				.filter((number) -> number.asLong() % 2 == 1)
				.map((number) -> "{\"_source\": {\"namespace\": \"n\", \"flowId\": %s}}"
					.formatted(filter.at("/0/term/_index"))))
			.collect(Collectors.joining(", "));
		return answer("{\"hits\": {\"hits\": [%s]}}".formatted(hits));
	}

	private static ElasticsearchResponse answer(String body) {
		return new ElasticsearchResponse("GET /", "server", 200, body.getBytes(StandardCharsets.UTF_8));
	}

	private static String shard(boolean primary, long last, long documents) {
		return "{\"routing\": {\"primary\": %s}, \"docs\": {\"count\": %d}, \"seq_no\": {\"max_seq_no\": %d}}"
			.formatted(primary, documents, last);
	}

}
