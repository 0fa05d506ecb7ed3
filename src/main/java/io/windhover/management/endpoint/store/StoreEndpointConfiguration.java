package io.windhover.management.endpoint.store;

import io.windhover.indexer.IndexerView;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.Sampler;
import io.windhover.management.StreamsRestarts;
import io.windhover.management.live.LiveSampler;
import io.windhover.management.operation.Operations;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.streams.StreamsClients;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StoreEndpointConfiguration {

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	@ConditionalOnAvailableEndpoint
	IndexerEndpoint indexerEndpoint(IndexerView view, Sampler sampler, Instance instance) {
		return new IndexerEndpoint(view, sampler, instance);
	}

	@Bean
	@Conditional(OnStreamsRole.class)
	@ConditionalOnAvailableEndpoint
	KafkaStreamsEndpoint kafkaStreamsEndpoint(StreamsClients clients, Sampler sampler) {
		return new KafkaStreamsEndpoint(clients, sampler);
	}

	@Bean
	@Conditional(OnStreamsRole.class)
	@ConditionalOnAvailableEndpoint
	KafkaStreamsEndpointWebExtension kafkaStreamsEndpointWebExtension(KafkaStreamsEndpoint endpoint,
			StreamsClients clients, StreamsRestarts restarts, Operations operations) {
		return new KafkaStreamsEndpointWebExtension(endpoint, clients, restarts, operations);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	StorageEndpoint storageEndpoint(StorageSampler sampler, Instance instance) {
		return new StorageEndpoint(sampler, instance);
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	SamplesEndpoint samplesEndpoint(LiveSampler sampler, Instance instance) {
		return new SamplesEndpoint(sampler, instance);
	}

}
