package io.windhover.api.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.api.FlowFilesView;
import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowSchema;
import io.windhover.instance.ThreadPools;
import io.windhover.management.FixedClock;
import io.windhover.topic.flow.FlowDirectory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

import static io.windhover.api.web.ApiTestBench.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

@ApiTest
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class FlowLoaderTests {

	@TempDir
	Path files;

	@TempDir
	Path data;

	private final FixedClock clock = new FixedClock();

	private final ApiTestBench bench;

	private final FlowDirectory directory;

	private final FlowReader reader;

	private final FlowStore store;

	private final Flows flows;

	private final FlowSchema schema;

	private final List<FlowLoader> loaders = new ArrayList<>();

	FlowLoaderTests(@Autowired ApiTestBench bench, @Autowired FlowDirectory directory, @Autowired FlowReader reader,
			@Autowired FlowStore store, @Autowired Flows flows, @Autowired FlowSchema schema) {
		this.bench = bench;
		this.directory = directory;
		this.reader = reader;
		this.store = store;
		this.flows = flows;
		this.schema = schema;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		given(this.directory.awaitReady(any())).willReturn(true);
	}

	/** A thread that still looks would write into the output of the next test. */
	@AfterEach
	void stopLoading() {
		this.loaders.forEach(FlowLoader::stop);
		awaitNoThread();
	}

	@Test
	void theDirectoryHoldsTheTruth() throws IOException {
		this.bench.given("demo", "known");
		write("a/known.yaml", yaml("demo", "known") + "# changed\n");
		write("new.yml", yaml("demo", "new"));
		write("readme.txt", "no flow");
		load(this.files, null);
		load(this.files, null);
		assertThat(this.bench.flows().values()).extracting(Flow::id).containsExactly("known", "new");
		assertThat(this.bench.flows().get(new FlowKey("demo", "known"))).extracting(Flow::revision).isEqualTo(2);
	}

	@Test
	void aBrokenFileIsToldWithItsPlaceAndKeepsNoOtherOut(CapturedOutput output) throws IOException {
		write("a.yaml", "broken");
		write("b.yaml", yaml("demo", "good"));
		write("c.yaml", yaml("demo", "good"));
		load(this.files, null);
		assertThat(this.bench.flows()).hasSize(1);
		assertThat(output).contains("a.yaml:3:4: tasks[0].type: is not a task type")
			.contains("c.yaml is left out")
			.contains("b.yaml holds flow demo/good as well");
	}

	/** One after the other, thousands would take minutes: each waits for its record. */
	@Test
	void severalAreStoredAtTheSameTime() throws IOException {
		CyclicBarrier together = new CyclicBarrier(4);
		AtomicInteger commands = new AtomicInteger();
		this.bench.onFlowCommand(() -> {
			// the first is alone: it may have to wait for a scheduler
			if (commands.getAndIncrement() > 0) {
				await(together);
			}
		});
		for (int i = 0; i < 9; i++) {
			write(i + ".yaml", yaml("demo", "f" + i));
		}
		load(this.files, null);
		assertThat(this.bench.flows()).hasSize(9);
		assertThat(commands).hasValue(9);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException("alone", ex);
		}
	}

	@Test
	void samplesAreForAFreshStartOnly() throws IOException {
		write("sample.yaml", yaml("demo", "sample"));
		this.bench.given("demo", "mine");
		load(null, this.files.toString());
		assertThat(this.bench.flows()).hasSize(1);
		this.bench.reset();
		load(null, this.files.toString());
		assertThat(this.bench.flows().values()).extracting(Flow::id).containsExactly("sample");
	}

	@Test
	void theSamplesOfTheJarAreThoseOfTheConfiguration() throws IOException {
		PropertySource<?> defaults = new YamlPropertySourceLoader()
			.load("jar", new ClassPathResource("application.yml"))
			.get(0);
		String location = String.valueOf(defaults.getProperty("windhover.flows.samples"));
		assertThat(FlowFiles.in(location)).extracting(Resource::getFilename)
			.contains("failing.yaml", "hello.yaml", "secrets.yaml", "watch-health.yaml");
	}

	@Test
	void noSamplesAreWanted(CapturedOutput output) {
		load(null, "");
		assertThat(this.bench.flows()).isEmpty();
		assertThat(output).doesNotContain("Cannot read");
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing", "classpath:/missing", "file:missing" })
	void aMissingLocationIsReported(String samples, CapturedOutput output) {
		load(this.files.resolve("missing"), samples);
		assertThat(output).contains("Cannot read the flows of windhover.flows.directory=" + this.files)
			.contains("Cannot read the flows of windhover.flows.samples=" + samples);
	}

	@Test
	void filesWaitForASchedulerWithoutHoldingUpTheStart(CapturedOutput output) throws IOException {
		write("a.yaml", yaml("demo", "a"));
		write("b.yaml", yaml("demo", "b"));
		this.bench.schedulerDown(true);
		FlowLoader loader = loader(null, this.files.toString());
		loader.start();
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(output).contains("a.yaml is not stored yet, and is tried again until it is"));
		assertThat(this.bench.flows()).isEmpty();
		assertThat(loader.isRunning()).isTrue();
		this.bench.schedulerDown(false);
		Awaitility.await().until(() -> !loader.isRunning());
		assertThat(this.bench.flows().values()).extracting(Flow::id).containsExactly("a", "b");
	}

	@Test
	void theEndOfTheProcessEndsTheWait() throws IOException {
		write("a.yaml", yaml("demo", "a"));
		this.bench.schedulerDown(true);
		FlowLoader loader = loader(null, this.files.toString());
		loader.start();
		loader.stop();
		awaitNoThread();
		assertThat(this.bench.flows()).isEmpty();
	}

	@Test
	void whatChangesInTheDirectoryIsFollowed(CapturedOutput output) throws IOException {
		write("a.yaml", yaml("demo", "a"));
		write("b.yaml", yaml("demo", "b"));
		FlowLoader loader = loader(this.files, null, Duration.ofMillis(20));
		loader.start();
		awaitFlows("a", "b");
		write("c.yaml", yaml("demo", "c"));
		write("b.yaml", yaml("demo", "b") + "# changed\n");
		awaitFlows("a", "b", "c");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.bench.flows().get(new FlowKey("demo", "b"))).extracting(Flow::revision)
				.isEqualTo(2));
		Files.move(this.files.resolve("a.yaml"), this.files.resolve("moved.yaml"));
		Files.delete(this.files.resolve("b.yaml"));
		awaitFlows("a", "c");
		assertThat(this.bench.flows().get(new FlowKey("demo", "a"))).extracting(Flow::revision).isEqualTo(1);
		write("c.yaml", "broken");
		Awaitility.await().until(() -> broken(loader) == 1);
		assertThat(output).containsOnlyOnce("c.yaml:1:2: namespace: is missing");
		assertThat(this.bench.flows()).hasSize(2);
		write("c.yaml", yaml("demo", "c") + "# mended\n");
		Awaitility.await().until(() -> broken(loader) == 0);
	}

	@Test
	void filesThatChangeTogetherAreOneStep() throws IOException {
		write("a.yaml", yaml("demo", "a"));
		FlowFolder folder = new FlowFolder(this.files, this.reader, (key) -> true, (directory) -> Map.of());
		assertThat(folder.read().changed()).hasSize(1);
		write("b.yaml", yaml("demo", "b"));
		assertThat(folder.look()).isNull();
		write("c.yaml", yaml("demo", "c"));
		assertThat(folder.look()).isNull();
		write(".git/index.lock", "");
		assertThat(folder.look()).isNull();
		Files.delete(this.files.resolve(".git/index.lock"));
		FlowFolder.Changes changes = Objects.requireNonNull(folder.look());
		assertThat(changes.changed().values()).extracting(Flow::id).containsExactly("b", "c");
		assertThat(folder.look()).isNull();
	}

	@Test
	void checkoutOfALinkedWorkingTreeIsOneStep() throws IOException {
		write("flows/.git", "gitdir: ../repository/worktrees/flows\n");
		write("repository/worktrees/flows/index.lock", "");
		write("flows/a.yaml", yaml("demo", "a"));
		FlowFolder folder = new FlowFolder(this.files.resolve("flows"), this.reader, (key) -> true,
				(directory) -> Map.of());
		assertThat(folder.look()).isNull();
		assertThat(folder.look()).isNull();
		Files.delete(this.files.resolve("repository/worktrees/flows/index.lock"));
		assertThat(Objects.requireNonNull(folder.look()).changed()).hasSize(1);
	}

	@Test
	void fileInThePlaceOfARepositoryIsInNobodysWay() throws IOException {
		write(".git", "no repository");
		write("a.yaml", yaml("demo", "a"));
		FlowFolder folder = new FlowFolder(this.files, this.reader, (key) -> true, (directory) -> Map.of());
		assertThat(folder.look()).isNull();
		assertThat(Objects.requireNonNull(folder.look()).changed()).hasSize(1);
	}

	@Test
	void fileThatWentWhileNoProcessRanTakesItsFlowAlong() throws IOException {
		this.bench.given("demo", "other");
		write("a.yaml", yaml("demo", "a"));
		write("b.yaml", yaml("demo", "b"));
		write("c.yaml", yaml("demo", "c"));
		load(this.files, null);
		Files.delete(this.files.resolve("a.yaml"));
		write("b.yaml", "broken");
		load(this.files, null);
		awaitFlows("b", "c", "other");
		write("b.yaml", yaml("demo", "renamed"));
		load(this.files, null);
		awaitFlows("c", "other", "renamed");
	}

	@Test
	void directoryThatComesLaterIsRead() throws IOException {
		FlowLoader loader = loader(this.files.resolve("later"), null, Duration.ofMillis(20));
		loader.start();
		Awaitility.await().until(() -> broken(loader) == 1);
		write("later/a.yaml", yaml("demo", "a"));
		awaitFlows("a");
		Awaitility.await().until(() -> broken(loader) == 0);
	}

	@Test
	void directoryThatIsALinkIsRead() throws IOException {
		write("real/a.yaml", yaml("demo", "a"));
		load(Files.createSymbolicLink(this.files.resolve("link"), Path.of("real")), null);
		awaitFlows("a");
	}

	@Test
	void fileThatIsRenamedAndBrokenKeepsItsFlow() throws IOException {
		write("a.yaml", yaml("demo", "a"));
		write("b.yaml", yaml("demo", "b"));
		load(this.files, null);
		Files.delete(this.files.resolve("a.yaml"));
		write("c.yaml", "broken");
		load(this.files, null);
		awaitFlows("a", "b");
		write("c.yaml", yaml("demo", "c"));
		load(this.files, null);
		awaitFlows("b", "c");
	}

	@Test
	void directoryThatLostAllFilesDeletesNothing(CapturedOutput output) throws IOException {
		write("a.yaml", yaml("demo", "a"));
		load(this.files, null);
		Files.delete(this.files.resolve("a.yaml"));
		load(this.files, null);
		awaitFlows("a");
		assertThat(output).contains("holds no flow file any more");
		FlowLoader loader = loader(this.files, null);
		loader.start();
		awaitRead(loader);
		assertThat(broken(loader)).isEqualTo(1);
	}

	@Test
	void directoryThatLostAllFilesIsWellOnceItsFlowsAreDeleted() throws IOException {
		write("a.yaml", yaml("demo", "a"));
		write("b.yaml", yaml("demo", "b"));
		FlowLoader loader = loader(this.files, null, Duration.ofMillis(20));
		loader.start();
		awaitFlows("a", "b");
		Files.delete(this.files.resolve("a.yaml"));
		Files.delete(this.files.resolve("b.yaml"));
		Awaitility.await().until(() -> broken(loader) == 1);
		this.store.delete(new FlowKey("demo", "a"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(problems(loader)).singleElement()
				.asString()
				.contains("none of its 1 flows is deleted"));
		this.store.delete(new FlowKey("demo", "b"));
		Awaitility.await().until(() -> broken(loader) == 0);
		loader.stop();
		assertThat(new HeldFlows(this.data).of(this.files)).isEmpty();
	}

	@Test
	void flowsThatWereDeletedWhileNoProcessRanAreNotMissed() throws IOException {
		write("a.yaml", yaml("demo", "a"));
		load(this.files, null);
		Files.delete(this.files.resolve("a.yaml"));
		this.store.delete(new FlowKey("demo", "a"));
		FlowLoader loader = loader(this.files, null);
		loader.start();
		awaitRead(loader);
		assertThat(broken(loader)).isZero();
	}

	@Test
	void answersOfTheApiNameTheFileThatHoldsTheFlow() throws IOException {
		write("a/b c.yaml", yaml("demo", "a"));
		FlowLoader loader = loader(this.files, null);
		loader.start();
		awaitRead(loader);
		awaitFlows("a");
		FlowController controller = new FlowController(this.flows, this.store, this.reader, this.schema, loader);
		String file = "a/b%20c.yaml";
		assertThat(controller.put("demo", "a", null, null, yaml("demo", "a") + "# by the API\n").getHeaders())
			.satisfies((headers) -> assertThat(headers.getFirst("Windhover-Flow-File")).isEqualTo(file));
		assertThat(controller.put("demo", "other", null, null, yaml("demo", "other")).getHeaders())
			.satisfies((headers) -> assertThat(headers.getFirst("Windhover-Flow-File")).isNull());
		assertThat(controller.delete("demo", "a").getHeaders())
			.satisfies((headers) -> assertThat(headers.getFirst("Windhover-Flow-File")).isEqualTo(file));
	}

	@Test
	void hiddenFilesAreNone(CapturedOutput output) throws IOException {
		write(".github/workflows/build.yaml", "on: push");
		write("..data/a.yaml", yaml("demo", "a"));
		Files.createSymbolicLink(this.files.resolve("a.yaml"), Path.of("..data/a.yaml"));
		load(this.files, null);
		awaitFlows("a");
		assertThat(output).doesNotContain("Not a flow").doesNotContain("left out");
	}

	private static int broken(FlowLoader loader) {
		FlowFilesView.FlowFilesState state = loader.flowFiles();
		return (state != null) ? state.broken() : -1;
	}

	private static List<String> problems(FlowLoader loader) {
		return Objects.requireNonNull(loader.flowFiles()).problems();
	}

	private void load(@Nullable Path directory, @Nullable String samples) {
		FlowLoader loader = loader(directory, samples);
		loader.start();
		Awaitility.await().until(() -> !loader.isRunning());
	}

	private FlowLoader loader(@Nullable Path directory, @Nullable String samples) {
		return loader(directory, samples, Duration.ZERO);
	}

	private FlowLoader loader(@Nullable Path directory, @Nullable String samples, Duration watchInterval) {
		FlowLoader loader = new FlowLoader(new FlowProperties(directory, samples, watchInterval, Duration.ofSeconds(1)),
				this.directory, this.reader, this.store, new HeldFlows(this.data), this.clock, Duration.ofMillis(1),
				new ThreadPools());
		this.loaders.add(loader);
		return loader;
	}

	private static void awaitNoThread() {
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("windhover-flow-loader")));
	}

	private void awaitRead(FlowLoader loader) {
		Awaitility.await().until(() -> loader.flowFiles() != null);
	}

	private void awaitFlows(String... ids) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.bench.flows().values()).extracting(Flow::id).containsExactly(ids));
	}

	private void write(String name, String text) throws IOException {
		Path file = this.files.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
