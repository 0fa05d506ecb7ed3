package io.windhover.logging;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.windhover.topic.broker.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnknownTopicsTests {

	private static final String SOURCE = "org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy";

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final UnknownTopics filter = new UnknownTopics();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@BeforeEach
	void listen() {
		// the filters of a context that ran before in this JVM
		this.context.getTurboFilterList()
			.removeIf((other) -> other instanceof UnknownTopics || other instanceof RepeatedLines);
		this.log.start();
		this.context.getLogger(SOURCE).addAppender(this.log);
		Logger own = this.context.getLogger(UnknownTopics.class);
		own.setLevel(Level.DEBUG);
		own.addAppender(this.log);
	}

	@AfterEach
	void leave() {
		this.context.getTurboFilterList().remove(this.filter);
		this.context.getLogger(SOURCE).detachAppender(this.log);
		this.context.getLogger(UnknownTopics.class).detachAppender(this.log);
		this.context.getLogger(UnknownTopics.class).setLevel(null);
	}

	@Test
	void missingTopicIsTheAskersMatterAndNoErrorInTheLog() {
		try (TestBroker broker = TestBroker.start(this.directory, Map.of());
				Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address(), "client.id", "asker"))) {
			assertUnknown(admin);
			assertThat(this.log.list).anyMatch((line) -> line.getLevel() == Level.ERROR);
			this.log.list.clear();
			this.context.addTurboFilter(this.filter);
			assertUnknown(admin);
			assertThat(this.log.list).singleElement().satisfies((line) -> {
				assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
				assertThat(line.getFormattedMessage()).contains("clientId=asker", "for topic missing");
			});
		}
	}

	@Test
	void otherErrorsOfTheSameSourceStay() {
		this.context.addTurboFilter(this.filter);
		this.context.getLogger(SOURCE)
			.error("[AdminClient clientId=asker] Received authorization failure for topic {}", "t");
		assertThat(this.log.list).singleElement()
			.satisfies((line) -> assertThat(line.getLevel()).isEqualTo(Level.ERROR));
	}

	private static void assertUnknown(Admin admin) {
		assertThatThrownBy(
				() -> admin.listOffsets(Map.of(new TopicPartition("missing", 0), OffsetSpec.latest())).all().get())
			.isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
	}

}
