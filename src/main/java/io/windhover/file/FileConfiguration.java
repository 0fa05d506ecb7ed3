package io.windhover.file;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

import io.windhover.instance.InstanceProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileProperties.class)
class FileConfiguration {

	@Bean
	FileStore fileStore(FileProperties properties, InstanceProperties instance, Clock clock) {
		Path directory = Objects.requireNonNullElseGet(properties.directory(),
				() -> instance.dataDirectory().resolve("files"));
		DirectoryFileStore store = new DirectoryFileStore(directory, properties.maxFileSize().toBytes(), clock);
		store.deleteLeftovers();
		return store;
	}

}
