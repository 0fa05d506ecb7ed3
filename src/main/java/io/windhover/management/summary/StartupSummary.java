package io.windhover.management.summary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.windhover.instance.Instance;
import io.windhover.instance.Phases;
import io.windhover.instance.PortUrls;
import io.windhover.instance.Role;
import io.windhover.security.AccessSummary;
import io.windhover.topic.StartupStep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log, as soon as the ports are open and before the engine starts, what this
 * process is, where it is reached and how it is secured.
 */
class StartupSummary extends StartupStep {

	private static final Logger logger = LoggerFactory.getLogger(StartupSummary.class);

	private final Instance instance;

	private final PortUrls urls;

	private final AccessSummary access;

	private final BackendSummary backendSummary;

	StartupSummary(Instance instance, PortUrls urls, AccessSummary access, BackendSummary backendSummary) {
		super(Phases.BROKER - 1);
		this.instance = instance;
		this.urls = urls;
		this.access = access;
		this.backendSummary = backendSummary;
	}

	@Override
	protected void run() {
		List<String> warnings = new ArrayList<>(this.access.warnings());
		warnings.addAll(this.backendSummary.warnings());
		warnings.addAll(this.backendSummary.warnings(this.instance));
		if (logger.isInfoEnabled()) {
			logger.info("Windhover is open{}", lines(warnings));
		}
		warnings.forEach(logger::warn);
	}

	private String lines(List<String> warnings) {
		Map<String, String> lines = new LinkedHashMap<>();
		lines.put("roles", this.instance.roles().stream().sorted().map(Role::id).collect(Collectors.joining(", ")));
		lines.put("instance", this.instance.id());
		lines.put("broker", this.backendSummary.broker());
		lines.put("repository", this.backendSummary.repository());
		lines.put("api", this.instance.has(Role.API) ? orClosed(this.urls.api()) : "closed, without the role api");
		lines.put("management", orClosed(this.urls.management()));
		lines.put("access", this.access.access());
		lines.put("warnings", warnings.isEmpty() ? "none" : warnings.size() + ", which follow");
		return lines.entrySet()
			.stream()
			.map((line) -> "%n  %-12s%s".formatted(line.getKey(), line.getValue()))
			.collect(Collectors.joining());
	}

	private static String orClosed(@Nullable String url) {
		return (url != null) ? url : "closed";
	}

}
