package io.windhover.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.management.metrics.Meters;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * The series that a Prometheus has of Windhover, by name, and the labels of each. Those
 * of the catalogue are had by a scrape of meters that are registered as it says.
 */
public final class KnownSeries {

	/**
	 * Meters that are none of Windhover's own; a test sees that a real scrape has them.
	 */
	public static final Map<String, Set<String>> FRAMEWORK = Map.ofEntries(Map.entry("disk_free_bytes", Set.of("path")),
			Map.entry("disk_total_bytes", Set.of("path")), Map.entry("executor_active_threads", Set.of("name")),
			Map.entry("executor_queued_tasks", Set.of("name")),
			Map.entry("jvm_gc_pause_seconds_sum", Set.of("action", "cause", "gc")),
			Map.entry("jvm_info", Set.of("runtime", "vendor", "version")),
			Map.entry("jvm_memory_max_bytes", Set.of("area", "id")),
			Map.entry("jvm_memory_used_bytes", Set.of("area", "id")), Map.entry("jvm_threads_live_threads", Set.of()),
			Map.entry("kafka_stream_thread_commit_latency_avg", Set.of("kafka_version", "spring_id", "thread_id")),
			Map.entry("kafka_stream_thread_commit_ratio", Set.of("kafka_version", "spring_id", "thread_id")),
			Map.entry("kafka_stream_thread_poll_ratio", Set.of("kafka_version", "spring_id", "thread_id")),
			Map.entry("kafka_stream_thread_process_ratio", Set.of("kafka_version", "spring_id", "thread_id")),
			Map.entry("logback_events_total", Set.of("level")), Map.entry("process_cpu_usage", Set.of()),
			Map.entry("process_files_max_files", Set.of()), Map.entry("process_files_open_files", Set.of()),
			Map.entry("process_start_time_seconds", Set.of()), Map.entry("process_uptime_seconds", Set.of()),
			Map.entry("tomcat_global_request_seconds_count", Set.of("name")));

	/** What Prometheus adds to all that it scrapes. */
	static final Set<String> TARGET = Set.of("instance", "job");

	/** What Prometheus itself tells of each target. */
	private static final Set<String> OF_TARGETS = Set.of("up", "scrape_duration_seconds", "scrape_samples_scraped",
			"scrape_samples_post_metric_relabeling", "scrape_series_added");

	/** Timers with buckets; the live test asks for them where somebody uses them. */
	private static final Set<String> WITH_BUCKETS = Set.of("worker.queue.wait");

	private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

	private static final KnownSeries CATALOGUE = read();

	private final Map<String, Set<String>> labels = new TreeMap<>();

	private KnownSeries() {
	}

	/**
	 * Those of the catalogue, the task types, the framework and Prometheus itself.
	 */
	static KnownSeries ofTheCatalogue() {
		KnownSeries copy = new KnownSeries();
		copy.labels.putAll(CATALOGUE.labels);
		return copy;
	}

	private static KnownSeries read() {
		KnownSeries known = new KnownSeries();
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		for (Meters meter : Meters.values()) {
			register(registry, meter.getName(), meter.getType(), null,
					meter.tags().stream().map(Meters.Tag::asString).toList());
		}
		ofTaskTypes(registry);
		known.addScrape(registry.scrape());
		FRAMEWORK.forEach((name, keys) -> known.add(name, with(keys, TARGET)));
		OF_TARGETS.forEach((name) -> known.add(name, TARGET));
		Set<String> all = known.labels.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
		known.add("ALERTS", with(all, Set.of("alertname", "alertstate", "severity", "component")));
		return known;
	}

	private static void ofTaskTypes(PrometheusMeterRegistry registry) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(Clock.class, Clock::systemUTC);
			context.registerBean(LocalValidatorFactoryBean.class);
			context.scan("io.windhover.worker.http", "io.windhover.worker.kafka", "io.windhover.worker.mail",
					"io.windhover.worker.process", "io.windhover.worker.sql", "io.windhover.worker.task");
			context.refresh();
			for (TaskDefinition<?> type : context.getBeansOfType(TaskDefinition.class).values()) {
				type.metrics()
					.forEach((metric) -> register(registry, "task." + type.type() + "." + metric.name(),
							Meter.Type.valueOf(metric.kind().name()), metric.unit(),
							Stream.concat(Stream.of("namespace_id", "flow_id"), metric.tags().stream()).toList()));
			}
		}
	}

	private static void register(PrometheusMeterRegistry registry, String name, Meter.Type type, @Nullable String unit,
			Iterable<String> keys) {
		Tags tags = Tags.empty();
		for (String key : keys) {
			tags = tags.and(key, "value");
		}
		switch (type) {
			case COUNTER -> Counter.builder(name).baseUnit(unit).tags(tags).register(registry);
			case GAUGE -> Gauge.builder(name, () -> 1).tags(tags).register(registry);
			case TIMER -> Timer.builder(name)
				.tags(tags)
				.serviceLevelObjectives(
						WITH_BUCKETS.contains(name) ? new Duration[] { Duration.ofSeconds(1) } : new Duration[0])
				.register(registry);
			default -> throw new IllegalArgumentException(name + " is a " + type);
		}
	}

	/**
	 * Adds all samples of a scrape, with the labels that Prometheus puts to them.
	 */
	private void addScrape(String text) {
		text.lines().filter((line) -> !line.startsWith("#") && !line.isBlank()).forEach((line) -> {
			Matcher sample = SAMPLE.matcher(line);
			if (!sample.matches()) {
				throw new IllegalArgumentException("Not a sample: " + line);
			}
			Set<String> keys = new HashSet<>(TARGET);
			if (sample.group(2) != null) {
				LABEL.matcher(sample.group(2)).results().map((MatchResult label) -> label.group(1)).forEach(keys::add);
			}
			add(sample.group(1), keys);
		});
	}

	/** A name that comes again has the labels of both. */
	void add(String name, Set<String> keys) {
		this.labels.merge(name, keys, KnownSeries::with);
	}

	Set<String> names() {
		return this.labels.keySet();
	}

	/**
	 * The labels of a series that is known.
	 */
	Set<String> labels(String name) {
		Set<String> found = this.labels.get(name);
		if (found == null) {
			throw new IllegalArgumentException("Unknown: " + name);
		}
		return found;
	}

	static Set<String> with(Set<String> some, Set<String> more) {
		Set<String> all = new TreeSet<>(some);
		all.addAll(more);
		return all;
	}

}
