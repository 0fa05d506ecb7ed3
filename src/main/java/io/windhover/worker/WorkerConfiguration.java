package io.windhover.worker;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import io.windhover.cluster.Identity;
import io.windhover.execution.CurrentSpan;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.file.FileStore;
import io.windhover.flow.ConfigurationBinder;
import io.windhover.flow.WorkerGroup;
import io.windhover.flow.template.Templates;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.InstanceProperties;
import io.windhover.instance.Role;
import io.windhover.plugin.TaskPlugin;
import io.windhover.topic.ClientListener;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.LossyPublisher;
import io.windhover.topic.Publisher;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.TopicTail;
import io.windhover.topic.Topics;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import io.windhover.worker.share.Intake;
import io.windhover.worker.share.ShareGroup;
import io.windhover.worker.share.ShareTaker;
import io.windhover.worker.share.SlotShare;
import io.windhover.worker.share.Slots;
import io.windhover.worker.task.TaskType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The thread pools are beans so that management finds them, but stand in for no other.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WORKER)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {

	private static final String NAME = "windhover-worker";

	@Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
	ExecutorService workerTasks(WorkerProperties properties) {
		return TaskThreads.tasks(properties.slots());
	}

	@Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
	ScheduledExecutorService workerTimer() {
		return TaskThreads.timer();
	}

	@Bean
	Slots workerSlots(WorkerProperties properties) {
		return new Slots(properties.slots(), properties.groups());
	}

	@Bean
	ServedGroups servedGroups(WorkerProperties properties) {
		return new ServedGroups(properties.groups());
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
	Results results(Publisher publisher, Topics topics, Instance instance, Identity identity, Clock clock) {
		return new Results(publisher, topics, worker(instance), identity::isFenced, clock);
	}

	/**
	 * Listeners are looked up when there is something to tell, because they may need the
	 * view of the worker.
	 */
	@Bean
	AttemptRunner attemptRunner(@Qualifier("workerTasks") ExecutorService threads, WorkerProperties properties,
			Attempts attempts, Deadlines deadlines, Results results, AttemptContexts contexts,
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
	DurationEstimator durationEstimator() {
		return new DurationEstimator();
	}

	@Bean
	ScratchDirectories scratchDirectories(InstanceProperties properties, Instance instance) {
		return new ScratchDirectories(properties.dataDirectory(), instance.id());
	}

	@Bean
	WorkerListeners workerListeners(ObjectProvider<WorkerListener> listeners) {
		return new WorkerListeners(() -> listeners.orderedStream().toList());
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

	/** A thread and a client for each worker group, which share the slots. */
	@Bean
	JobTakers jobTakers(WorkerProperties properties, TopicProperties topicProperties, Topics topics,
			KafkaClients clients, Slots slots, Intakes intakes, ObjectProvider<ClientListener> clientListeners) {
		return new JobTakers(properties.groups().stream().map((name) -> {
			SlotShare share = slots.share(name);
			Topic<Job> jobs = topics.taskJobs(name);
			boolean isDefault = name.equals(WorkerGroup.DEFAULT);
			ShareGroup group = new ShareGroup(clients, isDefault ? NAME : NAME + "-group-" + name,
					topicProperties.prefix() + "worker" + WorkerGroup.suffix(name), jobs.name());
			return new ShareTaker(group, share, properties.pollSize(), intakes.of(jobs, share),
					clientListeners::orderedStream);
		}).toList());
	}

	@Bean
	Intakes jobIntakes(DeadLetters deadLetters, Attempts attempts, AttemptRunner runner, Results results,
			DurationEstimator estimator, Clock clock) {
		return (jobs, share) -> new JobIntake(jobs, share, attempts, runner, results, deadLetters, estimator, clock);
	}

	@Bean
	Worker worker(Instance instance, InstanceProperties instanceProperties, WorkerProperties properties, Slots slots,
			Attempts attempts, Deadlines deadlines, Results results, JobTakers taker, ScratchDirectories scratch,
			KafkaClients clients, DeadLetters deadLetters, Topics topics) {
		return new Worker(worker(instance), slots, attempts, deadlines, results, taker,
				(handler) -> new TopicTail(NAME + "-commands", clients, deadLetters, false,
						List.of(new TopicTail.Subscription<>(topics.workerCommands(), handler))),
				properties.drainTimeout(), new DrainMark(instanceProperties.dataDirectory(), instance.id()), scratch);
	}

	@Bean
	LiveWorkerView workerView(Worker worker, Slots slots, Attempts attempts, WorkerProperties properties, Clock clock) {
		return new LiveWorkerView(worker, slots, attempts,
				new StuckDetector(properties.stuckAfter(), properties.stuckFloor(), clock), properties.groups());
	}

	private static InstanceRef worker(Instance instance) {
		return new InstanceRef(instance.id(), instance.incarnation());
	}

	/**
	 * Makes what takes the jobs of a worker group.
	 */
	interface Intakes {

		Intake of(Topic<Job> jobs, SlotShare slots);

	}

}
