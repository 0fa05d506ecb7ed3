package io.windhover.management.cluster;

import java.time.Clock;
import java.util.concurrent.ExecutorService;

import io.windhover.cluster.ClusterProperties;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.PeerRequests;
import io.windhover.instance.Instance;
import io.windhover.management.StoreCopies;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.info.GitProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

	@Bean
	Peers peers(InstanceRegistry registry, Instance instance, ObjectProvider<HealthEndpoint> health,
			ObjectProvider<GitProperties> git, StoreCopies copies, PeerRequests requests,
			@Qualifier("clusterThreads") ExecutorService clusterThreads, ClusterProperties properties, Clock clock) {
		PeerClient client = new PeerClient(requests, properties.deadline());
		return new Peers(registry, instance, client, new OwnSummary(health, git, copies), clusterThreads, properties,
				clock);
	}

}
