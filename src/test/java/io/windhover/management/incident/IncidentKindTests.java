package io.windhover.management.incident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documents say of the kinds.
 */
class IncidentKindTests {

	@ParameterizedTest
	@EnumSource
	void kindHasARunbook(IncidentKind kind) {
		assertThat(Path.of("src/docs/runbooks", kind.runbook() + ".md")).exists();
	}

	@Test
	void tableOfTheKindsIsWhole() throws IOException {
		assertThat(
				found("src/docs/endpoints.md", "(?s)\\| `kind` \\| what is wrong.*?\\n\\n", "(?m)^\\| `([a-z-]+)` \\|")
					.filter((each) -> !each.equals("kind")))
			.containsExactlyElementsOf(ids());
	}

	@Test
	void eachKindBelongsToTheAlertWhoseRunbookItHas() throws IOException {
		for (IncidentKind kind : IncidentKind.values()) {
			assertThat(Files.readString(Path.of("src/docs/alerting.md")))
				.containsPattern("(?m)^\\| `" + kind.runbook() + "` \\| .*`" + kind.id() + "`.* \\|$");
		}
		String rules = Files.readString(Path.of("src/monitoring/prometheus/rules/alerts.yml"));
		assertThat(Stream.of(IncidentKind.values())
			.filter((kind) -> kind.runbook().equals("WindhoverIncidentOpen"))
			.map(IncidentKind::id)
			.sorted())
			.containsExactlyElementsOf(Pattern.compile("incidents_open\\{[^}]*kind=~\"([^\"]+)\"")
				.matcher(rules)
				.results()
				.flatMap((match) -> Stream.of(match.group(1).split("\\|", -1)))
				.sorted()
				.toList());
	}

	@Test
	void idIsOfKindAndSubjectAlone() {
		Finding finding = new Finding(IncidentKind.DEAD_LETTERS, Map.of("topic", "logs", "instance", "a"), null, "x", 1,
				"/x");
		assertThat(finding.id()).matches("[0-9a-f]{12}")
			.isEqualTo(new Finding(IncidentKind.DEAD_LETTERS, Map.of("instance", "a", "topic", "logs"),
					java.time.Instant.EPOCH, "y", 2, "/y")
				.id())
			.isNotEqualTo(new Finding(IncidentKind.PLUGIN_FAILED, finding.subject(), null, "x", 1, "/x").id())
			.isNotEqualTo(new Finding(IncidentKind.DEAD_LETTERS, Map.of("topic", "logs"), null, "x", 1, "/x").id());
	}

	private static List<String> ids() {
		return Stream.of(IncidentKind.values()).map(IncidentKind::id).toList();
	}

	private static Stream<String> found(String file, String part, String pattern) throws IOException {
		String text = Files.readString(Path.of(file));
		return Pattern.compile(part)
			.matcher(text)
			.results()
			.map(MatchResult::group)
			.flatMap((each) -> Pattern.compile(pattern).matcher(each).results().map((found) -> found.group(1)));
	}

}
