package io.windhover.convert.flow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
	void globalsOfTheConfigurationBecomeVariables() throws IOException {
		Files.createDirectories(this.directory.resolve("in"));
		Files.writeString(this.directory.resolve("in/a.yml"), """
				id: a
				namespace: b
				variables: {own: 1}
				tasks:
				  - id: log
				    type: io.kestra.plugin.core.log.Log
				    message: "{{ globals.bucket }} {{ globals['db-host'].port + 1 }} {{ vars.own }}"
				""");
		Files.writeString(this.directory.resolve("in/b.yml"), FLOW);
		Path configuration = Files.writeString(this.directory.resolve("application.yml"), """
				kestra:
				  variables:
				    globals:
				      bucket: data   # of all flows
				      db-host: {port: 5432, name: db}
				      unused: 3
				""");
		assertThat(run("convert", this.directory + "/in", "--globals", configuration.toString(), "--write",
				this.directory + "/out"))
			.isEqualTo(ConvertCommand.COMPLETE);
		assertThat(this.directory.resolve("out/a.yml")).content().contains("""
				variables:
				  own: 1
				  globals:
				    bucket: data
				    db-host:
				      port: 5432
				      name: db
				tasks:
				""", "{{ vars.globals.bucket }} {{ vars.globals['db-host'].port + 1 }} {{ vars.own }}");
		assertThat(printed()).contains(
				"  note: 7: tasks[0]: the value of 'globals.bucket' is copied from the configuration of Kestra; where it is a secret",
				"2 converted, 0 need work, 0 failed.");
		assertThat(this.directory.resolve("out/b.yml")).content().doesNotContain("variables");
	}

	@Test
	void globalsThatAreNotTheSameHereAreNotCarriedOver() throws IOException {
		Files.createDirectories(this.directory.resolve("in"));
		String task = "  - {id: %s, type: io.kestra.plugin.core.log.Log, message: \"{{ globals%s }}\"}\n";
		String tasks = task.formatted("t1", ".myBucket") + task.formatted("t2", ".place")
				+ task.formatted("t3", ".rendered") + task.formatted("t4", ".absent")
				+ task.formatted("t5", "['my-bucket']") + task.formatted("t6", ".old");
		Files.writeString(this.directory.resolve("in/a.yml"), "id: a\nnamespace: b\ntasks:\n" + tasks);
		Files.writeString(this.directory.resolve("in/b.yml"),
				"id: a\nnamespace: b\nvariables: {globals: {place: c}}\ntasks:\n" + task.formatted("t", ".place"));
		Path configuration = Files.writeString(this.directory.resolve("application.yml"),
				"kestra: {variables: {globals: {myBucket: a, place: '${PLACE:x}', rendered: '{{ flow.id }}', old: yes}}}");
		assertThat(run("convert", this.directory + "/in", "--globals", configuration.toString()))
			.isEqualTo(ConvertCommand.INCOMPLETE);
		for (String each : List.of(".myBucket", ".place", ".rendered", ".absent", "['my-bucket']", ".old")) {
			assertThat(printed())
				.contains("the configuration of Kestra has no 'globals%s' that is the same here".formatted(each));
		}
		assertThat(printed()).contains("0 converted, 2 need work, 0 failed.");
	}

	@Test
	void configurationWithoutGlobalsIsRefused() throws IOException {
		Path configuration = Files.writeString(this.directory.resolve("application.yml"), "kestra: {url: here}");
		assertThat(run("convert", this.directory.toString(), "--globals", configuration.toString()))
			.isEqualTo(ConvertCommand.FAILED);
		assertThat(run("convert", this.directory.toString(), "--globals", this.directory + "/nowhere.yml"))
			.isEqualTo(ConvertCommand.FAILED);
		assertThat(printed()).contains("has no map under kestra.variables.globals",
				"nowhere.yml cannot be read as the configuration of Kestra");
	}

	@Test
	void wrongCommandLineIsToldTheRightOne() {
		assertThat(run("convert")).isEqualTo(ConvertCommand.FAILED);
		assertThat(run("convert", "nowhere")).isEqualTo(ConvertCommand.FAILED);
		assertThat(run("convert", ".", "--force", ".")).isEqualTo(ConvertCommand.FAILED);
		assertThat(run("convert", ".", "--write")).isEqualTo(ConvertCommand.FAILED);
		assertThat(run("convert", ".", "--write", "a", "--write", "b")).isEqualTo(ConvertCommand.FAILED);
		assertThat(printed()).contains("Usage: convert DIRECTORY [--write DIRECTORY] [--globals FILE]",
				"nowhere is not a directory");
	}

}
