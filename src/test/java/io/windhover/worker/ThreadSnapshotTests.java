package io.windhover.worker;

import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadSnapshotTests {

	private static final StackTraceElement READ = frame("sun.nio.ch.SocketDispatcher", "read0");

	private static final StackTraceElement SOCKET = frame("java.net.Socket$SocketInputStream", "read");

	private static final StackTraceElement TASK = new StackTraceElement("com.example.Task", "run", "Task.java", 7);

	@Test
	void summaryIsWhatTheTaskCalledAndWhereFrom() {
		assertThat(summary(Thread.State.RUNNABLE, READ, SOCKET, TASK, frame("java.lang.Thread", "run")))
			.isEqualTo("runs in java.net.Socket$SocketInputStream.read, called by com.example.Task.run (Task.java:7)");
		assertThat(summary(Thread.State.RUNNABLE, TASK)).isEqualTo("runs in com.example.Task.run (Task.java:7)");
		assertThat(summary(Thread.State.BLOCKED, TASK))
			.isEqualTo("waits for a lock in com.example.Task.run (Task.java:7)");
		assertThat(summary(Thread.State.WAITING, frame("java.lang.Thread", "run")))
			.isEqualTo("waits in java.lang.Thread.run");
		assertThat(summary(Thread.State.TERMINATED)).isEqualTo("its thread has no stack");
	}

	@Test
	void sleepingThreadIsSeenToSleep() {
		Thread thread = new Thread(ThreadSnapshotTests::rest, "resting");
		thread.setDaemon(true);
		thread.start();
		Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		assertThat(ThreadSnapshot.of(thread).summary()).startsWith(
				"waits in java.lang.Thread.sleep, called by " + ThreadSnapshotTests.class.getName() + ".rest (");
		thread.interrupt();
	}

	private static void rest() {
		try {
			Thread.sleep(60_000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String summary(Thread.State state, StackTraceElement... stack) {
		return new ThreadSnapshot("some", state, List.of(stack)).summary();
	}

	private static StackTraceElement frame(String type, String method) {
		return new StackTraceElement(type, method, null, -1);
	}

}
