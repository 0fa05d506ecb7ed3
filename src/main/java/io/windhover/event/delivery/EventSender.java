package io.windhover.event.delivery;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.flow.WebhookSignature;
import io.windhover.http.Failures;
import io.windhover.secret.SecretSources;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of one subscription, and follows no redirect. What it says of a
 * failure holds neither the whole address nor what the receiver answers.
 */
class EventSender {

	private static final int OK = 200;

	private static final int MULTIPLE_CHOICES = 300;

	private static final int LEAST_ERROR = 400;

	private final Subscription subscription;

	private final SecretSources secrets;

	private final ExecutorService threads;

	private final HttpClient client;

	EventSender(Subscription subscription, SecretSources secrets, ExecutorService threads) {
		this.subscription = subscription;
		this.secrets = secrets;
		this.threads = threads;
		this.client = HttpClient.newBuilder()
			.executor(threads)
			.connectTimeout(subscription.timeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.version(HttpClient.Version.HTTP_1_1)
			.build();
	}

	/**
	 * Sends an event, on threads of its own from the beginning to what follows.
	 * @return completes about within the timeout: exceptionally with an
	 * {@link IOException} unless the receiver took it
	 */
	CompletableFuture<@Nullable Void> send(Delivery delivery) {
		return CompletableFuture.supplyAsync(() -> request(delivery), this.threads)
			.thenCompose(this::exchange)
			.handleAsync(this::taken, this.threads);
	}

	/**
	 * The timeout of a request ends with the head of its answer; only to cancel what was
	 * sent closes the connection.
	 */
	private CompletableFuture<HttpResponse<Void>> exchange(HttpRequest request) {
		CompletableFuture<HttpResponse<Void>> sent = this.client.sendAsync(request, (head) -> new NoBody());
		return sent.copy()
			.orTimeout(this.subscription.timeout().toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((response, ex) -> {
				if (ex != null) {
					sent.cancel(true);
				}
			});
	}

	private @Nullable Void taken(@Nullable HttpResponse<Void> response, @Nullable Throwable failure) {
		if (response == null) {
			throw new CompletionException(explain(failure));
		}
		int status = response.statusCode();
		if (status < OK || status >= MULTIPLE_CHOICES) {
			String what = (status >= MULTIPLE_CHOICES && status < LEAST_ERROR) ? "redirects, which is not followed"
					: "refuses it";
			throw new CompletionException(new RefusedException(
					"%s answers with status %d: it %s".formatted(this.subscription.target(), status, what), status,
					response.headers().firstValue("Retry-After").orElse("")));
		}
		return null;
	}

	private IOException explain(@Nullable Throwable thrown) {
		Throwable cause = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (cause instanceof TimeoutException
				|| (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException))) {
			return new IOException(
					"%s has not answered within %s".formatted(this.subscription.target(), this.subscription.timeout()));
		}
		if (cause instanceof IllegalArgumentException) {
			// of the secret
			return new IOException(cause.getMessage());
		}
		return Failures.explain(this.subscription.uri(), (cause != null) ? cause : new IOException("no answer"));
	}

	private HttpRequest request(Delivery delivery) {
		OutgoingEvent event = delivery.event();
		byte[] body = this.subscription.isForSlack() ? SlackMessage.of(event) : delivery.message().value();
		HttpRequest.Builder request = HttpRequest.newBuilder(this.subscription.uri())
			.timeout(this.subscription.timeout())
			.setHeader("Content-Type",
					this.subscription.isForSlack() ? "application/json; charset=UTF-8" : OutgoingEvent.MEDIA_TYPE)
			.setHeader("User-Agent", "windhover")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		String secret = this.subscription.secret();
		if (secret != null) {
			WebhookSignature signature = new WebhookSignature(secret, WebhookSignature.HEADER,
					WebhookSignature.Algorithm.SHA256, WebhookSignature.Encoding.HEX);
			String key = this.secrets.require(secret);
			if (key.isEmpty()) {
				throw new IllegalArgumentException("secret '%s' is empty".formatted(secret));
			}
			request.setHeader(signature.header(), signature.header(body, key));
		}
		return request.build();
	}

	/**
	 * The receiver answered, and did not take the event.
	 */
	static final class RefusedException extends IOException {

		private final int status;

		private final String retryAfter;

		RefusedException(String message, int status, String retryAfter) {
			super(message);
			this.status = status;
			this.retryAfter = retryAfter;
		}

		/**
		 * Whether it will never take this event, as far as its status says.
		 */
		boolean isForGood() {
			return this.status == 400 || this.status == 413 || this.status == 415 || this.status == 422;
		}

		/**
		 * How long it asks to wait; none where it does not, or in another form.
		 */
		Duration retryAfter() {
			return this.retryAfter.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(this.retryAfter))
					: Duration.ZERO;
		}

	}

	/** Reads a short body to its end, so that the connection stays, and no long one. */
	private static final class NoBody implements HttpResponse.BodySubscriber<Void> {

		private static final int MOST_BUFFERS = 16;

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		private Flow.@Nullable Subscription body;

		private int buffers;

		@Override
		public CompletionStage<Void> getBody() {
			return this.end;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.body = subscription;
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		@SuppressWarnings("NullAway") // that is what Void is
		public void onNext(List<ByteBuffer> items) {
			this.buffers += items.size();
			if (this.buffers > MOST_BUFFERS && this.body != null) {
				this.body.cancel();
				this.end.complete(null);
			}
		}

		@Override
		public void onError(Throwable throwable) {
			this.end.completeExceptionally(throwable);
		}

		@Override
		@SuppressWarnings("NullAway") // that is what Void is
		public void onComplete() {
			this.end.complete(null);
		}

	}

}
