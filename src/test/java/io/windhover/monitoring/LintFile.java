package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The file {@code .lint} beside dashboards, as Grafana's dashboard-linter reads it: which
 * findings of which rule do not count, and why. A rule without entries never counts.
 *
 * @param exclusions in the order of the file
 */
record LintFile(List<Exclusion> exclusions) {

	static LintFile read(Path file) throws IOException {
		List<Exclusion> exclusions = new ArrayList<>();
		RuleFiles.map(RuleFiles.map(RuleFiles.load(Files.readString(file))).get("exclusions"))
			.forEach((rule, value) -> {
				String reason = text(RuleFiles.map(value).get("reason"));
				List<?> entries = RuleFiles.list(RuleFiles.map(value).get("entries"));
				if (entries.isEmpty()) {
					exclusions.add(new Exclusion(String.valueOf(rule), "", "", reason));
				}
				entries.stream()
					.map(RuleFiles::map)
					.forEach((entry) -> exclusions
						.add(new Exclusion(String.valueOf(rule), text(entry.get("dashboard")), text(entry.get("panel")),
								entry.containsKey("reason") ? text(entry.get("reason")) : reason)));
			});
		return new LintFile(exclusions);
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	/**
	 * What does not count.
	 *
	 * @param dashboard its title; empty for all
	 * @param panel its title; empty for all
	 */
	record Exclusion(String rule, String dashboard, String panel, String reason) {

		boolean matches(DashboardLint.Finding finding) {
			return this.rule.equals(finding.rule())
					&& (this.dashboard.isEmpty() || this.dashboard.equals(finding.dashboard()))
					&& (this.panel.isEmpty() || this.panel.equals(finding.panel()));
		}

	}

}
