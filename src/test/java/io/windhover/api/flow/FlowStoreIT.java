package io.windhover.api.flow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

import io.windhover.api.web.ApiProperties;
import io.windhover.api.web.BoundedPublisher;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowRef;
import io.windhover.system.FreePorts;
import io.windhover.topic.flow.FlowDirectory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.web.ErrorResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two instances of the API that store one flow, and the scheduler that gives out its
 * revisions.
 */
class FlowStoreIT {

	private static final FlowKey KEY = new FlowKey("demo", "shared");

	private static final int ROUNDS = 10;

	private final int port = FreePorts.next();

	private final Path directory;

	FlowStoreIT(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void sourcesStoredAtOneMomentByTwoInstancesGetRevisionsOfTheirOwn() {
		try (ConfigurableApplicationContext one = start("one", "scheduler,api", "--windhover.broker.port=" + this.port);
				ConfigurableApplicationContext other = startOther()) {
			List<Flow> stored = new ArrayList<>();
			for (int round = 0; round < ROUNDS; round++) {
				stored.addAll(storeAtOnce(one, other, round));
			}
			assertThat(stored).extracting(Flow::revision)
				.doesNotHaveDuplicates()
				.allMatch((revision) -> revision >= 1 && revision <= 2 * ROUNDS);
			for (ConfigurableApplicationContext each : List.of(one, other)) {
				Awaitility.await()
					.untilAsserted(() -> assertThat(stored)
						.allSatisfy((flow) -> assertThat(revision(each, flow.ref())).isEqualTo(flow.source())));
			}
			FlowStore.Stored again = store(other, source("last"));
			assertThat(store(one, source("last")))
				.isEqualTo(new FlowStore.Stored(again.flow().changedBy(String.valueOf(find(one).change())), false));
			one.getBean(FlowStore.class).delete(KEY);
			Awaitility.await().until(() -> other.getBean(FlowDirectory.class).find(KEY) == null);
			FlowStore.Stored anew = store(other, source("last"));
			assertThat(anew.created()).isTrue();
			assertThat(anew.flow().revision()).isEqualTo(2 * ROUNDS + 2);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(one.getBean(FlowDirectory.class).revisions(KEY)).extracting(Flow::revision)
							.isSortedAccordingTo(Comparator.reverseOrder())
							.startsWith(anew.flow().revision())
							.contains(again.flow().revision()));
		}
	}

	@Test
	void withoutASchedulerNothingIsStoredThenOrLater() {
		try (ConfigurableApplicationContext broker = start("one", "api", "--windhover.broker.port=" + this.port);
				ConfigurableApplicationContext other = startOther("--windhover.flows.store-timeout=1s")) {
			assertThatExceptionOfType(ErrorResponseException.class).isThrownBy(() -> store(other, source("lost")))
				.satisfies((problem) -> assertThat(problem.getBody().getDetail())
					.startsWith("No scheduler changed flow demo/shared within PT1S"));
			try (ConfigurableApplicationContext scheduler = start("late", "scheduler",
					"--spring.kafka.bootstrap-servers=127.0.0.1:" + this.port)) {
				assertThat(scheduler.isRunning()).isTrue();
				FlowStore patient = broker.getBean(FlowStore.class);
				FlowStore.Stored stored = Awaitility.await()
					.atMost(Duration.ofMinutes(1))
					.ignoreExceptionsInstanceOf(ErrorResponseException.class)
					.until(() -> patient.store(read(broker, source("kept"))), (each) -> true);
				assertThat(stored.flow().revision()).isEqualTo(1);
				assertThat(stored.flow().source()).isEqualTo(source("kept"));
			}
		}
	}

	private static List<Flow> storeAtOnce(ConfigurableApplicationContext one, ConfigurableApplicationContext other,
			int round) {
		CyclicBarrier together = new CyclicBarrier(2);
		List<CompletableFuture<Flow>> both = Stream.of(one, other).map((each) -> CompletableFuture.supplyAsync(() -> {
			String source = source("round %d of %s".formatted(round, (each == one) ? "one" : "other"));
			await(together);
			return store(each, source).flow();
		})).toList();
		return both.stream().map(CompletableFuture::join).toList();
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static FlowStore.Stored store(ConfigurableApplicationContext context, String source) {
		return context.getBean(FlowStore.class).store(read(context, source));
	}

	private static Flow read(ConfigurableApplicationContext context, String source) {
		return context.getBean(FlowReader.class).read("flow.yaml", source);
	}

	private static String source(String text) {
		return "namespace: demo%nid: shared%ndescription: %s%ntasks: [{id: a, type: pause}]%n".formatted(text);
	}

	private static Flow find(ConfigurableApplicationContext context) {
		return context.getBean(Flows.class).require(KEY);
	}

	private static String revision(ConfigurableApplicationContext context, FlowRef ref) {
		return String.valueOf(context.getBean(Flows.class).require(ref).source());
	}

	private ConfigurableApplicationContext startOther(String... arguments) {
		return start("other", "api",
				Stream
					.concat(Stream.of("--spring.kafka.bootstrap-servers=127.0.0.1:" + this.port), Stream.of(arguments))
					.toArray(String[]::new));
	}

	private ConfigurableApplicationContext start(String name, String role, String... arguments) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(Stream
				.concat(Stream.of("--windhover.roles=" + role, "--windhover.topics.partitions=2",
						"--windhover.data-directory=" + this.directory.resolve(name)), Stream.of(arguments))
				.toArray(String[]::new));
		assertThat(context.getBean(FlowDirectory.class).awaitReady(Duration.ofMinutes(1))).isTrue();
		return context;
	}

	/** Not annotated as a configuration, so that no scan of another test finds it. */
	@EnableAutoConfiguration
	@EnableConfigurationProperties({ FlowProperties.class, ApiProperties.class })
	@Import({ FlowStore.class, Flows.class, BoundedPublisher.class })
	@ComponentScan({ "io.windhover.flow", "io.windhover.instance", "io.windhover.topic", "io.windhover.cluster",
			"io.windhover.secret", "io.windhover.scheduler" })
	static class Application {

	}

}
