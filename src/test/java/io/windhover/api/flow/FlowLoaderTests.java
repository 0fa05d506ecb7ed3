package io.windhover.api.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.topic.FlowDirectory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
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

	private final ApiTestBench bench;

	private final FlowDirectory directory;

	private final FlowReader reader;

	private final FlowStore store;

	FlowLoaderTests(@Autowired ApiTestBench bench, @Autowired FlowDirectory directory, @Autowired FlowReader reader,
			@Autowired FlowStore store) {
		this.bench = bench;
		this.directory = directory;
		this.reader = reader;
		this.store = store;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		given(this.directory.awaitReady(any())).willReturn(true);
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
			.contains("failing.yaml", "hello.yaml", "watch-health.yaml");
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
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("windhover-flow-loader")));
		assertThat(this.bench.flows()).isEmpty();
	}

	private void load(@Nullable Path directory, @Nullable String samples) {
		FlowLoader loader = loader(directory, samples);
		loader.start();
		Awaitility.await().until(() -> !loader.isRunning());
	}

	private FlowLoader loader(@Nullable Path directory, @Nullable String samples) {
		return new FlowLoader(new FlowProperties(directory, samples, Duration.ofSeconds(1)), this.directory,
				this.reader, this.store, Duration.ofMillis(1));
	}

	private void write(String name, String text) throws IOException {
		Path file = this.files.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
