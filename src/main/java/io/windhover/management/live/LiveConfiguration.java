package io.windhover.management.live;

import java.time.Clock;

import io.windhover.executor.ExecutorView;
import io.windhover.instance.ThreadPools;
import io.windhover.management.Sampler;
import io.windhover.management.streams.StreamsClients;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

	@Bean
	LiveEvents liveEvents() {
		return new LiveEvents();
	}

	@Bean
	LiveLags liveLags(StreamsClients clients, ObjectProvider<Sampler> sampler, Clock clock) {
		return new LiveLags(clients, sampler, clock);
	}

	@Bean
	LiveSampler liveSampler(LiveEvents events, LiveLags lags, ObjectProvider<ExecutorView> executor,
			ObjectProvider<WorkerView> worker, ThreadPools pools, Clock clock) {
		return new LiveSampler(events, lags, executor, worker, pools, clock, System::nanoTime);
	}

}
