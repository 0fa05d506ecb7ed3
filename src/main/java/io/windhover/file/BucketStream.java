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

	private final String bucket;

	BucketStream(InputStream content, String bucket) {
		super(content);
		this.bucket = bucket;
	}

	@Override
	public int read() throws IOException {
		try {
			return this.in.read();
		}
		catch (IOException | SdkException ex) {
			throw failure(ex);
		}
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		try {
			return this.in.read(bytes, offset, length);
		}
		catch (IOException | SdkException ex) {
			throw failure(ex);
		}
	}

	@Override
	public long skip(long count) throws IOException {
		try {
			return this.in.skip(count);
		}
		catch (IOException | SdkException ex) {
			throw failure(ex);
		}
	}

	/** A time-out of a read is no interruption, although Java's is one. */
	private IOException failure(Exception cause) {
		if (cause instanceof AbortedException) {
			InterruptedIOException interrupted = new InterruptedIOException("interrupted while it read from a bucket");
			interrupted.initCause(cause);
			return interrupted;
		}
		return S3FileStore.failure(this.bucket, cause);
	}

}
