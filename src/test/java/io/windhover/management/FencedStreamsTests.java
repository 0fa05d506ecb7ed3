package io.windhover.management;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.windhover.instance.Role;
import io.windhover.topic.streams.StreamsFactory;
import io.windhover.topic.streams.TestStreams;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.streams.KafkaStreams;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

class FencedStreamsTests extends TopicTest {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void clientWhoseIdAnotherProcessHasDoesNotTakeItsMembershipBackAndDoesNotRemoveIt() throws Exception {
		StreamsFactory olderFactory = factory("older");
		StreamsBuilderFactoryBean older = start(olderFactory);
		StreamsBuilderFactoryBean newer = start(factory("newer"));
		try {
			Awaitility.await()
				.dontCatchUncaughtExceptions()
				.atMost(Duration.ofMinutes(1))
				.until(() -> state(older) == KafkaStreams.State.ERROR);
			List<String> owner = members();
			assertThat(owner).hasSize(1);

			olderFactory.fenced();
			assertThat(older.isRunning()).isFalse();
			assertThat(members()).isEqualTo(owner);
			assertThat(state(newer)).isEqualTo(KafkaStreams.State.RUNNING);
		}
		finally {
			older.stop();
			newer.stop();
		}
	}

	@Test
	void fencedClientThatStillRunsLeavesItsMembershipToTheOther() throws Exception {
		StreamsFactory factory = factory("running");
		StreamsBuilderFactoryBean streams = start(factory);
		List<String> owner = members();
		assertThat(owner).hasSize(1);
		factory.fenced();
		assertThat(streams.isRunning()).isFalse();
		assertThat(members()).isEqualTo(owner);
	}

	private StreamsBuilderFactoryBean start(StreamsFactory factory) throws Exception {
		StreamsBuilderFactoryBean streams = factory.create(Role.EXECUTOR, new CountingTopology(this.topic.name));
		streams.afterPropertiesSet();
		streams.afterSingletonsInstantiated();
		streams.start();
		Awaitility.await()
			.dontCatchUncaughtExceptions()
			.atMost(Duration.ofMinutes(1))
			.until(() -> state(streams) == KafkaStreams.State.RUNNING);
		return streams;
	}

	private StreamsFactory factory(String directory) {
		return TestStreams.factory(broker.address(), this.topic.name + "-", "same", this.directory.resolve(directory),
				1, 0, (streams) -> {
				});
	}

	private List<String> members() throws Exception {
		String group = this.topic.name + "-executor";
		var described = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
		return Objects.requireNonNull(described).get().members().stream().map(MemberDescription::consumerId).toList();
	}

	private static KafkaStreams.State state(StreamsBuilderFactoryBean streams) {
		KafkaStreams client = streams.getKafkaStreams();
		return (client != null) ? client.state() : KafkaStreams.State.CREATED;
	}

}
