package io.windhover.cluster.owner;

import java.time.Clock;
import java.util.concurrent.ExecutorService;

import io.windhover.cluster.ClusterProperties;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.PeerRequests;
import io.windhover.instance.Instance;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.PartitionCount;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClusterProperties.class)
class PeerConfiguration {

	private static final String THREADS = "windhover-cluster";

	/** Requests do not block them, but to look up the name of a host does. */
	private static final int MAX_THREADS = 32;

	@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
	ExecutorService clusterThreads(ThreadPools pools) {
		return pools.bounded(THREADS, MAX_THREADS);
	}

	@Bean
	PeerRequests peerRequests(@Qualifier("clusterThreads") ExecutorService clusterThreads,
			ObjectProvider<SslBundles> bundles, ClusterProperties properties) {
		return new PeerRequests(clusterThreads, bundles, properties);
	}

	@Bean
	ExecutionOwners executionOwners(ObjectProvider<OwnedExecutions> own, InstanceRegistry registry,
			PartitionCount partitions, Instance instance, PeerRequests requests,
			@Qualifier("clusterThreads") ExecutorService clusterThreads, Clock clock) {
		OwnerClient client = new OwnerClient(requests);
		return new ExecutionOwners(own, new OwnerDirectory(registry, instance, clock), partitions, client,
				clusterThreads);
	}

}
