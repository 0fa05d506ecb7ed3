package io.windhover.api.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.repository.Documents;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptedExecutionsTests {

	private static final Execution CREATED = Documents.execution(1, "hello", State.CREATED, 0);

	private final AcceptedExecutions accepted = after(Duration.ofSeconds(1));

	@Test
	void whatWasAcceptedIsFoundUntilItsOwnerKnowsIt() {
		this.accepted.add(CREATED, 10);
		assertThat(this.accepted.find("e1", false)).isEqualTo(CREATED);
		this.accepted.remove("e1");
		assertThat(this.accepted.find("e1", true)).isNull();
	}

	@Test
	void withoutABacklogItsOwnerHasForgottenItLater() {
		AcceptedExecutions later = after(Duration.ofMinutes(1));
		later.add(CREATED, 10);
		assertThat(later.find("e1", false)).isNull();
		assertThat(later.find("e1", true)).isEqualTo(CREATED);
	}

	@Test
	void itIsBoundedInNumber() {
		for (int i = 0; i <= AcceptedExecutions.MOST; i++) {
			this.accepted.add(Documents.execution(i, "hello", State.CREATED, 0), 10);
		}
		assertThat(this.accepted.find("e0", true)).isNull();
		assertThat(this.accepted.find("e1", true)).isNotNull();
	}

	@Test
	void itIsBoundedInBytes() {
		for (int i = 0; i < 100; i++) {
			this.accepted.add(Documents.execution(i, "hello", State.CREATED, 0), 1024 * 1024);
		}
		assertThat(this.accepted.find("e67", true)).isNull();
		assertThat(this.accepted.find("e68", true)).isNotNull();
		this.accepted.add(Documents.execution(100, "hello", State.CREATED, 0), (int) AcceptedExecutions.MOST_BYTES);
		assertThat(this.accepted.find("e99", true)).isNull();
		assertThat(this.accepted.find("e100", true)).isNotNull();
	}

	private static AcceptedExecutions after(Duration time) {
		return new AcceptedExecutions(Clock.fixed(CREATED.createdAt().plus(time), ZoneOffset.UTC));
	}

}
