package io.windhover.worker.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.windhover.execution.InstanceRef;
import io.windhover.instance.FenceListener;
import io.windhover.worker.DrainNote;
import io.windhover.worker.attempt.Attempts;
import io.windhover.worker.attempt.Deadlines;
import io.windhover.worker.attempt.RunningAttempt;
import io.windhover.worker.share.Slots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

@SuppressWarnings("NullAway.Init") // JUnit sets the field
class WorkerStateTests {

	private final Attempts attempts = mock();

	private final Deadlines deadlines = mock();

	private final JobConsumers taker = mock();

	@TempDir
	Path directory;

	@Test
	void isStartingUntilItIsStarted() {
		Worker worker = worker(new DrainFlag(this.directory, "a"));
		assertThat(worker.state()).isEqualTo("starting");
		assertThat(worker.isRunning()).isFalse();
		worker.start();
		assertThat(worker.state()).isEqualTo("running");
	}

	@Test
	void thatWasDrainedBeforeTheStartIsDrainedFromTheFirstMoment() {
		DrainFlag flag = new DrainFlag(this.directory, "a");
		flag.set(DrainNote.UNKNOWN);
		assertThat(worker(flag).state()).isEqualTo("drained");
	}

	@Test
	void fencedWorkerStopsWhatRunsAndTakesNoMoreJobs() {
		RunningAttempt attempt = mock();
		given(this.attempts.all()).willReturn(List.of(attempt));
		Worker worker = worker(new DrainFlag(this.directory, "a"));
		worker.start();
		verify(this.taker).start();
		worker.fenced();
		assertThat(worker.state()).isEqualTo("fenced");
		assertThat(worker.isReady()).isFalse();
		verify(this.taker).release();
		verify(this.deadlines).stop(attempt, RunningAttempt.Stop.SHUTDOWN);
		worker.resume();
		verify(this.taker, times(1)).start();
	}

	@Test
	void ofAFencedProcessTheWorkerStopsFirst() {
		Worker worker = worker(new DrainFlag(this.directory, "a"));
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.setDependencyComparator(AnnotationAwareOrderComparator.INSTANCE);
		beans.registerSingleton("streams", (FenceListener) () -> {
		});
		beans.registerSingleton("worker", worker);
		assertThat(beans.getBeanProvider(FenceListener.class).orderedStream()).first().isSameAs(worker);
	}

	@Test
	void workerThatWasFencedBeforeItsStartTakesNoJobs() {
		Worker worker = worker(new DrainFlag(this.directory, "a"));
		worker.fenced();
		worker.start();
		verify(this.taker, never()).start();
	}

	@Test
	void maintenanceHoldsAndTheDrainOfAnOperatorOutlastsIt() {
		Worker worker = worker(new DrainFlag(this.directory, "a"));
		worker.maintenance(true);
		assertThat(worker.state()).isEqualTo("drained");
		worker.start();
		verify(this.taker, never()).start();
		assertThat(worker.isHeld()).isTrue();
		worker.maintenance(false);
		verify(this.taker, times(1)).start();
		assertThat(worker.state()).isEqualTo("running");
		worker.maintenance(true);
		verify(this.taker, times(2)).release();
		DrainNote note = new DrainNote(Instant.EPOCH, "ada", "new disks");
		worker.drain(note);
		worker.drain(new DrainNote(Instant.EPOCH.plusSeconds(1), "bob", null));
		assertThat(worker.drainNote()).isEqualTo(note);
		worker.maintenance(false);
		assertThat(worker.state()).isEqualTo("drained");
		verify(this.taker, times(1)).start();
		worker.maintenance(true);
		worker.resume();
		assertThat(worker.state()).isEqualTo("drained");
		verify(this.taker, times(1)).start();
		worker.maintenance(false);
		verify(this.taker, times(2)).start();
	}

	private Worker worker(DrainFlag flag) {
		Worker.CommandTail commands = mock();
		given(commands.with(any())).willReturn(mock());
		return new Worker(new InstanceRef("a", "1"), new Slots(1, List.of("default")), this.attempts, this.deadlines,
				mock(), this.taker, commands, Duration.ofSeconds(1), flag, mock());
	}

}
