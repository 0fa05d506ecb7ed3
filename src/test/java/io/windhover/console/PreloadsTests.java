package io.windhover.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreloadsTests {

	private static final Path ASSETS = Path.of("src/main/resources/console/assets");

	private final Preloads preloads = new Preloads(new Assets());

	@Test
	void everyViewOfTheListIsKnown() throws IOException {
		List<String> files = new ArrayList<>();
		for (String port : List.of("management", "api")) {
			this.preloads.views(port).values().forEach((view) -> files.add(view.file()));
		}
		assertThat(files)
			.containsExactlyElementsOf(found("import\\('\\./(.*?)'\\)", Files.readString(ASSETS.resolve("views.js"))));
		assertThat(this.preloads.views("other")).isEmpty();
	}

	@Test
	void modulesAreAllThatTheFrameAndTheViewImport() throws IOException {
		for (String port : List.of("management", "api")) {
			for (Preloads.View view : this.preloads.views(port).values()) {
				List<String> modules = this.preloads.modules(view.file());
				assertThat(modules).contains("app.js", "vendor/preact.js", "lib/html.js", view.file());
				for (String module : modules) {
					String text = Files.readString(ASSETS.resolve(module));
					for (String imported : found("\\bfrom\\s*['\"](\\.[^'\"]+)", text)) {
						Path path = ASSETS.resolve(module).resolveSibling(imported).normalize();
						assertThat(modules).as("imports of " + module).contains(ASSETS.relativize(path).toString());
					}
				}
			}
		}
		assertThat(this.preloads.modules("views/overview.js")).contains("ui/plot.js")
			.doesNotContain("views/json.js", "views/executions.js");
	}

	@ParameterizedTest
	@CsvSource({ "management,'',views/overview.js", "management,/,views/overview.js", "management,//,views/overview.js",
			"management,/console//,views/overview.js", "management,/console,views/overview.js",
			"management,/console/,views/overview.js", "management,/console/workers/a.b,views/workers.js",
			"management,/worker,views/json.js", "management,/runbooks/WindhoverNoFreeSlots,views/runbooks.js",
			"api,/,views/executions.js", "api,/console/flows,views/flows.js",
			"management,/console/flows,views/flows-health.js" })
	void pageOfAViewNamesItsModules(String port, String path, String file) {
		assertThat(this.preloads.links(port, path, "", false))
			.contains("<link rel=\"modulepreload\" href=\"/console/assets/%s\">\n".formatted(file))
			.contains("<link rel=\"preload\" href=\"/console/config\" as=\"fetch\" crossorigin>\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console/nothing", "/console/nothing/overview", "/console/login" })
	void pageWithoutAViewNamesTheFrame(String path) {
		assertThat(this.preloads.links("management", path, "", true)).contains("/console/assets/vendor/preact.js")
			.doesNotContain("/views/overview.js", "/samples");
	}

	@Test
	void dataIsForThoseWhoMayReadIt() {
		assertThat(this.preloads.links("management", "/", "/a/b", true)).contains(
				"<link rel=\"preload\" href=\"/a/b/samples\" as=\"fetch\" crossorigin>\n",
				"<link rel=\"preload\" href=\"/a/b/console/assets/vendor/uPlot.iife.min.js\" as=\"script\">\n",
				"<link rel=\"preload\" href=\"/a/b/console/assets/vendor/uPlot.min.css\" as=\"style\">\n");
		assertThat(this.preloads.links("management", "/", "", false)).doesNotContain("/samples", "/health");
	}

	private static List<String> found(String pattern, String text) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		return matcher.results().map((each) -> each.group(1)).toList();
	}

}
