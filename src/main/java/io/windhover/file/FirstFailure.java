package io.windhover.file;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What failed first of many deletions, none of which stops the others.
 */
final class FirstFailure {

	private static final Logger logger = LoggerFactory.getLogger(FirstFailure.class);

	private @Nullable IOException first;

	void add(IOException failure) {
		logger.debug("Not deleted", failure);
		if (this.first == null) {
			this.first = failure;
		}
	}

	void throwIfAny() throws IOException {
		if (this.first != null) {
			throw this.first;
		}
	}

}
