package io.windhover.worker.intake;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topics;
import io.windhover.topic.record.JsonSerde;
import io.windhover.topic.record.NewerRecord;
import io.windhover.worker.attempt.AttemptRunner;
import io.windhover.worker.attempt.Attempts;
import io.windhover.worker.attempt.ResultPublisher;
import io.windhover.worker.share.Acknowledger;
import io.windhover.worker.share.SlotShare;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class JobIntakeTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	@Test
	void jobOfANewerVersionGoesBackIsNotADeadLetterAndIsTheLastThatIsTaken() {
		DeadLetters deadLetters = mock(DeadLetters.class);
		Acknowledger acknowledger = mock(Acknowledger.class);
		JobIntake intake = new JobIntake(TOPICS.taskJobs(), mock(SlotShare.class), mock(Attempts.class),
				mock(AttemptRunner.class), mock(ResultPublisher.class), deadLetters, mock(DurationEstimator.class),
				Clock.systemUTC());
		ConsumerRecord<String, byte[]> newer = new ConsumerRecord<>(TOPICS.taskJobs().name(), 0, 7, "job", new byte[0]);
		newer.headers().add(JsonSerde.SCHEMA_HEADER, new byte[] { '5' });
		TopicPartition partition = new TopicPartition(newer.topic(), 0);
		assertThat(intake.take(new ConsumerRecords<>(Map.of(partition, List.of(newer)), Map.of()), acknowledger))
			.isEqualTo(new NewerRecord(partition, 7, 5, 4));
		then(acknowledger).should().release(newer);
		then(acknowledger).should().commit();
		then(acknowledger).shouldHaveNoMoreInteractions();
		then(deadLetters).shouldHaveNoInteractions();
	}

}
