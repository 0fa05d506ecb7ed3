package io.windhover.executor.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * What the entry of an execution becomes when it ends: the instant as JSON, told from all
 * other entries by how it begins, because most of what a store holds may be markers and
 * parsing them would be what a restart waits for. That of an execution that was deleted
 * says so.
 */
public final class EndedMarker {

	private static final byte[] BEFORE = bytes("{\"endedAt\":\"");

	private static final byte[] AFTER = bytes("\"}");

	private static final byte[] AFTER_DELETED = bytes("\",\"deleted\":true}");

	private EndedMarker() {
	}

	static byte[] of(Instant endedAt) {
		return marker(endedAt, AFTER);
	}

	/**
	 * The marker of an execution that was deleted.
	 * @param endedAt from when it counts as old enough to be forgotten
	 */
	public static byte[] deleted(Instant endedAt) {
		return marker(endedAt, AFTER_DELETED);
	}

	private static byte[] marker(Instant endedAt, byte[] after) {
		byte[] instant = bytes(endedAt.toString());
		return ByteBuffer.allocate(BEFORE.length + instant.length + after.length)
			.put(BEFORE)
			.put(instant)
			.put(after)
			.array();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Whether an entry is the marker of an execution that was deleted.
	 */
	public static boolean isDeleted(byte[] value) {
		return is(value) && endsWith(value, AFTER_DELETED);
	}

	private static boolean endsWith(byte[] value, byte[] end) {
		int from = value.length - end.length;
		return from >= 0 && Arrays.equals(value, from, value.length, end, 0, end.length);
	}

	/**
	 * Whether an entry is any marker, judged by its first bytes.
	 */
	public static boolean is(byte[] value) {
		return value.length > BEFORE.length + AFTER.length
				&& Arrays.equals(value, 0, BEFORE.length, BEFORE, 0, BEFORE.length);
	}

	static Instant endedAt(byte[] value) {
		int after = isDeleted(value) ? AFTER_DELETED.length : AFTER.length;
		int length = value.length - BEFORE.length - after;
		return Instant.parse(new String(value, BEFORE.length, length, StandardCharsets.UTF_8));
	}

}
