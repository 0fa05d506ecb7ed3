package io.windhover.api.execution;

import java.time.Clock;
import java.util.concurrent.ExecutorService;

import io.windhover.api.web.ApiProperties;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.JobTopics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class ExecutionConfiguration {

	private static final String THREADS = "windhover-api-wait";

	/** They read how an execution stands once the wait for it is over. */
	private static final int MAX_THREADS = 8;

	private static final String EVENT_THREADS = "windhover-api-events";

	/** They look how executions stand that somebody follows. */
	private static final int MAX_EVENT_THREADS = 4;

	@Bean
	Backlog backlog(ApiProperties properties, Clock clock) {
		return new Backlog(properties.maxBacklog(), properties.maxWaitingJobs(), clock);
	}

	@Bean
	BacklogSampler backlogSampler(Backlog backlog, KafkaClients clients, ThreadPools pools, Topics topics,
			TopicProperties properties, JobTopics jobTopics, PartitionCount partitions) {
		return new BacklogSampler(backlog, clients, pools, topics, properties, jobTopics, partitions);
	}

	@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
	ExecutorService eventThreads(ThreadPools pools) {
		return pools.bounded(EVENT_THREADS, MAX_EVENT_THREADS);
	}

	@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
	ExecutorService waitThreads(ThreadPools pools) {
		return pools.bounded(THREADS, MAX_THREADS);
	}

}
