package io.windhover.worker.intake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import io.windhover.execution.Job;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topic;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerSchemaException;
import io.windhover.worker.attempt.AttemptRunner;
import io.windhover.worker.attempt.Attempts;
import io.windhover.worker.attempt.ResultPublisher;
import io.windhover.worker.attempt.RunningAttempt;
import io.windhover.worker.share.Acknowledger;
import io.windhover.worker.share.Intake;
import io.windhover.worker.share.SlotShare;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns records into attempts: a job runs only after the executor can know that this
 * worker has it, and its record is given up before it runs. A job that only a newer
 * version understands goes back, and no more is taken: Kafka would deliver it here again
 * until its limit, and then to nobody.
 */
class JobIntake implements Intake {

	private static final Logger logger = LoggerFactory.getLogger(JobIntake.class);

	private final Topic<Job> topic;

	private final SlotShare slots;

	private final Attempts attempts;

	private final AttemptRunner runner;

	private final ResultPublisher results;

	private final DeadLetters deadLetters;

	private final DurationEstimator estimator;

	private final Clock clock;

	JobIntake(Topic<Job> topic, SlotShare slots, Attempts attempts, AttemptRunner runner, ResultPublisher results,
			DeadLetters deadLetters, DurationEstimator estimator, Clock clock) {
		this.topic = topic;
		this.slots = slots;
		this.attempts = attempts;
		this.runner = runner;
		this.results = results;
		this.deadLetters = deadLetters;
		this.estimator = estimator;
		this.clock = clock;
	}

	@Override
	public @Nullable NewerRecord take(ConsumerRecords<String, byte[]> messages, Acknowledger acknowledger) {
		List<Considered> all = new ArrayList<>(messages.count());
		messages.forEach((message) -> all.add(consider(message)));
		List<Considered> published = new ArrayList<>();
		List<Considered> failed = new ArrayList<>();
		for (Considered each : all) {
			(each.isPublished() ? published : failed).add(each);
		}
		Set<TopicPartition> unsure = settle(published, failed, acknowledger);
		published.forEach((each) -> each.ifAttempt((attempt) -> {
			if (unsure.contains(each.partition())) {
				this.runner.abandon(attempt, "its record could not be acknowledged");
			}
			else {
				this.runner.start(attempt);
			}
		}));
		failed.forEach((each) -> each
			.ifAttempt((attempt) -> this.runner.abandon(attempt, "its start could not be published")));
		return all.stream().map(Considered::newer).filter(Objects::nonNull).findFirst().orElse(null);
	}

	/**
	 * A broker that is killed forgets how often it delivered a record that is not
	 * acknowledged, so that the job would run again as if for the first time: it must not
	 * run before.
	 */
	private static Set<TopicPartition> settle(List<Considered> published, List<Considered> failed,
			Acknowledger acknowledger) {
		try {
			published.forEach((each) -> acknowledger.accept(each.message()));
			failed.forEach((each) -> acknowledger.release(each.message()));
			return acknowledger.commit();
		}
		catch (KafkaException ex) {
			logger.warn("Could not acknowledge {} jobs: {}", published.size(), String.valueOf(ex.getMessage()));
			return published.stream().map(Considered::partition).collect(Collectors.toSet());
		}
	}

	private Considered consider(ConsumerRecord<String, byte[]> message) {
		Job job;
		try {
			job = read(message);
		}
		catch (NewerSchemaException ex) {
			return new Considered(message, CompletableFuture.failedFuture(ex), null, NewerRecord.of(message, ex));
		}
		catch (RuntimeException ex) {
			return new Considered(message, this.deadLetters.add(message, ex), null);
		}
		if (this.attempts.knows(job)) {
			logger.debug("Task run {} attempt {} came again", job.taskRunId(), job.attempt());
			return new Considered(message, CompletableFuture.completedFuture(null), null);
		}
		if (message.deliveryCount().orElse((short) 1) > 1) {
			// it may run where it was delivered before: only the executor knows
			return new Considered(message, this.results.send(this.results.returned(job, "redelivered")), null);
		}
		return begin(message, job);
	}

	private Considered begin(ConsumerRecord<String, byte[]> message, Job job) {
		if (!this.slots.tryTake()) {
			return new Considered(message, CompletableFuture.failedFuture(new IllegalStateException("no slot")), null);
		}
		RunningAttempt attempt = new RunningAttempt(job, this.clock.instant(), this.estimator.estimate(job),
				this.slots);
		this.attempts.add(attempt);
		return new Considered(message, this.results.started(job, attempt.startedAt()), attempt);
	}

	private Job read(ConsumerRecord<String, byte[]> message) {
		Job job = this.topic.serde().deserializer().deserialize(message.topic(), message.headers(), message.value());
		Objects.requireNonNull(job, "a job without a value");
		Objects.requireNonNull(job.executionId(), "a job without an execution");
		Objects.requireNonNull(job.taskRunId(), "a job without a task run");
		Objects.requireNonNull(job.task(), "a job without a task");
		Objects.requireNonNull(job.variables(), "a job without variables");
		Objects.requireNonNull(job.queuedAt(), "a job without a time");
		return job;
	}

	/**
	 * A record, what must be acknowledged before it is settled, and what runs then.
	 */
	private record Considered(ConsumerRecord<String, byte[]> message, CompletableFuture<?> publication,
			@Nullable RunningAttempt attempt, @Nullable NewerRecord newer) {

		Considered(ConsumerRecord<String, byte[]> message, CompletableFuture<?> publication,
				@Nullable RunningAttempt attempt) {
			this(message, publication, attempt, null);
		}

		TopicPartition partition() {
			return new TopicPartition(this.message.topic(), this.message.partition());
		}

		boolean isPublished() {
			try {
				this.publication.get();
				return true;
			}
			catch (ExecutionException ex) {
				logger.warn("A job of {}-{} at offset {} goes back: {}", this.message.topic(), this.message.partition(),
						this.message.offset(), ex.getMessage());
				return false;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

		void ifAttempt(java.util.function.Consumer<RunningAttempt> action) {
			if (this.attempt != null) {
				action.accept(this.attempt);
			}
		}

	}

}
