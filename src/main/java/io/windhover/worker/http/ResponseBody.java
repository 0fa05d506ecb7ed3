package io.windhover.worker.http;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The body of a response, in memory or in a file.
 */
final class ResponseBody {

	private final byte[] bytes;

	private final @Nullable Path file;

	private final long size;

	private ResponseBody(byte[] bytes, @Nullable Path file, long size) {
		this.bytes = bytes;
		this.file = file;
		this.size = size;
	}

	static ResponseBody of(byte[] bytes) {
		return new ResponseBody(bytes, null, bytes.length);
	}

	static ResponseBody of(Path file, long size) {
		return new ResponseBody(new byte[0], file, size);
	}

	/** None where it is in a file. */
	byte[] bytes() {
		return this.bytes;
	}

	@Nullable Path file() {
		return this.file;
	}

	long size() {
		return this.size;
	}

}
