package io.windhover.logging;

import java.time.Clock;
import java.util.function.Supplier;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Puts {@link TransactionRetries}, {@link UnknownTopics} and {@link RepeatedLines} before
 * all appenders, whatever they are: Spring Boot has configured the log by then, and would
 * drop the filters before.
 */
class LogLimit implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
			filter(logback, TransactionRetries.class, TransactionRetries::new);
			filter(logback, UnknownTopics.class, UnknownTopics::new);
			context.getBeanFactory()
				.registerSingleton("repeatedLines",
						filter(logback, RepeatedLines.class, () -> new RepeatedLines(Clock.systemUTC())));
		}
	}

	/** There may be several contexts in a process, and there is one log. */
	private static <F extends TurboFilter> F filter(LoggerContext logback, Class<F> type, Supplier<F> factory) {
		return logback.getTurboFilterList()
			.stream()
			.filter(type::isInstance)
			.map(type::cast)
			.findFirst()
			.orElseGet(() -> {
				F filter = factory.get();
				filter.setContext(logback);
				filter.start();
				logback.addTurboFilter(filter);
				return filter;
			});
	}

}
