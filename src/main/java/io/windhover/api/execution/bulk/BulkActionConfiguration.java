package io.windhover.api.execution.bulk;

import java.util.concurrent.ExecutorService;

import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class BulkActionConfiguration {

	@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
	ExecutorService actionThreads(ThreadPools pools) {
		return pools.bounded("windhover-api-actions", BulkActions.MOST);
	}

}
