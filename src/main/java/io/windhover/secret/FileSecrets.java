package io.windhover.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.windhover.plugin.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in a directory with one file for each, as Kubernetes mounts them; read anew for
 * each attempt, because it changes them in place.
 */
record FileSecrets(Path directory) implements SecretSource {

	private static final int MAX_BYTES = 64 * 1024;

	@Override
	public String description() {
		return "the directory " + this.directory;
	}

	@Override
	public @Nullable String find(String name) throws IOException {
		Path file = this.directory.resolve(name);
		if (!Files.isRegularFile(file)) {
			return null;
		}
		try (InputStream input = Files.newInputStream(file)) {
			byte[] bytes = input.readNBytes(MAX_BYTES + 1);
			if (bytes.length > MAX_BYTES) {
				throw new IOException("its file has more than %d bytes".formatted(MAX_BYTES));
			}
			return withoutLineEnd(new String(bytes, StandardCharsets.UTF_8));
		}
	}

	/** Editors and shells add one that is not part of the secret. */
	private static String withoutLineEnd(String text) {
		if (text.endsWith("\r\n")) {
			return text.substring(0, text.length() - 2);
		}
		return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
	}

}
