package io.windhover.monitoring;

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
