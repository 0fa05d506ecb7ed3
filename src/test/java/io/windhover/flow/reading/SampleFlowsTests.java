package io.windhover.flow.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.flow.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SampleFlowsTests {

	private static final Path DIRECTORY = Path.of("src/main/resources/samples/flows");

	static List<Path> samples() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.filter((each) -> each.toString().endsWith(".yaml")).sorted().toList();
		}
	}

	@Test
	void thereAreEnough() throws IOException {
		assertThat(samples()).hasSizeGreaterThanOrEqualTo(7);
	}

	@ParameterizedTest
	@MethodSource("samples")
	void sampleIsReadAndNamedLikeItsFile(Path file) throws IOException {
		Flow flow = TestDefinitions.reader().read(file.toString(), Files.readString(file));
		assertThat(flow.namespace()).isEqualTo("demo");
		assertThat(file.getFileName()).hasToString(flow.id() + ".yaml");
	}

}
