package io.windhover.file;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

import io.windhover.instance.InstanceProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ FileProperties.class, S3Properties.class })
class FileConfiguration {

	@Bean
	FileStore fileStore(FileProperties properties, S3Properties s3, InstanceProperties instance, Clock clock) {
		long maxFileSize = properties.maxFileSize().toBytes();
		Path local = instance.dataDirectory().resolve("files");
		if (properties.type() == FileStoreType.S3) {
			PartialFiles partials = new PartialFiles(local.resolve("partial"), maxFileSize, clock);
			S3FileStore store = S3FileStores.create(s3, partials, clock);
			partials.deleteLeftovers();
			return store;
		}
		DirectoryFileStore store = new DirectoryFileStore(Objects.requireNonNullElse(properties.directory(), local),
				maxFileSize, clock);
		store.deleteLeftovers();
		return store;
	}

}
