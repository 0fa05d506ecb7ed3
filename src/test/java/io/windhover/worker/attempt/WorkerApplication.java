package io.windhover.worker.attempt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.windhover.execution.Job;
import io.windhover.execution.TaskResult;
import io.windhover.system.FreePorts;
import io.windhover.topic.ClientListener;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.Topics;
import io.windhover.worker.WorkerListener;
import io.windhover.worker.WorkerView;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * A process with the worker role alone, an embedded broker, and a task type that counts.
 */
public final class WorkerApplication implements AutoCloseable {

	public final List<TaskResult> results = new CopyOnWriteArrayList<>();

	private final Map<String, Job> wanted = new ConcurrentHashMap<>();

	private final ConfigurableApplicationContext context;

	private final TopicFollower follower;

	private WorkerApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.follower = new TopicFollower("test-results", get(KafkaClients.class), get(DeadLetters.class), true,
				List.of(new TopicFollower.Subscription<>(topics().taskResults(), (message, result) -> {
					if (result != null) {
						this.results.add(result);
						dispatchAgain(result);
					}
				})));
		this.follower.start();
	}

	public static WorkerApplication start(Path data, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("windhover.roles=worker", "windhover.data-directory=" + data, "windhover.topics.partitions=4"));
		all.addAll(List.of(properties));
		// given twice, it would be a list
		if (all.stream().noneMatch((each) -> each.startsWith("windhover.broker.port="))) {
			all.add("windhover.broker.port=" + FreePorts.next());
		}
		// as arguments, because they must win over the application's own file
		return new WorkerApplication(new SpringApplicationBuilder(Parts.class).web(WebApplicationType.NONE)
			.run(all.stream().map((each) -> "--" + each).toArray(String[]::new)));
	}

	public <T> T get(Class<T> type) {
		return this.context.getBean(type);
	}

	public Topics topics() {
		return get(Topics.class);
	}

	public TestTasks.Counting tasks() {
		return get(TestTasks.Counting.class);
	}

	void submit(List<Job> jobs) {
		CompletableFuture
			.allOf(jobs.stream()
				.map((job) -> get(Publisher.class).send(topics().taskJobs(), job.taskRunId(), job))
				.toArray(CompletableFuture<?>[]::new))
			.join();
	}

	public void submit(String taskRunId, Map<String, Object> configuration) {
		submit(List.of(TestTasks.job(taskRunId, configuration, null)));
	}

	/**
	 * Submits jobs and does with them what the executor does: dispatches again what comes
	 * back. The fetch of a share session that is closed to take fewer at once may have
	 * had it, so that the worker sees it for the second time.
	 */
	public void submitUntilTheyRun(List<Job> jobs) {
		jobs.forEach((job) -> this.wanted.put(job.taskRunId(), job));
		submit(jobs);
	}

	public void submitUntilItRuns(String taskRunId, Map<String, Object> configuration) {
		submitUntilTheyRun(List.of(TestTasks.job(taskRunId, configuration, null)));
	}

	private void dispatchAgain(TaskResult result) {
		Job job = this.wanted.get(result.taskRunId());
		if (job != null && result instanceof TaskResult.Returned) {
			submit(List.of(job));
		}
	}

	public <R extends TaskResult> List<R> results(Class<R> type) {
		return this.results.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** What a failed test holds would try to report itself for ever. */
	@Override
	public void close() {
		tasks().gate.countDown();
		try {
			Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> get(WorkerView.class).running().isEmpty());
		}
		catch (ConditionTimeoutException ex) {
			// the worker gives it back, or not: the test has failed already
		}
		this.follower.stop();
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ComponentScan({ "io.windhover.flow", "io.windhover.instance", "io.windhover.topic", "io.windhover.cluster",
			"io.windhover.secret", "io.windhover.file", "io.windhover.worker" })
	@ImportAutoConfiguration({ KafkaAutoConfiguration.class, ValidationAutoConfiguration.class })
	static class Parts {

		@Bean
		TestTasks.Counting counting() {
			return new TestTasks.Counting();
		}

		@Bean
		Clients clients() {
			return new Clients();
		}

	}

	/**
	 * What was told of the share consumer and of log lines.
	 */
	public static class Clients implements ClientListener, WorkerListener {

		public final AtomicLong dropped = new AtomicLong();

		public final List<String> told = new CopyOnWriteArrayList<>();

		@Override
		public void clientOpened(String clientId, Supplier<Map<MetricName, ? extends Metric>> metrics) {
			this.told.add(metrics.get().isEmpty() ? "no metrics" : "opened");
		}

		@Override
		public void lineDropped(Job job) {
			this.dropped.incrementAndGet();
		}

		@Override
		public void clientClosed(String clientId) {
			this.told.add("closed");
		}

	}

	public static final Duration PATIENCE = Duration.ofMinutes(3);

}
