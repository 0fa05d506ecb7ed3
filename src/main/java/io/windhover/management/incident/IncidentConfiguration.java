package io.windhover.management.incident;

import java.time.Clock;

import io.windhover.cluster.Identity;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.instance.Instance;
import io.windhover.instance.ThreadPools;
import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.LossyPublisher;
import io.windhover.topic.Publisher;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IncidentConfiguration {

	/** Of the lease: until then what moved with a partition has been found elsewhere. */
	private static final int ORPHAN_LEASES = 4;

	@Bean
	IncidentDirectory incidentDirectory(Topics topics, KafkaClients clients, DeadLetters deadLetters) {
		return new IncidentDirectory(topics, clients, deadLetters);
	}

	@Bean
	TopicFollower incidentDirectoryTail(IncidentDirectory directory) {
		return directory.tail();
	}

	@Bean
	Incidents incidents(IncidentDirectory directory, Topics topics, LossyPublisher lossy, Publisher publisher,
			Sampler sampler) {
		return new Incidents(directory, topics.incidents(), lossy, publisher, sampler::kafka);
	}

	@Bean
	Reporters incidentReporters(InstanceRegistry registry, Instance instance, TopicProperties topics, Clock clock) {
		return new Reporters(registry, instance, topics.lease(), clock);
	}

	@Bean
	IncidentWatch incidentWatch(ObjectProvider<IncidentSource> sources, Incidents incidents, Reporters reporters,
			TopicProperties topics, Identity identity, ManagementProperties properties, ThreadPools pools,
			Clock clock) {
		IncidentReview review = new IncidentReview(reporters, topics.lease().multipliedBy(ORPHAN_LEASES), clock);
		return new IncidentWatch(() -> sources.orderedStream().toList(), incidents, review, reporters,
				identity::isFenced, properties.sampleInterval(), pools, clock);
	}

}
