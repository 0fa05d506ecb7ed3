package io.windhover;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A package has no more files than a reader can survey.
 */
class PackageSizesTests {

	/** About 20; a new file in a package that is full is a reason to split it. */
	private static final int MOST = 22;

	@Test
	void noPackageHasMoreFilesThanAReaderCanSurvey() throws IOException {
		assertThat(HouseFigures.of(Path.of("src/main/java")).packagesOfMoreThan(MOST)).isEmpty();
	}

}
