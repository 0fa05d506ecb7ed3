package io.windhover.management.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on health tells of every component that there is, and of no other.
 */
class HealthDocumentationTests {

	private static final Pattern NAMES = Pattern.compile("(?m)^\\| (`\\w+`(?:, `\\w+`)*) \\|.*$");

	@Test
	void everyComponentIsTold() throws IOException {
		String page = Files.readString(Path.of("src/docs/health.md"));
		String table = page.substring(page.indexOf("## Components"), page.indexOf("## What each fault does"));
		List<String> told = NAMES.matcher(table)
			.results()
			.flatMap((row) -> Stream.of(row.group(1).replace("`", "").split(", ")))
			.toList();
		try (ConfigurableApplicationContext context = EndpointApplication.run()) {
			List<String> components = new ArrayList<>(
					EndpointApplication.port(context).get("/health").json().get("components").propertyNames());
			// there is no client in this application without an engine
			components.add("kafkaStreams");
			assertThat(components).containsExactlyInAnyOrderElementsOf(told);
		}
	}

}
