package io.windhover.instance;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void idIsKeptOverRestartsAndTheIncarnationGrows() {
		Instance first = instance(null, START);
		Instance second = instance(null, START.plusMillis(1));
		assertThat(second.id()).isEqualTo(first.id()).startsWith("windhover-");
		assertThat(second.incarnation()).isGreaterThan(first.incarnation());
	}

	@Test
	void configuredIdCounts() {
		assertThat(instance("mine", START).id()).isEqualTo("mine");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void hasTheRolesThatAreConfigured() {
		assertThat(instance("a", START).has(Role.WORKER)).isTrue();
		assertThat(instance("a", START).has(Role.INDEXER)).isFalse();
	}

	@Test
	void rolesSwitchBeans() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(OfWorker.class);
		runner.run((context) -> assertThat(context).hasSingleBean(OfWorker.class));
		runner.withPropertyValues("windhover.roles=executor,worker")
			.run((context) -> assertThat(context).hasSingleBean(OfWorker.class));
		runner.withPropertyValues("windhover.roles=executor")
			.run((context) -> assertThat(context).doesNotHaveBean(OfWorker.class));
	}

	private Instance instance(@Nullable String id, Instant now) {
		return Instance.of(new InstanceProperties(Set.of(Role.WORKER), id, this.directory, "127.0.0.1", null, false),
				now);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnRole(Role.WORKER)
	static class OfWorker {

	}

}
