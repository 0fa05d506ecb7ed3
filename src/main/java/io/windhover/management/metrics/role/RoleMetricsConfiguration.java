package io.windhover.management.metrics.role;

import java.time.Clock;

import io.windhover.api.ApiView;
import io.windhover.event.EventsView;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.management.Sampler;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.Topics;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RoleMetricsConfiguration {

	@Bean
	@ConditionalOnRole(Role.API)
	ApiMetrics apiMetrics(MetricsProperties properties, ObjectProvider<ApiView> view) {
		return new ApiMetrics(properties, view);
	}

	@Bean
	@ConditionalOnRole(Role.API)
	WebhookMetrics webhookMetrics(FlowMeters flows, MetricsProperties properties) {
		return new WebhookMetrics(flows, properties);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	WorkerMetrics workerMetrics(FlowMeters flows, MetricsProperties properties, ServedGroups groups,
			ObjectProvider<WorkerView> view) {
		return new WorkerMetrics(flows, properties, new ServedTasks(groups), view);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	WorkerGauges workerGauges(MetricsProperties properties, ServedGroups groups, ObjectProvider<WorkerView> view) {
		return new WorkerGauges(properties, groups, view);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	WorkerQueueMetrics workerQueueMetrics(MetricsProperties properties, ServedGroups groups) {
		return new WorkerQueueMetrics(properties, groups);
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	TaskMeters taskMeters(FlowMeters flows, MetricsProperties properties, ServedGroups groups,
			ObjectProvider<TaskDefinition<?>> types) {
		return new TaskMeters(flows, properties, new ServedTasks(groups), types.orderedStream());
	}

	@Bean
	@ConditionalOnRole(Role.EXECUTOR)
	ExecutorMetrics executorMetrics(FlowMeters flows, MetricsProperties properties, ObjectProvider<ExecutorView> view,
			ObjectProvider<CurrentSpan> span) {
		return new ExecutorMetrics(flows, properties, view, span.getIfAvailable(() -> CurrentSpan.NONE));
	}

	@Bean
	@ConditionalOnRole(Role.EXECUTOR)
	ExecutorStateMetrics executorStateMetrics(MetricsProperties properties, ObjectProvider<ExecutorView> view,
			Clock clock) {
		return new ExecutorStateMetrics(properties, view, clock);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	SchedulerMetrics schedulerMetrics(FlowMeters flows, MetricsProperties properties,
			ObjectProvider<SchedulerView> view) {
		return new SchedulerMetrics(flows, properties, view);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	FlowHistoryMetrics flowHistoryMetrics(FlowMeters flows, MetricsProperties properties,
			ObjectProvider<SchedulerView> view, ExpectationDefaults expectations, Clock clock) {
		return new FlowHistoryMetrics(flows, properties, view, expectations, clock);
	}

	@Bean
	@ConditionalOnRole(Role.SCHEDULER)
	SchedulerGauges schedulerGauges(MetricsProperties properties, ObjectProvider<SchedulerView> view, Clock clock) {
		return new SchedulerGauges(properties, view, clock);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	IndexerMetrics indexerMetrics(FlowMeters flows, MetricsProperties properties) {
		return new IndexerMetrics(flows, properties);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	IndexerStateMetrics indexerStateMetrics(MetricsProperties properties, Sampler sampler, Topics topics) {
		return new IndexerStateMetrics(properties, sampler, topics);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	EventMetrics eventMetrics(MetricsProperties properties, ObjectProvider<EventsView> events, Clock clock) {
		return new EventMetrics(properties, events, clock);
	}

	@Bean
	@ConditionalOnRole(Role.API)
	CanaryMetrics canaryMetrics(MetricsProperties properties) {
		return new CanaryMetrics(properties);
	}

}
