package io.windhover.cluster;

import java.time.Clock;

import io.windhover.instance.FenceListener;
import io.windhover.instance.IncarnationFile;
import io.windhover.instance.Instance;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Phases;
import io.windhover.instance.PortUrls;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.StartupStep;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RegistryConfiguration {

	@Bean
	Identity identity(Instance instance, IncarnationFile file, ObjectProvider<FenceListener> listeners) {
		return new Identity(instance, file, () -> new ListenerList<>(listeners.orderedStream().toList()));
	}

	@Bean
	InstanceRegistry instanceRegistry(Topics topics, KafkaClients clients, DeadLetters deadLetters,
			TopicProperties properties, Identity identity, Clock clock) {
		return new InstanceRegistry(topics, clients, deadLetters, properties, identity, clock);
	}

	@Bean
	Neighbours neighbours(InstanceRegistry registry, Instance instance, Clock clock) {
		return new Neighbours(registry, instance, clock);
	}

	@Bean
	TopicFollower instanceRegistryTail(InstanceRegistry registry) {
		return registry.tail();
	}

	@Bean
	OwnHeartbeat ownHeartbeat(Instance instance, Identity identity, Topics topics, Publisher publisher,
			ObjectProvider<WorkerStatus> worker, ObjectProvider<ExecutorStatus> executor, PortUrls urls,
			MaintenanceMode maintenance, ObjectProvider<BuildProperties> build, Clock clock) {
		return new OwnHeartbeat(instance, identity, topics.instances(), publisher, worker, executor, urls, maintenance,
				build.getIfAvailable(), clock);
	}

	@Bean
	IdentityClaim identityClaim(Identity identity, OwnHeartbeat heartbeat, TopicProperties properties) {
		return new IdentityClaim(identity, heartbeat, properties.heartbeatInterval());
	}

	@Bean
	Heartbeats heartbeats(Identity identity, OwnHeartbeat heartbeat, InstanceRegistry registry,
			TopicProperties properties, ThreadPools pools) {
		return new Heartbeats(identity, heartbeat, registry, properties, pools);
	}

	/**
	 * For a process that was fenced while its roles started.
	 */
	@Bean
	StartupStep lateFence(Identity identity) {
		return new StartupStep(Phases.INTAKE) {

			@Override
			protected void run() {
				identity.tellListeners();
			}

		};
	}

}
