package io.windhover.worker.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a response to a file up to a bound, and fails beyond it.
 */
class FileBody implements BodySubscriber<ResponseBody> {

	private final Path file;

	private final long max;

	private final String property;

	private final CompletableFuture<ResponseBody> body = new CompletableFuture<>();

	private @Nullable FileChannel channel;

	private @Nullable Subscription subscription;

	private long size;

	/**
	 * Writes to a file, over what is in it.
	 * @param property that sets the bound
	 */
	FileBody(Path file, long max, String property) {
		this.file = file;
		this.max = max;
		this.property = property;
	}

	@Override
	public CompletionStage<ResponseBody> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		try {
			this.channel = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					StandardOpenOption.TRUNCATE_EXISTING);
			subscription.request(1);
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		if (this.channel == null || this.subscription == null || this.body.isDone()) {
			return;
		}
		try {
			for (ByteBuffer buffer : buffers) {
				this.size += buffer.remaining();
				if (this.size > this.max) {
					throw new IOException(
							"the body of the response is larger than %d bytes (%s)".formatted(this.max, this.property));
				}
				while (buffer.hasRemaining()) {
					this.channel.write(buffer);
				}
			}
			this.subscription.request(1);
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	private void fail(IOException failure) {
		if (this.subscription != null) {
			this.subscription.cancel();
		}
		onError(failure);
	}

	@Override
	public void onError(Throwable cause) {
		try {
			close();
		}
		catch (IOException ex) {
			cause.addSuppressed(ex);
		}
		this.body.completeExceptionally(cause);
	}

	@Override
	public void onComplete() {
		try {
			close();
			this.body.complete(ResponseBody.of(this.file, this.size));
		}
		catch (IOException ex) {
			this.body.completeExceptionally(ex);
		}
	}

	private void close() throws IOException {
		if (this.channel != null) {
			this.channel.close();
		}
	}

}
