package io.windhover.worker.sql;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that only some drivers give.
 */
class SqlValuesTests {

	@Test
	void listsInWhateverFormAreLists() throws Exception {
		assertThat(SqlValues.plain(new int[] { 1, 2 }, 10)).isEqualTo(List.of(1, 2));
		assertThat(SqlValues.plain(new Object[] { "a", new long[] { 3 } }, 10)).isEqualTo(List.of("a", List.of(3L)));
		assertThat(SqlValues.plain(Arrays.asList("a", null), 10)).isEqualTo(Arrays.asList("a", null));
		assertThat(SqlValues.plain(new byte[] { 1 }, 10)).isEqualTo("AQ==");
	}

	@Test
	void addressesHaveNoSlash() throws Exception {
		assertThat(SqlValues.plain(InetAddress.getByName("192.0.2.1"), 10)).isEqualTo("192.0.2.1");
	}

	@Test
	void whatJsonDoesNotKnowIsText() throws Exception {
		UUID id = UUID.randomUUID();
		assertThat(SqlValues.plain(id, 10)).isEqualTo(id.toString());
	}

}
