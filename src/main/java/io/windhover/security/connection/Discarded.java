package io.windhover.security.connection;

import java.nio.ByteBuffer;

import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Takes bytes that nobody reads.
 */
class Discarded implements ApplicationBufferHandler {

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	@Override
	public void setByteBuffer(ByteBuffer buffer) {
		this.buffer = buffer;
	}

	@Override
	public ByteBuffer getByteBuffer() {
		return this.buffer;
	}

	@Override
	public void expand(int size) {
		// the protocol brings its own buffer
	}

}
