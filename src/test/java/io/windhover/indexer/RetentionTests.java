package io.windhover.indexer;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import io.windhover.file.FileStore;
import io.windhover.instance.ListenerList;
import io.windhover.instance.ThreadPools;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

class RetentionTests {

	private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

	private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	private static final Duration KEEP = Duration.ofDays(90);

	private final Repository repository = mock();

	private final FileStore files = mock();

	private final IndexerListener failures = mock();

	@Test
	void onlyDaysThatAreWhollyTooOldAreDeleted() throws IOException {
		IndexerState state = state(KEEP);
		Retention retention = retention(state);
		given(this.repository.deleteBefore(LocalDate.parse("2026-08-24"))).willReturn(LocalDate.parse("2026-08-25"));
		assertThat(retention.run(KEEP)).isTrue();
		verify(this.files).deleteBefore(LocalDate.parse("2026-08-24"));
		assertThat(state.retention()).isEqualTo(new RetentionState(KEEP, LocalDate.parse("2026-08-25"), NOW, null));
	}

	@Test
	void filesThatCannotBeDeletedAreAFailureToo() throws IOException {
		IndexerState state = state(KEEP);
		willThrow(new IOException("not mounted")).given(this.files).deleteBefore(any());
		assertThat(retention(state).run(KEEP)).isFalse();
		assertThat(state.retention().error()).isEqualTo("not mounted");
		verify(this.failures).retentionFailed();
	}

	@Test
	void documentsThatCannotBeDeletedKeepNoFiles() throws IOException {
		IndexerState state = state(KEEP);
		given(this.repository.deleteBefore(any())).willThrow(new RepositoryException("gone", null));
		willThrow(new IOException("not mounted")).given(this.files).deleteBefore(any());
		assertThat(retention(state).run(KEEP)).isFalse();
		verify(this.files).deleteBefore(LocalDate.parse("2026-08-24"));
		assertThat(state.retention().error()).isEqualTo("gone; not mounted");
		verify(this.failures).retentionFailed();
	}

	@Test
	void aFailureIsToldAndForgottenWhenItGoesWellAgain() {
		IndexerState state = state(KEEP);
		Retention retention = retention(state);
		given(this.repository.deleteBefore(any())).willReturn(LocalDate.parse("2026-08-25"))
			.willThrow(new RepositoryException("gone", null))
			.willThrow(new IllegalStateException("broken"))
			.willReturn(LocalDate.parse("2026-08-26"));
		assertThat(retention.run(KEEP)).isTrue();
		assertThat(retention.run(KEEP)).isFalse();
		assertThat(state.retention()).isEqualTo(new RetentionState(KEEP, LocalDate.parse("2026-08-25"), NOW, "gone"));
		assertThat(retention.run(KEEP)).isFalse();
		assertThat(state.retention().error()).isEqualTo("broken");
		assertThat(retention.run(KEEP)).isTrue();
		assertThat(state.retention().error()).isNull();
		verify(this.failures, times(2)).retentionFailed();
		assertThat(state.lastError()).as("what the indexer writes is another matter").isNull();
	}

	@Test
	void itRunsAtTheStartAndEndsWithTheProcess() {
		Retention retention = retention(state(KEEP));
		// contexts of other tests may have theirs
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		retention.start();
		assertThat(retention.isRunning()).isTrue();
		verify(this.repository, timeout(10_000)).deleteBefore(LocalDate.parse("2026-08-24"));
		retention.stop();
		assertThat(retention.isRunning()).isFalse();
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread))
			.noneMatch((thread) -> thread.getName().equals("windhover-retention")));
	}

	@Test
	void withoutAnAgeNothingIsDeleted() {
		Retention retention = retention(state(null));
		retention.start();
		retention.stop();
		verifyNoInteractions(this.repository, this.files);
	}

	private Retention retention(IndexerState state) {
		return new Retention(this.repository, this.files, state, new ListenerList<>(List.of(this.failures)),
				new ThreadPools(), CLOCK);
	}

	private static IndexerState state(@Nullable Duration keep) {
		return new IndexerState("memory", false, keep, CLOCK);
	}

}
