package io.windhover.worker;

import java.nio.file.Path;
import java.time.Duration;

import io.windhover.execution.InstanceRef;
import io.windhover.worker.share.ShareTaker;
import io.windhover.worker.share.Slots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@SuppressWarnings("NullAway.Init") // JUnit sets the field
class WorkerStateTests {

	@TempDir
	Path directory;

	@Test
	void isStartingUntilItIsStarted() {
		Worker worker = worker(new DrainMark(this.directory, "a"));
		assertThat(worker.state()).isEqualTo("starting");
		assertThat(worker.isRunning()).isFalse();
		worker.start();
		assertThat(worker.state()).isEqualTo("running");
	}

	@Test
	void thatWasDrainedBeforeTheStartIsDrainedFromTheFirstMoment() {
		DrainMark mark = new DrainMark(this.directory, "a");
		mark.set();
		assertThat(worker(mark).state()).isEqualTo("drained");
	}

	private static Worker worker(DrainMark mark) {
		Worker.CommandTail commands = mock();
		given(commands.with(any())).willReturn(mock());
		return new Worker(new InstanceRef("a", "1"), new Slots(1), mock(), mock(), mock(), mock(ShareTaker.class),
				commands, Duration.ofSeconds(1), mark, mock());
	}

}
