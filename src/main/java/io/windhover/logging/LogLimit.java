package io.windhover.logging;

import java.time.Clock;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Puts {@link RepeatedLines} before all appenders, whatever they are: Spring Boot has
 * configured the log by then, and would drop the filter before.
 */
class LogLimit implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
			context.getBeanFactory().registerSingleton("repeatedLines", filter(logback));
		}
	}

	/** There may be several contexts in a process, and there is one log. */
	private static RepeatedLines filter(LoggerContext logback) {
		return logback.getTurboFilterList()
			.stream()
			.filter(RepeatedLines.class::isInstance)
			.map(RepeatedLines.class::cast)
			.findFirst()
			.orElseGet(() -> {
				RepeatedLines filter = new RepeatedLines(Clock.systemUTC());
				filter.setContext(logback);
				filter.start();
				logback.addTurboFilter(filter);
				return filter;
			});
	}

}
