package io.windhover;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A simple name exists once, so that a reader who meets it knows which one it is.
 */
class SimpleNamesTests {

	@Test
	void simpleNameExistsOnce() throws IOException {
		assertThat(HouseFigures.of(Path.of("src/main/java")).namesThatExistTwice()).isEmpty();
	}

}
