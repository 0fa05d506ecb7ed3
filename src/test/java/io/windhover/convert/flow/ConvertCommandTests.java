package io.windhover.convert.flow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConvertCommandTests {

	private static final String FLOW = """
			id: a
			namespace: b
			tasks:
			  - {id: log, type: io.kestra.plugin.core.log.Log, message: hello}
			""";

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final Path directory;

	ConvertCommandTests(@TempDir Path directory) {
		this.directory = directory;
	}

	private int run(String... args) {
		return ConvertCommand.run(args, new PrintStream(this.out, true, StandardCharsets.UTF_8));
	}

	private String printed() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	@Test
	void writesWhatIsCarriedOver() throws IOException {
		Files.createDirectories(this.directory.resolve("in/deep"));
		Files.writeString(this.directory.resolve("in/deep/a.yml"), FLOW);
		Files.writeString(this.directory.resolve("in/readme.md"), "no flow");
		assertThat(run("convert", this.directory + "/in", "--write", this.directory + "/out"))
			.isEqualTo(ConvertCommand.COMPLETE);
		assertThat(this.directory.resolve("out/deep/a.yml")).content().contains("type: log");
		assertThat(printed()).contains("deep/a.yml: converted", "1 converted, 0 need work, 0 failed.");
	}

	@Test
	void tellsWhatNeedsWork() throws IOException {
		Files.writeString(this.directory.resolve("a.yaml"), FLOW.replace("log.Log", "log.Fetch"));
		assertThat(run("convert", this.directory.toString())).isEqualTo(ConvertCommand.INCOMPLETE);
		assertThat(printed()).contains("a.yaml: needs work", "  4: tasks[0].type: the type io.kestra");
	}

	@Test
	void overwritesNothing() throws IOException {
		Files.writeString(this.directory.resolve("a.yaml"), FLOW);
		assertThat(run("convert", this.directory.toString(), "--write", this.directory.toString()))
			.isEqualTo(ConvertCommand.FAILED);
		assertThat(this.directory.resolve("a.yaml")).content().isEqualTo(FLOW);
		assertThat(printed()).contains("exists already");
	}

	@Test
	void goesOnAfterAFileThatIsNoFlow() throws IOException {
		Files.writeString(this.directory.resolve("a.yaml"), "a: [");
		Files.writeString(this.directory.resolve("b.yaml"), FLOW);
		Files.writeString(this.directory.resolve("c.yaml"), "{foo: bar}");
		assertThat(run("convert", this.directory.toString())).isEqualTo(ConvertCommand.FAILED);
		assertThat(printed()).contains("a.yaml: failed: line 1: is not readable as YAML", "b.yaml: converted",
				"c.yaml: failed: line 1: is no flow: it has neither id, namespace nor tasks",
				"1 converted, 0 need work, 2 failed.");
	}

	@Test
	void wrongCommandLineIsToldTheRightOne() {
		assertThat(run("convert")).isEqualTo(ConvertCommand.FAILED);
		assertThat(run("convert", "nowhere")).isEqualTo(ConvertCommand.FAILED);
		assertThat(run("convert", ".", "--force", ".")).isEqualTo(ConvertCommand.FAILED);
		assertThat(printed()).contains("Usage: convert DIRECTORY [--write DIRECTORY]", "nowhere is not a directory");
	}

}
