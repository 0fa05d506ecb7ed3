package io.windhover.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.windhover.execution.json.Json;
import io.windhover.management.metrics.Meters;

/**
 * Holds a runbook to the documents that other tests hold to the application: routes,
 * fields, properties, meters.
 */
class RunbookCheck {

	private static final List<String> HEADINGS = List.of("What it means", Runbook.CAUSE, "What to do", "What not to do",
			"When it is over");

	/** Of Spring Boot's own answers. */
	private static final Set<String> BOOT_FIELDS = Set.of("status", "components", "details", "events", "data");

	/** What looks like a meter and is Prometheus's. */
	private static final Set<String> PROMETHEUS = Set.of("file_sd", "job_name", "basic_auth");

	private static final Pattern PROPERTY = Pattern.compile("(?<![\\w.-])windhover(\\.[a-z0-9-]+)+");

	private static final Pattern GREP = Pattern.compile("grep \\^(\\w+)");

	private static final Pattern RULE = Pattern.compile("windhover:[\\w:]+");

	private final String endpoints = read("src/docs/endpoints.md");

	private final String security = read("src/docs/security.md");

	private final String health = read("src/docs/health.md");

	private final String rules = read("src/monitoring/prometheus/rules/recording.yml");

	private final Set<String> properties = properties();

	private final Set<String> meters = meters();

	private final Set<String> apiFields = apiFields();

	/**
	 * What is wrong with a runbook.
	 */
	List<String> problems(Runbook runbook) {
		List<String> problems = new ArrayList<>();
		if (!runbook.text().startsWith("# " + runbook.alert() + ": ")) {
			problems.add("title");
		}
		if (!runbook.headings().equals(HEADINGS)) {
			problems.add("headings " + runbook.headings());
		}
		HEADINGS.stream()
			.filter((heading) -> runbook.section(heading).isBlank())
			.forEach((heading) -> problems.add("nothing below " + heading));
		if (runbook.cause().stream().filter((curl) -> !curl.target().isEmpty()).count() < 2) {
			problems.add("fewer than two requests show the cause");
		}
		runbook.curls().forEach((curl) -> problems.addAll(problems(curl)));
		runbook.codes().forEach((code) -> problems.addAll(problems(code)));
		for (Matcher link = Pattern.compile("]\\(([^)]*)\\)").matcher(runbook.text()); link.find();) {
			if (!Files.exists(Runbook.DIRECTORY.resolve(link.group(1)))) {
				problems.add("link " + link.group(1));
			}
		}
		return problems;
	}

	private List<String> problems(Runbook.Curl curl) {
		if (!isRoute(curl.port(), curl.method(), curl.path())) {
			return List.of("route " + curl.line());
		}
		Set<String> known = fields(curl);
		return curl.fields()
			.stream()
			.flatMap((field) -> Stream.of(field.split("\\.", -1)))
			.filter((name) -> !known.contains(name))
			.map((name) -> "field " + name + " of " + curl.path())
			.toList();
	}

	private List<String> problems(String code) {
		List<String> problems = new ArrayList<>();
		for (Matcher property = PROPERTY.matcher(code); property.find();) {
			if (!this.properties.contains(property.group()) && !property.group().equals("windhover.db")) {
				problems.add("property " + property.group());
			}
		}
		for (Matcher grep = GREP.matcher(code); grep.find();) {
			if (this.meters.stream().noneMatch((meter) -> meter.startsWith(grep.group(1)))
					&& !grep.group(1).startsWith("jvm_")) {
				problems.add("meter " + grep.group(1));
			}
		}
		// errors of search servers end like this
		boolean isError = code.endsWith("_exception");
		if (code.matches("[a-z]+(_[a-z0-9]+)+") && !isError && !this.meters.contains(code)
				&& !PROMETHEUS.contains(code)) {
			problems.add("meter " + code);
		}
		if (RULE.matcher(code).matches() && !this.rules.contains("record: " + code + "\n")) {
			problems.add("rule " + code);
		}
		String[] request = code.split("[ ?]", 3);
		boolean path = code.startsWith("/");
		boolean named = code.matches("(GET|POST|PUT|DELETE) /.*");
		if ((path && !isRoute(8081, "GET", request[0])) || (named && !isRoute(8081, request[0], request[1]))) {
			problems.add("route " + code);
		}
		return problems;
	}

	/**
	 * Reads of the management port are told by endpoints.md, which names each view; all
	 * else by the review list.
	 */
	private boolean isRoute(int port, String method, String path) {
		if (port == 8081 && method.equals("GET")) {
			return codes(this.endpoints.lines()
				.filter((line) -> line.startsWith("| `/"))
				.map((line) -> line.split(" \\| ", 2)[0])
				.collect(Collectors.joining("\n"))).stream()
				.anyMatch((route) -> matches(route, path) && (!route.equals("/health/{name}") || isComponent(path)));
		}
		return this.security.lines()
			.filter((line) -> line.startsWith("| " + port + " | `" + method + " "))
			.anyMatch((line) -> matches(codes(line).get(0).split(" ", 2)[1], path));
	}

	private boolean isComponent(String path) {
		return codes(this.health).contains(path.substring("/health/".length()));
	}

	/** What is to be filled in is no name, and a name may fill it in. */
	private static boolean matches(String route, String path) {
		String[] expected = route.split("/", -1);
		String[] actual = path.split("/", -1);
		for (int i = 0; i < expected.length && expected.length == actual.length; i++) {
			if (!expected[i].startsWith("{") && !expected[i].equals(actual[i])) {
				return false;
			}
		}
		return expected.length == actual.length;
	}

	private Set<String> fields(Runbook.Curl curl) {
		if (curl.port() == 8080) {
			return this.apiFields;
		}
		String id = curl.path().split("/", -1)[1];
		Matcher section = Pattern.compile("(?ms)^## `" + id + "`$(.*?)(?=^## |\\z)").matcher(this.endpoints);
		Set<String> fields = new HashSet<>();
		if (section.find()) {
			fields.addAll(codes(section.group(1)));
		}
		else {
			fields.addAll(BOOT_FIELDS);
			fields.addAll(id.equals("health") ? codes(this.health) : Set.of());
		}
		return fields;
	}

	private static Set<String> properties() {
		Set<String> names = new HashSet<>();
		Json.mapper()
			.readTree(read("target/classes/META-INF/spring-configuration-metadata.json"))
			.get("properties")
			.forEach((property) -> names.add(property.get("name").asString()));
		return names;
	}

	/** As they are named in a scrape, with their tags. */
	private static Set<String> meters() {
		Set<String> names = new HashSet<>();
		for (Meters meter : Meters.values()) {
			String name = meter.getName().replace('.', '_');
			names.addAll(switch (meter.getType()) {
				case COUNTER -> List.of(name + "_total");
				case TIMER -> List.of(name + "_seconds_count", name + "_seconds_sum", name + "_seconds_max");
				default -> List.of(name);
			});
			meter.tags().forEach((tag) -> names.add(tag.asString()));
		}
		return names;
	}

	private static Set<String> apiFields() {
		return new ClassFileImporter().importPackages("io.windhover.api", "io.windhover.execution")
			.stream()
			.filter(JavaClass::isRecord)
			.flatMap((type) -> Stream.of(type.reflect().getRecordComponents()))
			.map(RecordComponent::getName)
			.collect(Collectors.toSet());
	}

	private static List<String> codes(String text) {
		return Pattern.compile("`([^`]+)`").matcher(text).results().map((found) -> found.group(1)).toList();
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
