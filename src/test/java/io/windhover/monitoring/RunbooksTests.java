package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Whoever is woken up types what a runbook says: it is true of the application as it is.
 */
class RunbooksTests {

	private static final RunbookCheck CHECK = new RunbookCheck();

	static List<Runbook> runbooks() {
		return Runbook.all();
	}

	@ParameterizedTest
	@MethodSource("runbooks")
	void runbookSaysWhatIsSo(Runbook runbook) {
		assertThat(CHECK.problems(runbook)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("runbooks")
	void runbookIsOnePage(Runbook runbook) {
		assertThat(runbook.text().lines()).hasSizeLessThan(70);
	}

	@Test
	void eachAlertHasItsRunbookAndTheIndexNamesAll() throws IOException {
		List<String> names = runbooks().stream().map(Runbook::alert).toList();
		assertThat(found("src/monitoring/prometheus/rules/alerts.yml", "(?m)^ +- alert: (\\w+)$"))
			.containsExactlyInAnyOrderElementsOf(names);
		assertThat(found("src/docs/runbooks/README.md", "(?m)^\\| \\[(\\w+)]\\(\\1\\.md\\) \\|"))
			.containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	void indexSaysWhatTheTitlesSay() throws IOException {
		String index = Files.readString(Path.of("src/docs/runbooks/README.md"));
		assertThat(runbooks()).allSatisfy((runbook) -> assertThat(index)
			.contains("| " + runbook.text().lines().findFirst().orElseThrow().split(": ", 2)[1] + " |"));
	}

	/** Each kind of mistake, made in a runbook that is right. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					WindhoverIndexerFailing: the               | WindhoverIndexer: the                   | title
					What not to do                             | What to avoid                           | headings
					curl localhost:8081/indexer                | curl localhost:8081/indexers            | route
					curl localhost:8081/indexer                | curl -X POST localhost:8081/indexer     | route
					curl localhost:8081/indexer                | curl localhost:8080/indexer             | route
					curl localhost:8081/indexer                | curl localhost:9200/_cluster/health     | fewer than two
					curl localhost:8081/health                 | curl localhost:8081/health/repositories | route
					`/indexer`                                 | `/indexes`                              | route
					`error.tries`                              | `error.attempts`                        | field attempts
					`components.diskSpace`                     | `components.diskspace`                  | field diskspace
					`windhover.topics.retention`               | `windhover.topic.retention`             | property
					`windhover.indexer.retry-max-delay`        | `windhover.indexer.max-delay`           | property
					`windhover.db` open                        | `indexer_failed_total` open             | meter
					`windhover.db` open                        | `curl -s localhost:8081/prometheus ¦ grep ^indexes` open | meter
					`windhover.db` open                        | `windhover:ratio:rate9m` open           | rule
					`windhover.db` open                        | [this](WindhoverNothing.md) open        | link
					""")
	void mistakeIsFound(String right, String wrong, String problem) throws IOException {
		String text = Files.readString(Runbook.DIRECTORY.resolve("WindhoverIndexerFailing.md"));
		assertThat(text).contains(right);
		Runbook runbook = new Runbook("WindhoverIndexerFailing", text.replace(right, wrong.replace('¦', '|')));
		assertThat(CHECK.problems(runbook)).anySatisfy((found) -> assertThat(found).startsWith(problem));
	}

	@Test
	void fieldsAreThoseThatALineBeginsWith() {
		Runbook runbook = new Runbook("A", """
				## What shows the cause

				```
				curl 'localhost:8081/worker?size=1'
				```

				- `slots.used`, `slots.max`: `equal`: see `slots.free`
				- connection refused: `nothing`

				```
				curl -X POST localhost:8080/api/flows | grep x
				```
				""");
		assertThat(runbook.cause()).extracting(Runbook.Curl::method, Runbook.Curl::port, Runbook.Curl::target)
			.containsExactly(tuple("GET", 8081, "/worker?size=1"), tuple("POST", 8080, "/api/flows"));
		assertThat(runbook.cause().get(0).fields()).containsExactlyInAnyOrder("slots.used", "slots.max", "slots.free");
	}

	private static List<String> found(String file, String pattern) throws IOException {
		return Pattern.compile(pattern)
			.matcher(Files.readString(Path.of(file)))
			.results()
			.map((found) -> found.group(1))
			.toList();
	}

}
