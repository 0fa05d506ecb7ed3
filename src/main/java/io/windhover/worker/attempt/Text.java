package io.windhover.worker.attempt;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bounds text by its size in UTF-8.
 */
final class Text {

	private static final int MAX_BYTES_OF_CHAR = 3;

	private Text() {
	}

	static String truncate(String text, int maxBytes) {
		if (text.length() <= maxBytes / MAX_BYTES_OF_CHAR) {
			return text;
		}
		CharBuffer chars = CharBuffer.wrap(text);
		StandardCharsets.UTF_8.newEncoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE)
			.encode(chars, ByteBuffer.allocate(maxBytes), true);
		return text.substring(0, chars.position());
	}

}
