package io.windhover.api.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.Neighbours;
import io.windhover.cluster.owner.ExecutionOwners;
import io.windhover.cluster.owner.PlayedOwner;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.file.FileStore;
import io.windhover.file.TestFiles;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.FlowRef;
import io.windhover.flow.FlowSchema;
import io.windhover.flow.template.Templates;
import io.windhover.flow.template.pebble.PebbleTemplates;
import io.windhover.instance.Instance;
import io.windhover.instance.InstanceProperties;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.repository.Page;
import io.windhover.repository.Repository;
import io.windhover.secret.SecretSources;
import io.windhover.secret.TestSecrets;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.FlowDirectory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.util.FileSystemUtils;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Not annotated as a configuration, so that no scan of the application finds it.
 */
@EnableAutoConfiguration(exclude = { SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
		ManagementWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class })
@ComponentScan("io.windhover.api")
@EnableConfigurationProperties(InstanceProperties.class)
class ApiTestConfiguration {

	@Bean
	static BeanFactoryPostProcessor noClients() {
		return (factory) -> Stream.of("backlogSampler", "triggersTail")
			.forEach(((BeanDefinitionRegistry) factory)::removeBeanDefinition);
	}

	@Bean
	ApiTestBench bench(PlayedOwner owner) {
		return new ApiTestBench(owner);
	}

	@Bean
	PlayedOwner owner() {
		return new PlayedOwner();
	}

	@Bean
	ExecutionOwners executionOwners(PlayedOwner owner, InstanceRegistry registry, Instance instance) {
		return owner.owners(registry, instance);
	}

	@Bean
	SecretSources secretSources() {
		return TestSecrets.of(Map.of("HOOK_KEY", "It's a Secret to Everybody"));
	}

	@Bean
	FilesDirectory filesDirectory() throws IOException {
		return new FilesDirectory(Files.createTempDirectory("windhover-test-files-"));
	}

	@Bean
	FileStore fileStore(FilesDirectory directory) {
		return TestFiles.in(directory.path());
	}

	@Bean
	ThreadPools threadPools() {
		return new ThreadPools();
	}

	/** Without an indexer, as beside an embedded repository of another process. */
	@Bean
	Instance instance() {
		return new Instance("here", "1", Set.of(Role.EXECUTOR), Instant.EPOCH);
	}

	@Bean
	Neighbours neighbours(InstanceRegistry registry, Instance instance) {
		return new Neighbours(registry, instance, Clock.systemUTC());
	}

	@Bean
	InstanceRegistry instanceRegistry() {
		InstanceRegistry registry = mock();
		Instant now = Instant.now();
		given(registry.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(now, true, Duration.ofHours(1)));
		given(registry.all()).willReturn(List.of(sighting("there", "indexer", now), sighting("here", "executor", now)));
		return registry;
	}

	private static InstanceRegistry.Sighting sighting(String id, String role, Instant now) {
		return new InstanceRegistry.Sighting(new Heartbeat(new InstanceRef(id, "1"), Set.of(role), "host",
				"http://%s:8081".formatted(id), 0, 0, null, now, now, "1"), now, true);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	Topics topics() {
		return Topics.withPrefix("");
	}

	@Bean
	FlowReader flowReader(ApiTestBench bench) {
		return bench::read;
	}

	@Bean
	Templates templates(Clock clock) {
		return new PebbleTemplates(clock);
	}

	@Bean
	FlowSchema flowSchema() {
		return () -> Map.of("title", "A flow");
	}

	@Bean
	@SuppressWarnings("NullAway") // a tombstone
	Publisher publisher(ApiTestBench bench) {
		Publisher publisher = mock();
		given(publisher.send(any(), any(), any()))
			.willAnswer((call) -> bench.send(call.getArgument(0), call.getArgument(1), call.getArgument(2)));
		return publisher;
	}

	@Bean
	FlowDirectory flowDirectory(ApiTestBench bench) {
		FlowDirectory directory = mock();
		given(directory.isReady()).willAnswer((call) -> bench.isReady());
		given(directory.find(any(FlowKey.class))).willAnswer((call) -> bench.flows().get(call.getArgument(0)));
		given(directory.find(any(FlowRef.class))).willAnswer((call) -> bench.revisions().get(call.getArgument(0)));
		given(directory.revisions(any())).willAnswer((call) -> bench.revisions(call.getArgument(0)));
		given(directory.history(any())).willAnswer((call) -> bench.histories().get(call.getArgument(0)));
		given(directory.all()).willAnswer((call) -> List.copyOf(bench.flows().values()));
		given(directory.await(any(), any(), any())).willAnswer((call) -> bench.await(call.getArgument(1)));
		return directory;
	}

	@Bean
	Repository repository() {
		Repository repository = mock();
		given(repository.executions(any())).willReturn(new Page<>(List.of(), 0));
		given(repository.logs(any(), anyInt(), anyInt())).willReturn(new Page<>(List.of(), 0));
		return repository;
	}

	@Bean
	KafkaClients kafkaClients() {
		return mock();
	}

	@Bean
	DeadLetters deadLetters() {
		return mock();
	}

	/**
	 * The directory of a context, which is gone when that closes.
	 */
	record FilesDirectory(Path path) implements AutoCloseable {

		@Override
		public void close() throws IOException {
			FileSystemUtils.deleteRecursively(this.path);
		}

	}

}
