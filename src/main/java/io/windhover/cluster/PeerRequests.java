package io.windhover.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLParameters;

import io.windhover.execution.instance.Heartbeat;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Sends requests to the management ports of other instances, with the credentials and the
 * trust that the configuration gives.
 */
public class PeerRequests {

	private static final List<String> SCHEMES = List.of("http", "https");

	private final HttpClient client;

	private final Duration deadline;

	private final @Nullable String authorization;

	/**
	 * Makes a client that follows no redirect and no proxy: it asks the address that a
	 * heartbeat names and no other.
	 */
	public PeerRequests(ExecutorService threads, ObjectProvider<SslBundles> bundles, ClusterProperties properties) {
		this.client = client(threads, bundles, properties);
		this.deadline = properties.deadline();
		this.authorization = authorization(properties.username(), properties.password());
	}

	/**
	 * The URL below which an instance has its routes, with a slash at its end; null when
	 * it advertises none that is valid.
	 */
	public static @Nullable String routes(Heartbeat peer) {
		String url = peer.managementUrl();
		if (url == null) {
			return null;
		}
		try {
			URI address = URI.create(url);
			boolean valid = address.getScheme() != null && SCHEMES.contains(address.getScheme())
					&& address.getHost() != null && address.getRawQuery() == null;
			return !valid ? null : url.endsWith("/") ? url : url + "/";
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Asks for JSON.
	 * @param maxBody bytes above which an answer is given up
	 * @return completes by the deadline, exceptionally when there is no answer
	 */
	public CompletableFuture<HttpResponse<byte[]>> get(URI uri, int maxBody) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.timeout(this.deadline)
			.header("Accept", "application/json")
			.header("User-Agent", "windhover");
		if (this.authorization != null) {
			request.header("Authorization", this.authorization);
		}
		CompletableFuture<HttpResponse<byte[]>> sent = this.client.sendAsync(request.build(),
				(head) -> new LimitedBody(maxBody));
		// the timeout of a request ends with the head of its answer; only to cancel what
		// was sent closes the connection
		return sent.copy().orTimeout(this.deadline.toMillis(), TimeUnit.MILLISECONDS).whenComplete((response, ex) -> {
			if (ex != null) {
				sent.cancel(true);
			}
		});
	}

	private static HttpClient client(ExecutorService threads, ObjectProvider<SslBundles> bundles,
			ClusterProperties properties) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.executor(threads)
			.connectTimeout(properties.deadline())
			.followRedirects(HttpClient.Redirect.NEVER)
			.version(HttpClient.Version.HTTP_1_1)
			.proxy(HttpClient.Builder.NO_PROXY);
		String name = properties.sslBundle();
		if (name != null) {
			SslBundle bundle = bundles.getObject().getBundle(name);
			builder.sslContext(bundle.createSslContext());
			SSLParameters parameters = new SSLParameters();
			parameters.setCipherSuites(bundle.getOptions().getCiphers());
			parameters.setProtocols(bundle.getOptions().getEnabledProtocols());
			builder.sslParameters(parameters);
		}
		return builder.build();
	}

	private static @Nullable String authorization(@Nullable String username, @Nullable String password) {
		if (username == null) {
			return null;
		}
		String credentials = username + ":" + ((password != null) ? password : "");
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

}
