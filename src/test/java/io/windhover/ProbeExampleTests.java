package io.windhover;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example for Kubernetes fits the routes and the times of the application.
 */
class ProbeExampleTests {

	private final Markdown example = new Markdown(Markdown.of("src/docs/operations.md").blocks("yml").get(0));

	@Test
	void probesAskRoutesOfTheManagementPort() {
		Object parsed = new Yaml().load(this.example.text());
		assertThat(parsed).isInstanceOf(Map.class);
		String endpoints = Markdown.of("src/docs/endpoints.md").text();
		assertThat(this.example.all("httpGet: \\{path: (/[a-z/]+), port: management}")).hasSize(3)
			.allSatisfy((path) -> assertThat(endpoints).contains("`" + path + "`"));
		assertThat(this.example.all("name: management, containerPort: (\\d+)")).containsExactly("8081");
	}

	@Test
	void processHasTimeToDrainBeforeItIsKilled() {
		String grace = this.example.all("terminationGracePeriodSeconds: (\\d+)").get(0);
		String phase = Markdown.of("application.yml").all("timeout-per-shutdown-phase: (\\d+)s").get(0);
		assertThat(Integer.parseInt(grace)).isGreaterThan(Integer.parseInt(phase));
	}

}
