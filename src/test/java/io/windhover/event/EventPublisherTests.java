package io.windhover.event;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.instance.Role;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import io.windhover.topic.access.Denials;
import io.windhover.topic.access.Permissions;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class EventPublisherTests {

	private static final Clock CLOCK = Clock.fixed(EventSamples.AT, ZoneOffset.UTC);

	private final Topics topics = Topics.withPrefix("test-");

	private final Publisher publisher = mock(Publisher.class);

	private final Denials denials = new Denials("User:ada", Permissions.of("test-", Set.of(Role.API)), CLOCK);

	private final LaterThread thread = new LaterThread();

	@Test
	void operationIsPublishedOffTheThreadOfTheRequest() {
		given(this.publisher.send(eq(this.topics.events()), any(), any()))
			.willReturn(CompletableFuture.completedFuture(null));
		publisher(true).operation("ada", "alice",
				Map.of("operation", "worker.drain", "method", "POST", "path", "/worker", "status", 202));
		then(this.publisher).shouldHaveNoInteractions();
		this.thread.run();
		ArgumentCaptor<OutgoingEvent> sent = ArgumentCaptor.captor();
		var unused = then(this.publisher).should().send(eq(this.topics.events()), eq("alice"), sent.capture());
		OutgoingEvent event = Objects.requireNonNull(sent.getValue());
		assertThat(event.subject()).isEqualTo("alice");
		assertThat(event.data()).containsEntry("who", "ada").containsEntry("operation", "worker.drain");
		assertThat(EventSchemas.errors(event)).isEmpty();
	}

	@Test
	void whatABrokerThatIsAwayDoesNotTakeIsBoundedAndLogged(CapturedOutput output) {
		given(this.publisher.send(eq(this.topics.events()), any(), any()))
			.willReturn(CompletableFuture.failedFuture(new IllegalStateException("no broker")));
		EventPublisher events = publisher(true);
		for (int i = 0; i < 1100; i++) {
			events.operation("ada", "t" + i, Map.of());
		}
		assertThat(this.thread.tasks).hasSize(1000);
		assertThat(output).contains("io.windhover.operation.performed of t1000 is dropped");
		this.thread.run();
		assertThat(output).contains("io.windhover.operation.performed of t0 was not published: no broker");
		events.operation("ada", "again", Map.of());
		assertThat(this.thread.tasks).hasSize(1);
	}

	@Test
	void whatTheBrokerDeniesIsNotedWithThePermissionThatIsMissing(CapturedOutput output) {
		given(this.publisher.send(eq(this.topics.events()), any(), any()))
			.willReturn(CompletableFuture.failedFuture(new TopicAuthorizationException(Set.of("test-events"))));
		publisher(true).operation("ada", "alice", Map.of());
		this.thread.run();
		assertThat(this.denials.lately()).singleElement().asString().contains("User:ada").contains("test-events");
		assertThat(output).contains("was not published: " + this.denials.lately().get(0));
	}

	@Test
	void whereEventsAreOffNothingIsPublished() {
		publisher(false).operation("ada", "alice", Map.of());
		assertThat(this.thread.tasks).isEmpty();
	}

	private EventPublisher publisher(boolean enabled) {
		return new EventPublisher(enabled, new EventFactory("/windhover/test"), this.topics.events(), this.publisher,
				this.thread, this.denials, CLOCK);
	}

	/** Does what it is given when the test says so. */
	private static final class LaterThread extends AbstractExecutorService {

		private final List<Runnable> tasks = new ArrayList<>();

		void run() {
			List<Runnable> now = List.copyOf(this.tasks);
			this.tasks.clear();
			now.forEach(Runnable::run);
		}

		@Override
		public void execute(Runnable task) {
			this.tasks.add(task);
		}

		@Override
		public void shutdown() {
			// has no thread
		}

		@Override
		public List<Runnable> shutdownNow() {
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return true;
		}

	}

}
