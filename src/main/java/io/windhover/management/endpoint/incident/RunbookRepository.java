package io.windhover.management.endpoint.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The runbooks of {@code src/docs/runbooks}, which the jar carries.
 */
public class RunbookRepository {

	private static final String SUFFIX = ".md";

	private static final String FILES = "classpath:io/windhover/management/endpoint/runbooks/*" + SUFFIX;

	private final Map<String, Runbook> runbooks;

	RunbookRepository(List<Runbook> runbooks) {
		Map<String, Runbook> byAlert = new LinkedHashMap<>();
		runbooks.stream()
			.sorted(Comparator.comparing(Runbook::alert))
			.forEach((each) -> byAlert.put(each.alert(), each));
		this.runbooks = Collections.unmodifiableMap(byAlert);
	}

	/** Reads all, once: they never change while the process runs. */
	public static RunbookRepository packed() {
		try {
			List<Runbook> runbooks = new ArrayList<>();
			for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
				String name = String.valueOf(file.getFilename());
				runbooks.add(Runbook.of(name.substring(0, name.length() - SUFFIX.length()),
						file.getContentAsString(StandardCharsets.UTF_8)));
			}
			return new RunbookRepository(runbooks);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Collection<Runbook> all() {
		return this.runbooks.values();
	}

	@Nullable Runbook find(String alert) {
		return this.runbooks.get(alert);
	}

	/**
	 * A runbook.
	 *
	 * @param title what the alert says, from the heading
	 */
	record Runbook(String alert, String title, String markdown) {

		/** Of a file that begins with {@code # Alert: title}. */
		static Runbook of(String alert, String markdown) {
			String heading = markdown.lines().findFirst().orElse("").replaceFirst("^# ", "");
			return new Runbook(alert, heading.replaceFirst("^" + alert + ": ", ""), markdown);
		}

	}

}
