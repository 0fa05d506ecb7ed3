package io.windhover.secret;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

import io.windhover.flow.input.SecretName;
import io.windhover.plugin.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * All places that hold secrets; the first that has one gives it.
 */
public final class SecretSources {

	private final Supplier<List<SecretSource>> sources;

	/**
	 * Asks these, in their order.
	 */
	public SecretSources(Supplier<List<SecretSource>> sources) {
		this.sources = sources;
	}

	/**
	 * The value of a secret.
	 * @throws IllegalArgumentException naming the secret when no source has it, or one
	 * fails
	 */
	public String require(String name) {
		if (!SecretName.isValid(name)) {
			throw new IllegalArgumentException("the name of a secret has letters, digits, '_', '.' and '-' only");
		}
		List<SecretSource> all = this.sources.get();
		for (SecretSource source : all) {
			String value = find(source, name);
			if (value != null) {
				return value;
			}
		}
		throw new IllegalArgumentException("there is no secret '%s'; add it to %s".formatted(name,
				String.join(" or ", all.stream().map((source) -> place(source, name)).toList())));
	}

	/** Where a source would have a secret. */
	private static String place(SecretSource source, String name) {
		return (source instanceof EnvironmentSecrets) ? EnvironmentSecrets.variable(name) : source.description();
	}

	private static @Nullable String find(SecretSource source, String name) {
		try {
			return source.find(name);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(
					"secret '%s' cannot be read from %s: %s".formatted(name, source.description(), ex.getMessage()),
					ex);
		}
		catch (RuntimeException ex) { // neither message nor cause, which may hold the
										// source's own credentials
			throw new IllegalArgumentException("secret '%s' cannot be read: %s failed with %s".formatted(name,
					source.getClass().getName(), ex.getClass().getName()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while secret '%s' was read".formatted(name), ex);
		}
	}

}
