package io.windhover.worker.intake;

import java.time.Clock;
import java.util.List;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.flow.WorkerGroup;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.InstanceProperties;
import io.windhover.instance.Role;
import io.windhover.topic.ClientListener;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.worker.WorkerListener;
import io.windhover.worker.WorkerListeners;
import io.windhover.worker.WorkerProperties;
import io.windhover.worker.attempt.AttemptRunner;
import io.windhover.worker.attempt.Attempts;
import io.windhover.worker.attempt.Deadlines;
import io.windhover.worker.attempt.ResultPublisher;
import io.windhover.worker.attempt.ScratchDirectories;
import io.windhover.worker.share.Intake;
import io.windhover.worker.share.JobConsumer;
import io.windhover.worker.share.ShareGroup;
import io.windhover.worker.share.SlotShare;
import io.windhover.worker.share.Slots;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WORKER)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {

	private static final String NAME = "windhover-worker";

	@Bean
	Slots workerSlots(WorkerProperties properties) {
		return new Slots(properties.slots(), properties.groups());
	}

	@Bean
	ServedGroups servedGroups(WorkerProperties properties) {
		return new ServedGroups(properties.groups());
	}

	@Bean
	DurationEstimator durationEstimator() {
		return new DurationEstimator();
	}

	@Bean
	WorkerListeners workerListeners(ObjectProvider<WorkerListener> listeners) {
		return new WorkerListeners(() -> listeners.orderedStream().toList());
	}

	/** A thread and a client for each worker group, which share the slots. */
	@Bean
	JobConsumers jobConsumers(WorkerProperties properties, TopicProperties topicProperties, Topics topics,
			KafkaClients clients, Slots slots, Intakes intakes, ObjectProvider<ClientListener> clientListeners) {
		return new JobConsumers(properties.groups().stream().map((name) -> {
			SlotShare share = slots.share(name);
			Topic<Job> jobs = topics.taskJobs(name);
			boolean isDefault = name.equals(WorkerGroup.DEFAULT);
			ShareGroup group = new ShareGroup(clients, isDefault ? NAME : NAME + "-group-" + name,
					topicProperties.prefix() + "worker" + WorkerGroup.suffix(name), jobs.name());
			return new JobConsumer(group, share, properties.pollSize(), intakes.of(jobs, share),
					clientListeners::orderedStream);
		}).toList());
	}

	@Bean
	Intakes jobIntakes(DeadLetters deadLetters, Attempts attempts, AttemptRunner runner, ResultPublisher results,
			DurationEstimator estimator, Clock clock) {
		return (jobs, share) -> new JobIntake(jobs, share, attempts, runner, results, deadLetters, estimator, clock);
	}

	@Bean
	Worker worker(Instance instance, InstanceProperties instanceProperties, WorkerProperties properties, Slots slots,
			Attempts attempts, Deadlines deadlines, ResultPublisher results, JobConsumers taker,
			ScratchDirectories scratch, KafkaClients clients, DeadLetters deadLetters, Topics topics) {
		return new Worker(worker(instance), slots, attempts, deadlines, results, taker,
				(handler) -> new TopicFollower(NAME + "-commands", clients, deadLetters, false,
						List.of(new TopicFollower.Subscription<>(topics.workerCommands(), handler))),
				properties.drainTimeout(), new DrainFlag(instanceProperties.dataDirectory(), instance.id()), scratch);
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
