package io.windhover.worker.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

import io.windhover.http.Failures;
import io.windhover.http.Redirects;
import io.windhover.http.RequestParts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/**
 * Sends requests for all task types, which share its clients.
 */
@Component
class HttpSender {

	/** Of clients, each of which has a thread; one that is forgotten ends its own. */
	private static final int REMEMBERED = 16;

	private final ConcurrentLruCache<Key, HttpClient> clients = new ConcurrentLruCache<>(REMEMBERED,
			HttpSender::client);

	/**
	 * Sends a request and waits for its whole response.
	 * @throws HttpTimeoutException when the head of the response is not there in time
	 * @throws IOException that tells no more of an address than scheme, host and port
	 */
	HttpResponse<byte[]> send(HttpRequest request, SendOptions options) throws IOException, InterruptedException {
		return send(request, options, (info) -> new BoundedBody(options.maxResponseBytes()));
	}

	/**
	 * The same with a body of another kind.
	 */
	<T> HttpResponse<T> send(HttpRequest request, SendOptions options, BodyHandler<T> handler)
			throws IOException, InterruptedException {
		HttpRequest next = HttpRequest.newBuilder(request, (name, value) -> true)
			.timeout(options.responseTimeout())
			.version(RequestParts.version(request.uri()))
			.build();
		int redirects = 0;
		while (true) {
			HttpResponse<T> response = sendOnce(next, options, handler);
			Integer max = options.maxRedirects();
			HttpRequest redirected = (max != null) ? Redirects.next(next, response) : null;
			if (max == null || redirected == null) {
				return response;
			}
			if (redirects == max) {
				throw new IOException("%s redirects more than maxRedirects (%d) allows"
					.formatted(Failures.origin(request.uri()), max));
			}
			redirects++;
			next = redirected;
		}
	}

	private <T> HttpResponse<T> sendOnce(HttpRequest request, SendOptions options, BodyHandler<T> handler)
			throws IOException, InterruptedException {
		HttpConfiguration.Proxy proxy = options.proxy();
		try {
			return this.clients.get(new Key(options.connectTimeout(), proxy)).send(request, handler);
		}
		catch (HttpConnectTimeoutException ex) {
			throw through(proxy, Failures.explain(request.uri(), ex));
		}
		catch (HttpTimeoutException ex) {
			throw new HttpTimeoutException("%s has not answered within %s%s".formatted(Failures.origin(request.uri()),
					options.responseTimeout(), through(proxy)));
		}
		catch (IOException | IllegalArgumentException ex) {
			throw through(proxy, Failures.explain(request.uri(), ex));
		}
	}

	private static IOException through(HttpConfiguration.@Nullable Proxy proxy, IOException explained) {
		return (proxy == null) ? explained
				: new IOException(explained.getMessage() + through(proxy), explained.getCause());
	}

	private static String through(HttpConfiguration.@Nullable Proxy proxy) {
		return (proxy == null) ? "" : " (through the proxy %s:%d)".formatted(proxy.host(), proxy.port());
	}

	private static HttpClient client(Key key) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(key.connectTimeout());
		HttpConfiguration.Proxy proxy = key.proxy();
		if (proxy != null) {
			// resolved at each connection, because the client is kept
			builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
		}
		return builder.build();
	}

	private record Key(Duration connectTimeout, HttpConfiguration.@Nullable Proxy proxy) {
	}

}
