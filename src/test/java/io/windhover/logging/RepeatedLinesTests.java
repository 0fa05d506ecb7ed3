package io.windhover.logging;

import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.read.ListAppender;
import io.windhover.management.FixedClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RepeatedLinesTests {

	private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";

	private final LoggerContext context = new LoggerContext();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final FixedClock clock = new FixedClock();

	private final RepeatedLines filter = new RepeatedLines(this.clock);

	@BeforeEach
	void prepare() {
		this.filter.start();
		this.context.addTurboFilter(this.filter);
		this.log.start();
		this.context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this.log);
	}

	@Test
	void lineIsLoggedOnceAMinuteForAllClientsAndBrokersWithACountOfTheRest(CapturedOutput output) {
		for (int second = 0; second < 60; second++) {
			for (int client = 0; client < 20; client++) {
				warn(CLIENT, "[Producer clientId=windhover-%d] Connection to node %d (/127.0.0.1:90%d) failed"
					.formatted(client, client - 1, client));
			}
			this.clock.advance(Duration.ofSeconds(1));
		}
		assertThat(this.log.list).hasSize(1);
		warn(CLIENT, "[AdminClient clientId=a] Connection to node -1 (/10.0.0.1:9092) failed");
		assertThat(this.log.list).hasSize(2);
		assertThat(output).contains("Left out 1199 lines in 60 s like: " + CLIENT + ": # Connection to node #");
		assertThat(this.filter.reset()).isEqualTo(1199);
	}

	@Test
	void otherLinesAndOtherLoggersAreNotHeldBack() {
		for (int i = 0; i < 3; i++) {
			warn(CLIENT, "one");
			warn("org.springframework.kafka.support.Listener", "key='%d' was not sent".formatted(i));
			warn("io.windhover.worker.intake.Worker", "Task run %d failed".formatted(i));
			this.context.getLogger(CLIENT).info("information");
		}
		warn(CLIENT, "two");
		assertThat(this.log.list).hasSize(1 + 1 + 3 + 3 + 1);
	}

	@Test
	void lineOfALevelThatIsOffIsNotCounted() {
		this.context.getLogger(CLIENT).setLevel(Level.ERROR);
		warn(CLIENT, "one");
		warn(CLIENT, "one");
		assertThat(this.filter.reset()).isZero();
		this.context.getLogger(CLIENT).error("one");
		assertThat(this.log.list).hasSize(1);
	}

	@Test
	void afterAResetTheNextLineIsLoggedAtOnce() {
		warn(CLIENT, "one");
		this.clock.advance(Duration.ofSeconds(1));
		this.filter.reset();
		warn(CLIENT, "one");
		assertThat(this.log.list).hasSize(2);
	}

	@Test
	void everyApplicationContextSharesTheOneFilter() {
		for (int i = 0; i < 2; i++) {
			new SpringApplicationBuilder(Object.class).web(WebApplicationType.NONE).run().close();
		}
		assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList())
			.extracting(TurboFilter::getName)
			.containsExactly(RepeatedLines.class.getName());
	}

	private void warn(String logger, String message) {
		this.context.getLogger(logger).warn(message);
	}

}
