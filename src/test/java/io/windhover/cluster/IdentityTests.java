package io.windhover.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.instance.IncarnationFile;
import io.windhover.instance.Instance;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Role;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

@ExtendWith(OutputCaptureExtension.class)
class IdentityTests {

	private final AtomicInteger fenced = new AtomicInteger();

	private final IncarnationFile file = mock();

	private final Identity identity = new Identity(new Instance("a", "5", Set.of(Role.WORKER), Instant.EPOCH),
			this.file, () -> new ListenerList<>(List.of(this.fenced::incrementAndGet)));

	@Test
	void incarnationIsRecordedBeforeItHoldsTheId() {
		assertThat(this.identity.standing()).isEqualTo(Standing.CLAIMING);
		this.identity.hold();
		verify(this.file).record();
		assertThat(this.identity.standing()).isEqualTo(Standing.HOLDING);
	}

	@Test
	void newerHolderThatIsAliveFencesItOnceWithOneLineInTheLog(CapturedOutput output) {
		this.identity.hold();
		hear("6", Standing.HOLDING, true);
		hear("6", Standing.HOLDING, true);
		hear("7", Standing.HOLDING, true);
		assertThat(this.identity.isFenced()).isTrue();
		assertThat(this.identity.rival()).extracting((other) -> other.instance().incarnation()).isEqualTo("6");
		Awaitility.await().untilAsserted(() -> assertThat(this.fenced).hasValue(1));
		assertThat(output.getAll().lines().filter((line) -> line.contains("ERROR"))).singleElement()
			.asString()
			.contains("'a'", "host elsewhere", "pid 42", "incarnation 6", "windhover.instance-id");
	}

	@Test
	void nothingElseFencesIt() {
		this.identity.hold();
		hear("6", Standing.CLAIMING, true);
		hear("6", Standing.FENCED, true);
		hear("6", Standing.HOLDING, false);
		hear("4", Standing.HOLDING, true);
		hear("5", Standing.HOLDING, true);
		this.identity.accept("b", heartbeat("6", Standing.HOLDING), null, true);
		this.identity.accept("a", null, "6", true);
		assertThat(this.identity.isFenced()).isFalse();
	}

	@Test
	void staysFencedAfterTheOtherEnded() {
		this.identity.hold();
		hear("6", Standing.HOLDING, true);
		this.identity.accept("a", null, "6", true);
		assertThat(this.identity.isFenced()).isTrue();
	}

	private void hear(String incarnation, Standing standing, boolean live) {
		this.identity.accept("a", heartbeat(incarnation, standing), null, live);
	}

	private static Heartbeat heartbeat(String incarnation, Standing standing) {
		return new Heartbeat(new InstanceRef("a", incarnation), Set.of(), "elsewhere", null, 0, 0, null, Instant.EPOCH,
				Instant.EPOCH, null, standing, null, 42L, Set.of());
	}

}
