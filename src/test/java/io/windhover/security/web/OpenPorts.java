package io.windhover.security.web;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.windhover.WindhoverApplication;
import io.windhover.system.FreePorts;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.TypeFilter;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * The whole application in this JVM, both its ports open to others.
 */
public final class OpenPorts implements AutoCloseable {

	/** The password of all users. */
	static final String PASSWORD = "kestrel-4711";

	/** As cheap to verify as is taken. */
	public static final String ENCODED = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);

	static final String[] USERS = { "--windhover.security.users[0].name=vera",
			"--windhover.security.users[0].password=" + ENCODED, "--windhover.security.users[0].roles=viewer",
			"--windhover.security.users[1].name=otto", "--windhover.security.users[1].password=" + ENCODED,
			"--windhover.security.users[1].roles=operator" };

	final int port = FreePorts.next();

	final int managementPort = FreePorts.next();

	final int brokerPort = FreePorts.next();

	final Path data;

	final ConfigurableApplicationContext context;

	OpenPorts(String name, String... arguments) {
		this.data = Path.of("target/security-tests/" + name + "-" + this.port);
		List<String> all = new ArrayList<>(
				List.of("--server.port=" + this.port, "--management.server.port=" + this.managementPort,
						"--windhover.broker.port=" + this.brokerPort, "--windhover.topics.partitions=2",
						"--windhover.flows.samples=", "--windhover.data-directory=" + this.data));
		all.addAll(List.of(arguments));
		this.context = new SpringApplicationBuilder(Application.class).run(all.toArray(String[]::new));
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application without the configurations of tests, which share its packages; no
	 * configuration by annotation, so that no scan finds it.
	 */
	@EnableAutoConfiguration
	@ComponentScan(basePackages = "io.windhover",
			excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = OfTests.class))
	static class Application {

	}

	/** Matches those, and the application that would scan for them again. */
	static class OfTests implements TypeFilter {

		@Override
		public boolean match(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
			return reader.getResource().getURI().toString().contains("/test-classes/")
					|| reader.getClassMetadata().getClassName().equals(WindhoverApplication.class.getName());
		}

	}

}
