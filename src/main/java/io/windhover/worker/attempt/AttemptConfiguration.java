package io.windhover.worker.attempt;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import io.windhover.cluster.Identity;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.file.FileStore;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.flow.template.Templates;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.InstanceProperties;
import io.windhover.instance.Role;
import io.windhover.plugin.TaskPlugin;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import io.windhover.topic.LossyPublisher;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import io.windhover.worker.WorkerListeners;
import io.windhover.worker.WorkerProperties;
import io.windhover.worker.task.TaskType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The thread pools are beans so that management finds them, but stand in for no other.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WORKER)
class AttemptConfiguration {

	@Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
	ExecutorService workerTasks(WorkerProperties properties) {
		return TaskThreads.tasks(properties.slots());
	}

	@Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
	ScheduledExecutorService workerTimer() {
		return TaskThreads.timer();
	}

	@Bean
	Attempts attempts() {
		return new Attempts();
	}

	@Bean
	Deadlines deadlines(@Qualifier("workerTimer") ScheduledExecutorService timer) {
		return new Deadlines(timer);
	}

	@Bean
	ResultPublisher results(Publisher publisher, Topics topics, Instance instance, Identity identity, Clock clock) {
		return new ResultPublisher(publisher, topics, new InstanceRef(instance.id(), instance.incarnation()),
				identity::isFenced, clock);
	}

	/**
	 * Listeners are looked up when there is something to tell, because they may need the
	 * view of the worker.
	 */
	@Bean
	AttemptRunner attemptRunner(@Qualifier("workerTasks") ExecutorService threads, WorkerProperties properties,
			Attempts attempts, Deadlines deadlines, ResultPublisher results, AttemptContexts contexts,
			ObjectProvider<TaskType<?>> types, ObjectProvider<TaskPlugin<?>> plugins, Templates templates,
			ConfigurationBinder binder, WorkerListeners listeners, ObjectProvider<CurrentSpan> span, Clock clock) {
		List<TaskType<?>> all = new ArrayList<>(types.stream().toList());
		plugins.stream().forEach((plugin) -> all.add(new PluginTask<>(plugin)));
		TaskTypes taskTypes = new TaskTypes(all, templates, binder::bind);
		TaskWork work = new TaskWork(taskTypes, contexts, properties.maxOutputs().toBytes());
		return new AttemptRunner(threads, attempts, work, results, deadlines, listeners,
				span.getIfAvailable(() -> CurrentSpan.NONE), clock);
	}

	@Bean
	ScratchDirectories scratchDirectories(InstanceProperties properties, Instance instance) {
		return new ScratchDirectories(properties.dataDirectory(), instance.id());
	}

	@Bean
	AttemptContexts attemptContexts(WorkerProperties properties, LossyPublisher publisher, Topics topics,
			WorkerListeners listeners, SecretSources secrets, ScratchDirectories scratch, FileStore files,
			Clock clock) {
		AttemptLog.Sender sender = (line) -> publisher.send(topics.logs(), line.executionId(), line);
		return (job, type) -> {
			UsedSecrets used = new UsedSecrets(secrets);
			AttemptLog log = new AttemptLog(job, sender, listeners, clock, properties.maxLogLines(),
					properties.maxLogSize().toBytes());
			AttemptFiles own = new AttemptFiles(job, used, files);
			return new AttemptContext(job, log, new AttemptMetrics(job, type, listeners), new AttemptFacts(), used,
					scratch, own, new AttemptDirectory(own, scratch, log), new AttemptChange(),
					properties.maxProcesses());
		};
	}

}
