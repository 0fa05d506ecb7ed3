package io.windhover;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.windhover.execution.json.Json;
import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.definition.TriggerDefinition;
import io.windhover.flow.template.TemplateCatalogue;
import io.windhover.flow.template.Templates;
import io.windhover.management.metrics.Meters;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * README and {@code src/docs} say what is so: their flows, templates, dates and tables
 * are held against the real task and trigger types.
 */
class DocumentationTests {

	private static final Markdown README = Markdown.of("README.md");

	private static final Markdown FLOWS = Markdown.of("src/docs/flows.md");

	private static final AnnotationConfigApplicationContext CONTEXT = context();

	/** With the real types. */
	static AnnotationConfigApplicationContext context() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("documented", Map.of("windhover.templates.environment", "PATH")));
		context.registerBean(Clock.class, Clock::systemUTC);
		context.registerBean(LocalValidatorFactoryBean.class);
		context.scan("io.windhover.flow.reading", "io.windhover.worker.http", "io.windhover.worker.kafka",
				"io.windhover.worker.mail", "io.windhover.worker.process", "io.windhover.worker.sql",
				"io.windhover.worker.task", "io.windhover.scheduler.trigger", "com.example");
		context.refresh();
		return context;
	}

	@AfterAll
	static void close() {
		CONTEXT.close();
	}

	static List<String> flows() throws IOException {
		List<String> flows = new ArrayList<>(README.all("(?s)--data-binary '\\n(.*?)\\n'\\n"));
		assertThat(flows).as("flows of README").hasSize(1);
		for (Path file : files("src/docs", ".md")) {
			flows.addAll(Markdown.of(file.toString()).blocks("yaml"));
		}
		for (Path file : files("src/samples/flows", ".yaml")) {
			flows.add(Files.readString(file));
		}
		return flows;
	}

	private static List<Path> files(String directory, String suffix) throws IOException {
		try (Stream<Path> files = Files.list(Path.of(directory))) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("flows")
	void flowIsReadWithTheRealTypes(String yaml) {
		FlowReader reader = CONTEXT.getBean(FlowReader.class);
		assertThatCode(() -> reader.read("flow.yaml", yaml)).doesNotThrowAnyException();
	}

	static List<String> templates() {
		return FLOWS.blocks("jinja").stream().flatMap(String::lines).toList();
	}

	@ParameterizedTest
	@MethodSource("templates")
	void templateIsRenderedAsTold(String line) {
		String[] sides = line.split("\\s+→ ", 2);
		Map<String, Object> variables = Json.mapper()
			.readerForMapOf(Object.class)
			.readValue(FLOWS.blocks("json").get(0));
		Object value = CONTEXT.getBean(Templates.class).evaluate(sides[0], variables);
		assertThat((value instanceof String) ? value : Json.mapper().writeValueAsString(value)).isEqualTo(sides[1]);
	}

	@Test
	void tableOfFunctionsAndFiltersIsThatOfTheCatalogueAndEachHasAnExample() {
		List<String> rows = FLOWS.table("| name | kind | gives |")
			.stream()
			.map((row) -> String.join("|", Markdown.code(row.get(0)).get(0), row.get(1), row.get(2)))
			.toList();
		assertThat(rows).containsExactlyElementsOf(TemplateCatalogue.entries()
			.stream()
			.map((entry) -> String.join("|", entry.usage(), entry.kind().name().toLowerCase(Locale.ROOT),
					entry.gives()))
			.toList());
		String examples = String.join("\n", templates()) + String.join("\n", FLOWS.blocks("yaml"));
		assertThat(TemplateCatalogue.entries()).allSatisfy(
				(entry) -> assertThat(examples).containsPattern((entry.kind() == TemplateCatalogue.Kind.FUNCTION)
						? "[ (]" + entry.name() + "\\(" : "\\| " + entry.name() + "\\b"));
	}

	static List<String> crons() {
		return FLOWS.blocks("cron").stream().flatMap(String::lines).toList();
	}

	@ParameterizedTest
	@MethodSource("crons")
	void cronHasTheDateThatIsTold(String line) {
		String[] sides = line.split("\\s+→ ", 2);
		ScheduleTrigger trigger = new ScheduleTrigger("told", sides[0], ZoneId.of("UTC"), null, RecoverMissed.LAST,
				Map.of());
		assertThat(trigger.next(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo(sides[1].split(" ", 2)[0]);
	}

	@Test
	void exampleOfATaskTypeIsTheOneThatIsCompiled() throws IOException {
		String source = Files.readString(Path.of("src/test/java/com/example/WordCountTask.java"));
		assertThat(FLOWS.blocks("java")).isNotEmpty().allSatisfy((block) -> assertThat(source).contains(block));
	}

	@Test
	void tableOfTaskTypesIsWhole() {
		Map<String, String> expected = new LinkedHashMap<>();
		taskTypes().forEach((type) -> expected.put(type.type(),
				properties(type.configurationType()) + " " + meters(type).keySet()));
		Map<String, String> told = new LinkedHashMap<>();
		FLOWS.table("| type | properties | outputs | meters |")
			.forEach((row) -> told.put(Markdown.code(row.get(0)).get(0),
					Arrays.asList(row.get(1).split(", ")) + " " + Markdown.code(row.get(3))));
		assertThat(told).containsExactlyInAnyOrderEntriesOf(expected);
	}

	@Test
	void tableOfTriggerTypesIsWhole() {
		Map<String, List<String>> expected = new LinkedHashMap<>();
		expected.put(ScheduleTrigger.TYPE,
				List.of("**`cron`**", "`timezone`", "`conditions`", "`recoverMissed`", "`inputs`"));
		expected.put(WebhookTrigger.TYPE, List.of("**`key`**", "`signature`", "`inputs`"));
		expected.put(FlowTrigger.TYPE,
				List.of("**`namespace`** or **`allOf`**", "`flowId`", "`states`", "`labels`", "`window`", "`inputs`"));
		CONTEXT.getBeansOfType(TriggerDefinition.class).values().forEach((type) -> {
			List<String> names = new ArrayList<>(properties(type.configurationType()));
			names.addAll(List.of("`interval`", "`inputs`"));
			expected.put(type.type(), names);
		});
		Map<String, List<String>> told = new LinkedHashMap<>();
		FLOWS.table("| type | properties | the execution sees as `trigger` |")
			.forEach((row) -> told.put(Markdown.code(row.get(0)).get(0), List.of(row.get(1).split(", "))));
		assertThat(told).containsExactlyInAnyOrderEntriesOf(expected);
	}

	/**
	 * The page is made here: where it differs, what it should be is in {@code target}.
	 */
	@Test
	void tablesOfMetersAreThoseOfTheCatalogue() throws IOException {
		String head = "| meter | type | unit | tags | what it tells |\n|---|---|---|---|---|\n";
		String own = Stream.of(Meters.values())
			.map((meter) -> row(meter.getName(), meter.getType().name(), meter.getBaseUnit(),
					meter.tags().stream().map(Meters.Tag::asString).toList(), meter.description()))
			.collect(Collectors.joining());
		String ofTypes = taskTypes().stream()
			.flatMap((type) -> type.metrics()
				.stream()
				.map((metric) -> row("task." + type.type() + "." + metric.name(), metric.kind().name(), unit(metric),
						tags(metric), metric.description())))
			.collect(Collectors.joining());
		Iterator<String> tables = List.of(own, ofTypes).iterator();
		String page = Files.readString(Path.of("src/docs/meters.md"));
		String made = Pattern.compile(Pattern.quote(head) + "(?:\\|.*\n)*")
			.matcher(page)
			.replaceAll((found) -> Matcher.quoteReplacement(head + tables.next()));
		Files.writeString(Path.of("target/meters.md"), made);
		assertThat(page).as("src/docs/meters.md, which should be as target/meters.md").isEqualTo(made);
		assertThat(tables.hasNext()).isFalse();
	}

	private static String row(String name, String type, String unit, List<String> tags, String description) {
		return "| `%s` | %s | %s | %s | %s |\n".formatted(name, type.toLowerCase(Locale.ROOT), unit,
				tags.isEmpty() ? "–" : String.join(", ", tags), description);
	}

	private static String unit(MetricDefinition metric) {
		String unit = metric.unit();
		return (unit != null) ? unit : "seconds";
	}

	private static List<String> tags(MetricDefinition metric) {
		List<String> tags = new ArrayList<>(List.of("namespace_id", "flow_id"));
		tags.addAll(metric.tags());
		return tags;
	}

	/** Every field of every answer is told in the section of its endpoint. */
	@ParameterizedTest
	@MethodSource("answers")
	void fieldsOfEveryAnswerAreTold(Class<? extends Record> answer) {
		String holder = answer.getEnclosingClass().getSimpleName();
		String id = holder.replaceFirst("(Endpoint|Descriptors)(WebExtension)?$", "").toLowerCase(Locale.ROOT);
		List<String> sections = Markdown.of("src/docs/endpoints.md").all("(?ms)^## `" + id + "`$(.*?)(?=^## |\\z)");
		assertThat(sections).as("sections `%s` of src/docs/endpoints.md", id).hasSize(1);
		assertThat(Markdown.code(sections.get(0)))
			.contains(Stream.of(answer.getRecordComponents()).map(RecordComponent::getName).toArray(String[]::new));
	}

	static List<Class<?>> answers() {
		return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.windhover.management.endpoint", "io.windhover.management.operation")
			.stream()
			.filter((type) -> type.isRecord() && type.getEnclosingClass().isPresent()
					&& type.getModifiers().contains(JavaModifier.PUBLIC))
			.<Class<?>>map(JavaClass::reflect)
			.toList();
	}

	private static Map<String, String> meters(TaskDefinition<?> type) {
		Map<String, String> meters = new LinkedHashMap<>();
		type.metrics().forEach((metric) -> {
			meters.put("task." + type.type() + "." + metric.name(),
					metric.kind().name().toLowerCase(Locale.ROOT) + " " + tags(metric));
		});
		return meters;
	}

	/** Those that come with Windhover, and not the example. */
	private static List<TaskDefinition<?>> taskTypes() {
		List<TaskDefinition<?>> types = new ArrayList<>();
		CONTEXT.getBeansOfType(TaskDefinition.class).values().forEach(types::add);
		types.removeIf((type) -> type.getClass().getPackageName().equals("com.example"));
		return types;
	}

	private static List<String> properties(Class<?> configuration) {
		return Stream.of(configuration.getRecordComponents()).map((component) -> {
			boolean required = component.getAccessor().isAnnotationPresent(NotNull.class)
					|| component.getAccessor().isAnnotationPresent(NotBlank.class);
			return required ? "**`" + component.getName() + "`**" : "`" + component.getName() + "`";
		}).toList();
	}

	@Test
	void tableOfEndpointsNamesAllThatAreExposed() {
		String exposed = Markdown.of("application.yml").all("(?m)^ {8}include: ((?:[a-z]+,\\s+)+[a-z]+)$").get(0);
		Set<String> told = new TreeSet<>();
		Markdown.of("src/docs/endpoints.md")
			.table("| route | what it tells | where |")
			.forEach((row) -> Markdown.code(row.get(0)).forEach((route) -> told.add(route.split("/", -1)[1])));
		told.remove("");
		assertThat(told).containsExactlyInAnyOrder(exposed.split(",\\s+"));
	}

}
