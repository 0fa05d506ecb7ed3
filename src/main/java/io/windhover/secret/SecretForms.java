package io.windhover.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

import tools.jackson.databind.json.JsonMapper;

/**
 * The forms in which one secret may appear in a text: as it is, each of its lines,
 * encoded as Base64 at any position, as JSON and as part of an address.
 */
final class SecretForms {

	/** Of a line of a secret, or of an encoded form; a shorter one may be anything. */
	private static final int SHORTEST_PART = 6;

	private static final List<Base64.Encoder> BASE64 = List.of(Base64.getEncoder(), Base64.getUrlEncoder());

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private SecretForms() {
	}

	/**
	 * Gives each form to the consumer, some more than once.
	 * @param significant so many characters of a form are recognised by themselves, so
	 * that the lines that are as long need no forms of their own
	 */
	static void forEach(String value, int significant, Consumer<String> forms) {
		if (value.isEmpty()) {
			return;
		}
		forms.accept(value);
		addEncoded(value, forms);
		if (value.isBlank()) {
			return;
		}
		String stripped = value.strip();
		if (!stripped.equals(value)) {
			forms.accept(stripped);
			addEncoded(stripped, forms);
		}
		value.lines()
			.map(String::strip)
			.filter((line) -> line.length() >= SHORTEST_PART && line.length() < significant)
			.forEach((line) -> {
				forms.accept(line);
				addEncoded(line, forms);
			});
	}

	private static void addEncoded(String value, Consumer<String> forms) {
		byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
		for (Base64.Encoder encoder : BASE64) {
			for (int shift = 0; shift < 3; shift++) {
				addBase64(encoder, bytes, shift, forms);
			}
		}
		String json = JSON.writeValueAsString(value);
		addPart(json.substring(1, json.length() - 1), forms);
		String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
		addPart(encoded, forms);
		addPart(encoded.replace("+", "%20"), forms);
	}

	/**
	 * The characters that are the same whatever stands before and behind the secret, and
	 * those with nothing behind it.
	 * @param shift how many bytes of a group of three stand before it
	 */
	private static void addBase64(Base64.Encoder encoder, byte[] bytes, int shift, Consumer<String> forms) {
		byte[] shifted = new byte[shift + bytes.length];
		System.arraycopy(bytes, 0, shifted, shift, bytes.length);
		String encoded = encoder.encodeToString(shifted);
		int from = (shift * Byte.SIZE + 5) / 6;
		int to = shifted.length * Byte.SIZE / 6;
		if (from < to) {
			addPart(encoded.substring(from, to), forms);
			addPart(encoded.substring(from), forms);
		}
	}

	private static void addPart(String part, Consumer<String> forms) {
		if (part.length() >= SHORTEST_PART) {
			forms.accept(part);
		}
	}

}
