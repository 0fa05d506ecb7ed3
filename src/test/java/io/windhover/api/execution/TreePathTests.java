package io.windhover.api.execution;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TreePathTests {

	@ParameterizedTest
	@CsvSource({ "say, say, , ", "steps.say, steps/say, steps, ", "each[3].say, each/say, each, 3",
			"each~2[13].say, each/say, each, 13", "load~2.fetch, load/fetch, load, ",
			"load~2.each[0].say, load/each/say, load~2.each, 0", "load~2.each~3[0].say, load/each/say, load~2.each, 0",
			"out[1].in[2].say, out/in/say, out[1].in, 2", "~2.hold, hold, , ", "~2.each[1].say, each/say, ~2.each, 1" })
	void placeInTheTreeFollowsFromThePath(String path, String tasks, String parent, Integer iteration) {
		TreePath read = TreePath.of(path);
		assertThat(String.join("/", read.tasks())).isEqualTo(tasks);
		assertThat(read.parent()).isEqualTo(parent);
		assertThat(read.iteration()).isEqualTo(iteration);
	}

}
