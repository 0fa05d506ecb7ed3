package io.windhover.scheduler.topology;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.windhover.execution.trace.Tracing;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.flow.template.Templates;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Role;
import io.windhover.plugin.TriggerPlugin;
import io.windhover.scheduler.PollingTriggerType;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.SchedulerProperties;
import io.windhover.scheduler.TriggerCommands;
import io.windhover.scheduler.trigger.PluginTrigger;
import io.windhover.secret.SecretSources;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import io.windhover.topic.maintenance.MaintenanceMode;
import io.windhover.topic.streams.StreamsFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.SCHEDULER)
@EnableConfigurationProperties(SchedulerProperties.class)
class SchedulerConfiguration {

	private static final int SEND_SECONDS = 30;

	/**
	 * Not a default candidate: Spring Boot makes its own executor only where no other
	 * offers itself.
	 */
	@Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
	ThreadPoolExecutor schedulerEvaluators(SchedulerProperties properties) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("windhover-evaluator-");
		// an evaluation that hangs does not hold up the end of the process
		factory.setDaemon(true);
		ThreadPoolExecutor threads = new ThreadPoolExecutor(properties.evaluators(), properties.evaluators(), 1,
				TimeUnit.MINUTES, new ArrayBlockingQueue<>(properties.evaluatorQueue()), factory);
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	@Bean
	ListenerList<SchedulerListener> schedulerListeners(ObjectProvider<SchedulerListener> listeners) {
		return new ListenerList<>(listeners.orderedStream().toList());
	}

	@Bean
	TriggerCommands triggerCommands(Publisher publisher, Topics topics) {
		return (command) -> publisher.send(topics.triggerCommands(), command.namespace() + "/" + command.flowId(),
				command);
	}

	@Bean
	Evaluations evaluations(ObjectProvider<PollingTriggerType<?>> types, ObjectProvider<TriggerPlugin<?>> plugins,
			ObjectProvider<SecretSources> secrets, Templates templates, ConfigurationBinder binder,
			@Qualifier("schedulerEvaluators") ThreadPoolExecutor threads, TriggerCommands commands,
			ListenerList<SchedulerListener> listeners, Clock clock) {
		List<PollingTriggerType<?>> all = new ArrayList<>(types.orderedStream().toList());
		plugins.stream().forEach((plugin) -> all.add(new PluginTrigger<>(plugin, templates, secrets.getObject())));
		return new Evaluations(all, binder::bind, threads,
				(outcome) -> commands.send(outcome)
					.toCompletableFuture()
					.orTimeout(SEND_SECONDS, TimeUnit.SECONDS)
					.join(),
				listeners, clock);
	}

	@Bean
	SchedulerState schedulerView(Evaluations evaluations, MaintenanceMode maintenance, Clock clock) {
		return new SchedulerState(evaluations, maintenance::isHolding, clock);
	}

	@Bean
	SchedulerTopology schedulerTopology(Topics topics, SchedulerProperties properties, SchedulerState schedulerState,
			Evaluations evaluations, Templates templates, ExpectationDefaults expectations,
			ListenerList<SchedulerListener> listeners, MaintenanceMode maintenance, ObjectProvider<Tracing> tracing,
			Clock clock) {
		return new SchedulerTopology(topics, properties, schedulerState, evaluations, templates, expectations,
				listeners, maintenance::isHolding, tracing.getIfAvailable(() -> Tracing.OFF), clock);
	}

	@Bean
	StreamsBuilderFactoryBean schedulerStreams(StreamsFactory factory, SchedulerTopology topology,
			SchedulerState schedulerState) {
		StreamsBuilderFactoryBean streams = factory.create(Role.SCHEDULER, topology);
		schedulerState.runs(() -> StreamsFactory.isRunning(streams));
		return streams;
	}

}
