package io.windhover.management.storage;

import java.nio.charset.StandardCharsets;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OwnerTests {

	@Test
	void flowIsThatOfTheRecordAndNotOfWhatItHolds() {
		assertThat(of(
				"{\"inputs\": {\"namespace\": \"x\", \"flowId\": [\"y\"]}, \"flowId\": \"f\", \"namespace\": \"n\"}"))
			.isEqualTo(new FlowKey("n", "f"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7", "[]", "{\"namespace\": \"n\"", "{\"namespace\": \"n\"}",
			"{\"namespace\": \"n\", \"flowId\": 7}", "\u0000\u0001" })
	void whatNamesNoFlowHasNone(String value) {
		assertThat(of(value)).isNull();
	}

	private static @Nullable FlowKey of(String value) {
		return Owner.of(value.getBytes(StandardCharsets.UTF_8));
	}

}
