package io.windhover.monitoring;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules and dashboards ask for meters and tags that the catalogue has, and Grafana
 * understands the dashboards.
 */
class ContractTests {

	private final MonitoringFiles files = MonitoringFiles.ofTheRepository();

	@Test
	void everyExpressionAsksForWhatTheCatalogueHas() {
		assertThat(this.files.expressions()).isNotEmpty();
		assertThat(Contract.problemsOfExpressions(this.files)).isEmpty();
	}

	@Test
	void everySelectorAsksForOneJob() {
		List<Expression> asked = this.files.expressions()
			.stream()
			.filter((expression) -> expression.kind() != Expression.Kind.SAMPLE)
			.toList();
		List<PromQl> trees = PromQl.read(asked.stream().map(Expression::text).toList());
		assertThat(trees.stream().flatMap((tree) -> tree.selectors().stream()))
			.filteredOn((selector) -> !selector.startsWith("windhover:"))
			.hasSizeGreaterThan(100)
			.allSatisfy((selector) -> assertThat(selector).contains("job=\"windhover\""));
	}

	@Test
	void everyMeterOfTheFrameworkThatIsListedIsUsed() {
		String all = this.files.expressions().stream().map(Expression::text).collect(Collectors.joining("\n"));
		assertThat(KnownSeries.FRAMEWORK.keySet()).allSatisfy((name) -> assertThat(all).contains(name));
	}

	@Test
	void everyVariableAndDataSourceOfADashboardIsThere() {
		assertThat(this.files.dashboards()).isNotEmpty();
		assertThat(Contract.problemsOfNames(this.files)).isEmpty();
	}

	@Test
	void everyDashboardIsOfTheTypesThatGrafanaPublishes() {
		assertThat(Contract.problemsOfDashboards(this.files)).isEmpty();
	}

}
