package io.windhover.plugin;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A place that holds secrets. Workers ask each bean of this type, in the order of the
 * beans, after the files and the environment. Implementations are thread-safe.
 */
public interface SecretSource {

	/**
	 * A name for people, used in error messages. It never fails and holds no secret.
	 */
	String description();

	/**
	 * Returns the current value of a secret, or null if this source does not have it.
	 * Called at most once for each secret of an attempt, which keeps the value. Any
	 * exception fails the attempt.
	 * @param name letters, digits, '_', '.' and '-'
	 * @throws IOException if the source does not answer; the error of the attempt shows
	 * its message, which therefore must not contain credentials. Of a
	 * {@link RuntimeException} the error shows only its class and that of the source, and
	 * its message and cause are discarded
	 */
	@Nullable String find(String name) throws IOException, InterruptedException;

}
