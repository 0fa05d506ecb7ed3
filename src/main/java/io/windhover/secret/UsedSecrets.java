package io.windhover.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import io.windhover.flow.template.SecretLookup;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that one attempt has used, which are masked in all that leaves it. Each
 * keeps its first value until the attempt ends.
 */
public final class UsedSecrets implements SecretLookup {

	/** Of all values together, since the memory of the mask grows with them. */
	static final int MAX_BYTES = 128 * 1024;

	private final SecretSources sources;

	private final Map<String, String> values = new ConcurrentHashMap<>();

	private volatile Built built = new Built(0, SecretMask.of());

	/**
	 * Uses none yet.
	 */
	public UsedSecrets(SecretSources sources) {
		this.sources = sources;
	}

	@Override
	public String secret(String name) {
		return this.values.computeIfAbsent(name, this::read);
	}

	private String read(String name) {
		String value = this.sources.require(name);
		long bytes = Stream.concat(this.values.values().stream(), Stream.of(value))
			.mapToLong((each) -> each.getBytes(StandardCharsets.UTF_8).length)
			.sum();
		if (bytes > MAX_BYTES) {
			throw new IllegalArgumentException(
					"with secret '%s' the task uses %d bytes of secrets, more than the %d that it may use"
						.formatted(name, bytes, MAX_BYTES));
		}
		return value;
	}

	/**
	 * Whether none was used, so that nothing needs a mask.
	 */
	public boolean isEmpty() {
		return this.values.values().stream().allMatch(String::isEmpty);
	}

	/**
	 * A text without the secrets in it.
	 */
	public String mask(String text) {
		return isEmpty() ? text : mask().apply(text);
	}

	/**
	 * The same of a text that was cut off, where its end may be part of a secret.
	 */
	public String maskCut(String text) {
		return isEmpty() ? text : mask().applyToCut(text);
	}

	private SecretMask mask() {
		Built current = this.built;
		if (current.count() < this.values.size()) {
			List<String> all = List.copyOf(this.values.values());
			current = new Built(all.size(), SecretMask.of(all.toArray(String[]::new)));
			this.built = current;
		}
		return current.mask();
	}

	/**
	 * Outputs without the secrets in them, however deep, names included.
	 */
	public Map<String, Object> mask(Map<String, Object> outputs) {
		if (isEmpty()) {
			return outputs;
		}
		Map<String, Object> masked = new LinkedHashMap<>();
		outputs.forEach((key, value) -> masked.put(mask(key), maskNested(value)));
		return masked;
	}

	@SuppressWarnings("NullAway") // the values of outputs may be null, as JSON has it
	private Object maskNested(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, Object> masked = new LinkedHashMap<>();
			map.forEach((key, each) -> masked.put(mask(String.valueOf(key)), maskNested(each)));
			return masked;
		}
		if (value instanceof Iterable<?> list) {
			List<Object> masked = new ArrayList<>();
			list.forEach((each) -> masked.add(maskNested(each)));
			return masked;
		}
		if (value == null || value instanceof Boolean) {
			return value;
		}
		if (!(value instanceof CharSequence || value instanceof Number)) {
			// what it holds is seen in its JSON only
			return maskNested(Json.mapper().readValue(Json.mapper().writeValueAsBytes(value), Object.class));
		}
		String text = value.toString();
		String masked = mask(text);
		return (value instanceof CharSequence || !masked.equals(text)) ? masked : value;
	}

	/**
	 * A mask.
	 *
	 * @param count how many secrets it knows; there are never fewer
	 */
	private record Built(int count, SecretMask mask) {
	}

}
