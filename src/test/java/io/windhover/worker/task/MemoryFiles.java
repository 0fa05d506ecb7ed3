package io.windhover.worker.task;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.windhover.flow.input.FileAddress;
import org.jspecify.annotations.Nullable;

/**
 * Files of up to 1,000 bytes in memory.
 */
public class MemoryFiles implements TaskFiles {

	/** By address. */
	public final Map<String, byte[]> all = new ConcurrentHashMap<>();

	/** All that were ever opened. */
	public final List<TrackedStream> opened = new CopyOnWriteArrayList<>();

	/**
	 * Adds a file.
	 * @return its address
	 */
	public String given(String name, String text) {
		String address = FileAddress.of("other", name).toString();
		this.all.put(address, text.getBytes(StandardCharsets.UTF_8));
		return address;
	}

	/**
	 * The text of a file that is kept.
	 */
	public String text(@Nullable Object address) {
		byte[] bytes = this.all.get(String.valueOf(address));
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : "none at " + address;
	}

	@Override
	public String keep(String name, InputStream content) throws IOException {
		String address = FileAddress.of("execution", "tasks/task/" + name).toString();
		this.all.put(address, content.readAllBytes());
		return address;
	}

	@Override
	public InputStream open(String address) throws IOException {
		TrackedStream stream = new TrackedStream(bytes(address));
		this.opened.add(stream);
		return stream;
	}

	@Override
	public long size(String address) throws IOException {
		return bytes(address).length;
	}

	private byte[] bytes(String address) throws IOException {
		byte[] bytes = this.all.get(address);
		if (bytes == null) {
			throw new IOException("there is no file " + address);
		}
		return bytes;
	}

	@Override
	public long maxSize() {
		return 1_000;
	}

	/**
	 * Knows whether it is closed.
	 */
	public static class TrackedStream extends ByteArrayInputStream {

		private volatile boolean closed;

		TrackedStream(byte[] bytes) {
			super(bytes);
		}

		public boolean isClosed() {
			return this.closed;
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
