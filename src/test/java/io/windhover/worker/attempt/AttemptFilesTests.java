package io.windhover.worker.attempt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

import io.windhover.execution.Job;
import io.windhover.file.FileStore;
import io.windhover.file.TestFiles;
import io.windhover.flow.input.FileAddress;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.pebble.PebbleTemplates;
import io.windhover.secret.TestSecrets;
import io.windhover.secret.UsedSecrets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AttemptFilesTests {

	private static final String SECRET = "a secret/of mine";

	private final UsedSecrets secrets = new UsedSecrets(TestSecrets.of(Map.of("KEY", SECRET)));

	@SuppressWarnings("NullAway.Init") // before each test
	private FileStore store;

	@BeforeEach
	void open(@TempDir Path directory) {
		this.store = TestFiles.in(directory);
	}

	@Test
	void addressIsThatOfTheAttempt() throws IOException {
		assertThat(files(1).keep("data/a.csv", stream("1")))
			.isEqualTo("windhover:///executions/e1/tasks/each%5B3%5D/say/data/a.csv");
		assertThat(files(2).keep("data/a.csv", stream("2")))
			.isEqualTo("windhover:///executions/e1/tasks/each%5B3%5D/say~2/data/a.csv");
		assertThat(files(1).read("windhover:///executions/e1/tasks/each%5B3%5D/say/data/a.csv")).isEqualTo("1");
		assertThat(this.store.list("e1", 0, 10).total()).isEqualTo(2);
	}

	@Test
	void archiveOfADirectoryHasAnAddressOfItsOwn() throws IOException {
		AttemptFiles files = files(2);
		String address = files.keepDirectory(stream("tar"));
		assertThat(address).isEqualTo("windhover:///executions/e1/directories/each%5B3%5D/say~2.tar");
		String other = this.store.write(FileAddress.of("e2", "directories/say.tar"), stream("x")).address().toString();
		files.forget(address);
		files.forget(address);
		files.forget(other);
		assertThatIOException().isThrownBy(() -> files.open(address));
		assertThat(files.read(other)).isEqualTo("x");
	}

	@Test
	void nameWithASecretOrOutOfItsFolderIsRefused() {
		this.secrets.secret("KEY");
		AttemptFiles files = files(1);
		for (String name : new String[] { SECRET + ".csv", "of " + SECRET, "../a", "/a", "a/../../b", "" }) {
			assertThatIllegalArgumentException().as(name).isThrownBy(() -> files.keep(name, stream("x")));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> files.keep("x" + SECRET, stream("x")))
			.withMessage("the name of a file must not have a secret in it");
	}

	@Test
	void fileThatIsAbsentOrTooLargeNamesTheProperty() {
		assertThatIOException().isThrownBy(() -> files(1).open("windhover:///executions/e1/tasks/say/none.csv"))
			.withMessageContaining("windhover.files.directory");
		assertThatIOException().isThrownBy(() -> files(1).keep("a", stream("x".repeat(1_001))))
			.withMessageContaining("windhover.files.max-file-size");
		assertThatIllegalArgumentException().isThrownBy(() -> files(1).open("/etc/passwd"));
	}

	@Test
	void templatesReadFilesWhereAWorkerRendersThemAndNotWithinTextsFromOutside() throws IOException {
		AttemptFiles files = files(1);
		String address = this.store.write(FileAddress.of("e2", "inputs/data/a.json"), stream("{\"n\": 3}"))
			.address()
			.toString();
		PebbleTemplates templates = new PebbleTemplates(Clock.systemUTC());
		Map<String, Object> variables = Map.of("data", address, "absent", FileAddress.of("e2", "none").toString(),
				"text", "{{ read(data) }}");
		assertThat(templates.render(Map.of("n", "{{ fromJson(read(data)).n + 1 }}"), variables, this.secrets, files))
			.isEqualTo(Map.of("n", 4L));
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> templates.render(Map.of("n", "{{ read(absent) }}"), variables, this.secrets, files))
			.withMessageContaining("n: there is no file windhover:///executions/e2/none");
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> templates.render(Map.of("n", "{{ render(text) }}"), variables, this.secrets, files))
			.withMessageContaining("files are known to workers only");
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> templates.render(Map.of("n", "{{ read(data) }}"), variables))
			.withMessageContaining("files are known to workers only");
	}

	private AttemptFiles files(int attempt) {
		WorkerTask task = new WorkerTask("say", "scripted", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY);
		return new AttemptFiles(new Job("e1", "e1.each[3].say", attempt, "demo", "flow", 1, task, Map.of(),
				Instant.EPOCH, null, null, null), this.secrets, this.store);
	}

	private static InputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

}
