package io.windhover.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The content of an object, whose failures are those of files.
 */
final class BucketStream extends FilterInputStream {

	BucketStream(InputStream content) {
		super(content);
	}

	@Override
	public int read() throws IOException {
		try {
			return this.in.read();
		}
		catch (SdkException ex) {
			throw failure(ex);
		}
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		try {
			return this.in.read(bytes, offset, length);
		}
		catch (SdkException ex) {
			throw failure(ex);
		}
	}

	@Override
	public long skip(long count) throws IOException {
		try {
			return this.in.skip(count);
		}
		catch (SdkException ex) {
			throw failure(ex);
		}
	}

	private static IOException failure(SdkException cause) {
		if (cause instanceof AbortedException) {
			InterruptedIOException interrupted = new InterruptedIOException("interrupted while it read from a bucket");
			interrupted.initCause(cause);
			return interrupted;
		}
		return new IOException(cause.getMessage(), cause);
	}

}
