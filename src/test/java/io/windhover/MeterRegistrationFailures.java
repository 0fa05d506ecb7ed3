package io.windhover;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Fails a test class in which a registry refused a meter, as Prometheus refuses one whose
 * tags or type differ from those of its namesake: it would be missing in the scrape. It
 * is an auto-configuration, so that it is in every Spring context of the tests, and an
 * extension of all test classes.
 */
@AutoConfiguration
public class MeterRegistrationFailures implements AfterAllCallback {

	private static final ConcurrentLinkedQueue<String> FAILURES = new ConcurrentLinkedQueue<>();

	@Bean
	MeterRegistryCustomizer<MeterRegistry> notesRegistrationFailures() {
		return (registry) -> registry.config()
			.onMeterRegistrationFailed((id, reason) -> FAILURES.add(id + ": " + reason));
	}

	@Override
	public void afterAll(ExtensionContext context) {
		List<String> failures = drain();
		if (!failures.isEmpty()) {
			throw new AssertionError("Meters that are missing in the scrape: " + failures);
		}
	}

	static List<String> drain() {
		List<String> failures = new ArrayList<>();
		for (String failure = FAILURES.poll(); failure != null; failure = FAILURES.poll()) {
			failures.add(failure);
		}
		return failures;
	}

}
