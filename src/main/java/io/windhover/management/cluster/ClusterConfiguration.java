package io.windhover.management.cluster;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.windhover.role.Instance;
import io.windhover.role.ThreadPools;
import io.windhover.topic.InstanceRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.info.GitProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import javax.net.ssl.SSLParameters;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClusterProperties.class)
class ClusterConfiguration {

	private static final String THREADS = "windhover-cluster";

	/** Requests do not block them, but to look up the name of a host does. */
	private static final int MAX_THREADS = 32;

	@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
	ExecutorService clusterThreads(ThreadPools pools) {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, THREADS);
					thread.setDaemon(true);
					return thread;
				});
		threads.allowCoreThreadTimeOut(true);
		return pools.add(THREADS, threads);
	}

	@Bean
	Peers peers(InstanceRegistry registry, Instance instance, ObjectProvider<HealthEndpoint> health,
			ObjectProvider<GitProperties> git, ObjectProvider<SslBundles> bundles,
			@Qualifier("clusterThreads") ExecutorService clusterThreads, ClusterProperties properties, Clock clock) {
		PeerClient client = new PeerClient(client(clusterThreads, bundles, properties), properties);
		return new Peers(registry, instance, client, new OwnSummary(health, git), clusterThreads, properties, clock);
	}

	/**
	 * A client that follows no redirect and no proxy: it asks the address that a
	 * heartbeat names and no other.
	 */
	static HttpClient client(ExecutorService threads, ObjectProvider<SslBundles> bundles,
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

}
